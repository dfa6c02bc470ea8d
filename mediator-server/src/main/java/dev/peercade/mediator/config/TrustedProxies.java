package dev.peercade.mediator.config;

import java.util.Set;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/// Takes from the reverse proxies that the operator names who calls, and by which scheme and host: else all peers
/// behind one would share its address, and with it every limit.
///
/// Tomcat's valve walks `X-Forwarded-For` from its right end and stops at the first address that is not a trusted
/// proxy's, so what a client has put in front of it counts for nothing. `Forwarded` (RFC 7239) is left aside on
/// purpose: proxies that write the one header pass the other through as the client has sent it.
@Component
final class TrustedProxies implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final Set<String> blocks;

    TrustedProxies(ServerSettings settings) {
        this.blocks = settings.listen().trustedProxies();
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (blocks.isEmpty()) {
            return;
        }
        RemoteIpValve valve = new RemoteIpValve();
        // Its default trusts every private address.
        valve.setInternalProxies(String.join(",", blocks));
        valve.setTrustedProxies(null);
        valve.setRemoteIpHeader("X-Forwarded-For");
        valve.setProtocolHeader("X-Forwarded-Proto");
        valve.setHostHeader("X-Forwarded-Host");
        factory.addEngineValves(valve);
    }
}
