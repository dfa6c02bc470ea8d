package dev.peercade.peer.sim;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A NAT by the two properties of RFC 4787: how it maps and what it lets in; or a firewall, which maps nothing.
public final class SimNat {

    /// RFC 4787, sections 4.1 and 5.
    public enum Behaviour {
        ENDPOINT_INDEPENDENT,
        ADDRESS_DEPENDENT,
        ADDRESS_AND_PORT_DEPENDENT
    }

    /// RFC 4787, REQ-5: "A NAT UDP mapping timer MUST NOT expire in less than two minutes".
    private static final Duration MEMORY = Duration.ofMinutes(2);

    private record Flow(TransportAddress inside, TransportAddress remotePart) {}

    private static final class Mapping {
        final TransportAddress inside;
        final Map<TransportAddress, MonoTime> spokenTo = new HashMap<>();
        MonoTime usedAt;

        Mapping(TransportAddress inside, MonoTime usedAt) {
            this.inside = inside;
            this.usedAt = usedAt;
        }
    }

    private byte[] publicIp;
    private final Behaviour mapping;
    private final Behaviour filtering;
    private final boolean translates;
    private final Map<Flow, Integer> ports = new HashMap<>();
    private final Map<Integer, Mapping> mappings = new HashMap<>();
    private Duration memory = MEMORY;
    private SimNat outer;
    private int nextPort = 40_000;
    private boolean blocked;

    public SimNat(byte[] publicIp, Behaviour mapping, Behaviour filtering) {
        this(publicIp, mapping, filtering, true);
    }

    private SimNat(byte[] publicIp, Behaviour mapping, Behaviour filtering, boolean translates) {
        this.publicIp = publicIp.clone();
        this.mapping = mapping;
        this.filtering = filtering;
        this.translates = translates;
    }

    /// Before a host whose address the world routes: lets nothing in to which nothing was sent before (RFC 6092).
    public static SimNat firewall(byte[] hostIp) {
        return new SimNat(hostIp, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT, false);
    }

    /// How long a mapping lives to which nothing is sent from inside.
    public SimNat remembering(Duration mappings) {
        memory = mappings;
        return this;
    }

    /// Another NAT between this one and the world, such as a provider's.
    public SimNat behind(SimNat provider) {
        outer = provider;
        return this;
    }

    boolean isAt(TransportAddress address) {
        return outer == null ? isMine(address) : outer.isAt(address);
    }

    private boolean isMine(TransportAddress address) {
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

    /// The same home by another provider: [#forget], and another address.
    public void moveTo(byte[] anotherIp) {
        forget();
        publicIp = anotherIp.clone();
    }

    /// The source that the world sees.
    TransportAddress outbound(TransportAddress inside, TransportAddress to, MonoTime now) {
        Flow flow = new Flow(inside, part(to, mapping));
        Integer port = ports.get(flow);
        if (port == null || alive(port, now) == null) {
            port = translates ? nextPort++ : inside.port();
            ports.put(flow, port);
            mappings.put(port, new Mapping(inside, now));
        }
        Mapping used = mappings.get(port);
        used.usedAt = now;
        used.spokenTo.put(part(to, filtering), now);
        TransportAddress seen = TransportAddress.of(publicIp, port);
        return outer == null ? seen : outer.outbound(seen, to, now);
    }

    /// Whom a datagram reaches, or null when it is filtered.
    TransportAddress inbound(TransportAddress from, TransportAddress to, MonoTime now) {
        TransportAddress here = outer == null ? to : outer.inbound(from, to, now);
        if (blocked || here == null || !isMine(here)) {
            return null;
        }
        Mapping known = alive(here.port(), now);
        if (known == null) {
            return null;
        }
        MonoTime spokenAt = known.spokenTo.get(part(from, filtering));
        if (spokenAt == null || isOld(spokenAt, now)) {
            return null;
        }
        // RFC 4787, REQ-6 leaves it to a NAT whether what comes in keeps the mapping alive; the way in it does.
        known.spokenTo.put(part(from, filtering), now);
        return known.inside;
    }

    private Mapping alive(int port, MonoTime now) {
        Mapping known = mappings.get(port);
        return known == null || isOld(known.usedAt, now) ? null : known;
    }

    private boolean isOld(MonoTime usedAt, MonoTime now) {
        return now.nanosSince(usedAt) >= memory.toNanos();
    }

    private static TransportAddress part(TransportAddress address, Behaviour behaviour) {
        return switch (behaviour) {
            case ENDPOINT_INDEPENDENT -> new TransportAddress(0, 0, false, 0);
            case ADDRESS_DEPENDENT -> new TransportAddress(address.high(), address.low(), address.v6(), 0);
            case ADDRESS_AND_PORT_DEPENDENT -> address;
        };
    }
}
