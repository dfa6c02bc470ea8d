package dev.peercade.mediator.stun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of the responder: one or two addresses of a family, each with one port or, for questions about a
/// NAT (RFC 5780), with that port and the next one.
final class StunEnds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StunEnds.class);

    /// A free port whose next one is free too is found at once, nearly always.
    private static final int TRIES = 8;

    private static final int PORT_MAX = 65_535;

    private final List<StunEnd> ends;

    private StunEnds(List<StunEnd> ends) {
        this.ends = List.copyOf(ends);
    }

    /// Without the next port there is one port only, which is logged.
    ///
    /// @param addresses at most two of a family, and at least one
    /// @param port 0 takes a free one
    /// @throws SocketException when the first port cannot be had
    static StunEnds open(List<InetAddress> addresses, int port) throws SocketException {
        for (int left = port == 0 ? TRIES : 1; ; left--) {
            List<StunEnd> first = bind(addresses, port, false);
            int taken = first.getFirst().here().getPort();
            try {
                List<StunEnd> all = new ArrayList<>(first);
                all.addAll(bind(addresses, next(taken), true));
                return new StunEnds(all);
            } catch (SocketException e) {
                if (left <= 1) {
                    LOG.warn(
                            "UDP port {} cannot be had, so that peers cannot learn what their NAT lets in (RFC 5780)."
                                    + " Stop what uses it, or choose another STUN port.",
                            taken + 1);
                    return new StunEnds(first);
                }
                first.forEach(StunEnds::close);
            }
        }
    }

    private static int next(int port) throws SocketException {
        if (port == PORT_MAX) {
            throw new SocketException("there is no port after the last one");
        }
        return port + 1;
    }

    /// All or none.
    private static List<StunEnd> bind(List<InetAddress> addresses, int port, boolean secondPort)
            throws SocketException {
        List<StunEnd> ends = new ArrayList<>();
        int chosen = port;
        try {
            for (InetAddress address : addresses) {
                boolean secondAddress = ends.stream().anyMatch(end -> sameFamily(end, address));
                DatagramChannel channel = DatagramChannel.open();
                ends.add(new StunEnd(channel, new InetSocketAddress(address, chosen), secondAddress, secondPort));
                channel.bind(new InetSocketAddress(address, chosen)).configureBlocking(false);
                chosen = channel.socket().getLocalPort();
                ends.set(
                        ends.size() - 1,
                        new StunEnd(channel, new InetSocketAddress(address, chosen), secondAddress, secondPort));
            }
            return ends;
        } catch (IOException e) {
            ends.forEach(StunEnds::close);
            SocketException refused = new SocketException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    List<StunEnd> all() {
        return ends;
    }

    /// UDP; the first one.
    int port() {
        return ends.getFirst().here().getPort();
    }

    /// The end that differs from this one in what a CHANGE-REQUEST says, or null where there is none.
    ///
    /// @param change flags of RFC 5780, section 7.2
    @Nullable
    StunEnd changed(StunEnd asked, int change) {
        boolean secondAddress = asked.secondAddress() ^ (change & BindingRequest.CHANGE_ADDRESS) != 0;
        boolean secondPort = asked.secondPort() ^ (change & BindingRequest.CHANGE_PORT) != 0;
        for (StunEnd end : ends) {
            if (end.secondAddress() == secondAddress
                    && end.secondPort() == secondPort
                    && sameFamily(end, asked.here().getAddress())) {
                return end;
            }
        }
        return null;
    }

    /// What the answer to a question says of where it comes from, or null where that is not told.
    ///
    /// RFC 5780, section 7.4, has OTHER-ADDRESS in every answer of a server with two addresses, and in none of one
    /// with one. The latter is told here to those who ask by a CHANGE-REQUEST: the second port alone already says
    /// much about a NAT, and whoever compares addresses sees that there is one.
    ///
    /// @param asked which got the question
    /// @param from which sends the answer
    BindingAnswer.@Nullable Origin origin(StunEnd asked, StunEnd from, boolean changeRequested) {
        StunEnd opposite = changed(asked, BindingRequest.CHANGE_ADDRESS | BindingRequest.CHANGE_PORT);
        StunEnd other =
                opposite != null ? opposite : changeRequested ? changed(asked, BindingRequest.CHANGE_PORT) : null;
        return other == null ? null : new BindingAnswer.Origin(from.here(), other.here());
    }

    private static boolean sameFamily(StunEnd end, InetAddress address) {
        return end.here().getAddress().getClass() == address.getClass();
    }

    @Override
    public void close() {
        ends.forEach(StunEnds::close);
    }

    private static void close(StunEnd end) {
        try {
            end.channel().close();
        } catch (IOException e) {
            LOG.debug("Closing a socket failed: {}", e.getClass().getSimpleName());
        }
    }
}
