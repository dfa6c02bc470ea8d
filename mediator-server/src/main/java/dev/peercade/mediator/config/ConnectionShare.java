package dev.peercade.mediator.config;

import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.util.NetMask;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Lets one address hold only a part of all connections: else a guest who opens them all and says a byte now and then
/// on each keeps everybody out. What comes from loopback or from a trusted proxy is many peers' and is not counted.
@Component
final class ConnectionShare implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    /// Of 4,096; a hall of two hundred players behind one address needs fewer.
    static final int PER_ADDRESS_MAX = 512;

    private final List<NetMask> exempt;

    ConnectionShare(ServerSettings settings) {
        this.exempt =
                settings.listen().trustedProxies().stream().map(NetMask::new).toList();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(Protocol.class.getName());
        factory.addConnectorCustomizers(
                connector -> ((Protocol) connector.getProtocolHandler()).endpoint.exempt = exempt);
    }

    /// Made by Tomcat, by its name.
    public static final class Protocol extends Http11NioProtocol {

        private final Endpoint endpoint;

        public Protocol() {
            this(new Endpoint());
        }

        private Protocol(Endpoint endpoint) {
            super(endpoint);
            this.endpoint = endpoint;
        }
    }

    private static final class Endpoint extends NioEndpoint {

        private volatile List<NetMask> exempt = List.of();

        @Override
        protected boolean setSocketOptions(SocketChannel socket) {
            if (fits(socket.socket().getInetAddress())) {
                return super.setSocketOptions(socket);
            }
            destroySocket(socket);
            return false;
        }

        private boolean fits(InetAddress from) {
            return connections.size() < PER_ADDRESS_MAX
                    || from.isLoopbackAddress()
                    || exempt.stream().anyMatch(block -> block.matches(from))
                    || connections.keySet().stream()
                                    .filter(open -> same(from, open.socket().getInetAddress()))
                                    .count()
                            < PER_ADDRESS_MAX;
        }

        /// Whoever has one address of an IPv6 /64 has them all.
        private static boolean same(InetAddress one, InetAddress other) {
            byte[] a = one.getAddress();
            byte[] b = other.getAddress();
            int length = Math.min(a.length, 8);
            return a.length == b.length && Arrays.equals(a, 0, length, b, 0, length);
        }
    }
}
