package dev.peercade.peer.sim;

import dev.peercade.peer.wire.TransportAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A NAT by the two properties of RFC 4787: how it maps and what it lets in.
public final class SimNat {

    /// RFC 4787, sections 4.1 and 5.
    public enum Behaviour {
        ENDPOINT_INDEPENDENT,
        ADDRESS_DEPENDENT,
        ADDRESS_AND_PORT_DEPENDENT
    }

    private record Flow(TransportAddress inside, TransportAddress remotePart) {}

    private static final class Mapping {
        final TransportAddress inside;
        final Set<TransportAddress> sentTo = new HashSet<>();

        Mapping(TransportAddress inside) {
            this.inside = inside;
        }
    }

    private final byte[] publicIp;
    private final Behaviour mapping;
    private final Behaviour filtering;
    private final Map<Flow, Integer> ports = new HashMap<>();
    private final Map<Integer, Mapping> mappings = new HashMap<>();
    private int nextPort = 40_000;
    private boolean blocked;

    public SimNat(byte[] publicIp, Behaviour mapping, Behaviour filtering) {
        this.publicIp = publicIp.clone();
        this.mapping = mapping;
        this.filtering = filtering;
    }

    boolean isAt(TransportAddress address) {
        return address.equals(TransportAddress.of(publicIp, address.port()));
    }

    /// Whether no UDP passes, neither out nor in.
    public void block(boolean udp) {
        blocked = udp;
    }

    boolean isBlocked() {
        return blocked;
    }

    /// As after it was started anew: what is sent from now on comes from other ports, and nobody is let in.
    public void forget() {
        ports.clear();
        mappings.clear();
    }

    /// The source that the world sees.
    TransportAddress outbound(TransportAddress inside, TransportAddress to) {
        int port = ports.computeIfAbsent(new Flow(inside, part(to, mapping)), _ -> nextPort++);
        mappings.computeIfAbsent(port, _ -> new Mapping(inside)).sentTo.add(part(to, filtering));
        return TransportAddress.of(publicIp, port);
    }

    /// Whom a datagram reaches, or null when it is filtered.
    TransportAddress inbound(TransportAddress from, TransportAddress to) {
        Mapping known = mappings.get(to.port());
        return !blocked && known != null && known.sentTo.contains(part(from, filtering)) ? known.inside : null;
    }

    private static TransportAddress part(TransportAddress address, Behaviour behaviour) {
        return switch (behaviour) {
            case ENDPOINT_INDEPENDENT -> new TransportAddress(0, 0, false, 0);
            case ADDRESS_DEPENDENT -> new TransportAddress(address.high(), address.low(), address.v6(), 0);
            case ADDRESS_AND_PORT_DEPENDENT -> address;
        };
    }
}
