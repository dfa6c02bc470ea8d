package dev.peercade.peer.nodes;

import dev.peercade.model.relay.RelayNode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table, flat as it travels: the signed record, and what its holder has measured of the node.
///
/// @param latency round trip in ms, or null where it was not measured
/// @param download from the node, Mbit/s, or null
/// @param upload to the node, Mbit/s, or null
/// @param measuredAt by the holder's clock, when any of the three was measured last; null where none was
public record NodeEntry(
        UUID id,
        @Nullable String ipv4,
        @Nullable String ipv6,
        int port,
        @Nullable Integer tlsPort,
        int agentPort,
        String certificatePin,
        Instant registeredAt,
        String signature,
        @Nullable Double latency,
        @Nullable Double download,
        @Nullable Double upload,
        @Nullable Instant measuredAt) {

    private static final int NAME_CHARS = 4;

    static NodeEntry of(RelayNode node) {
        return of(node, null, null, null, null);
    }

    private static NodeEntry of(
            RelayNode node,
            @Nullable Double latency,
            @Nullable Double download,
            @Nullable Double upload,
            @Nullable Instant measuredAt) {
        return new NodeEntry(
                node.id(),
                node.ipv4(),
                node.ipv6(),
                node.port(),
                node.tlsPort(),
                node.agentPort(),
                node.certificatePin(),
                node.registeredAt(),
                node.signature(),
                latency,
                download,
                upload,
                measuredAt);
    }

    /// This record with what was measured of another one that is the same node.
    NodeEntry withFiguresOf(NodeEntry other) {
        return of(node(), other.latency, other.download, other.upload, other.measuredAt);
    }

    /// With what was measured now; null, and what no measurement can have given, leaves what is known.
    NodeEntry measured(
            @Nullable Double latencyMs,
            @Nullable Double downloadMbps,
            @Nullable Double uploadMbps,
            @Nullable Instant at) {
        boolean nothing = !isFigure(latencyMs) && !isFigure(downloadMbps) && !isFigure(uploadMbps);
        return of(
                node(),
                isFigure(latencyMs) ? latencyMs : latency,
                isFigure(downloadMbps) ? downloadMbps : download,
                isFigure(uploadMbps) ? uploadMbps : upload,
                nothing || at == null ? measuredAt : at);
    }

    private static boolean isFigure(@Nullable Double figure) {
        return figure != null && Double.isFinite(figure) && figure >= 0;
    }

    /// The signed record alone.
    public RelayNode node() {
        return new RelayNode(id, ipv4, ipv6, port, tlsPort, agentPort, certificatePin, registeredAt, signature);
    }

    /// Whether a person means this node: by one of its addresses as the record spells it, or by at least 4
    /// characters from the beginning of its id.
    public boolean isCalled(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return plain.equals(ipv4)
                || plain.equals(ipv6)
                || (plain.length() >= NAME_CHARS && id.toString().startsWith(plain));
    }

    /// Whether both are the same node: an address in common, at the same port.
    boolean isSameAs(RelayNode other) {
        return id.equals(other.id())
                || (port == other.port()
                        && ((ipv4 != null && ipv4.equals(other.ipv4()))
                                || (ipv6 != null && ipv6.equals(other.ipv6()))));
    }
}
