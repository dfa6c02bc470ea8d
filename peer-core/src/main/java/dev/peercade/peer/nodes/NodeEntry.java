package dev.peercade.peer.nodes;

import dev.peercade.model.relay.RelayNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of the table, flat as it travels: the signed record, and what its holder has measured of the node.
///
/// @param latency round trip in ms, or null where it was not measured
/// @param download from the node, Mbit/s, or null
/// @param upload to the node, Mbit/s, or null
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
        @Nullable Double upload) {

    static NodeEntry of(RelayNode node, @Nullable Double latency, @Nullable Double download, @Nullable Double upload) {
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
                upload);
    }

    /// The signed record alone.
    public RelayNode node() {
        return new RelayNode(id, ipv4, ipv6, port, tlsPort, agentPort, certificatePin, registeredAt, signature);
    }

    /// Whether both are the same node: an address in common, at the same port.
    boolean isSameAs(RelayNode other) {
        return id.equals(other.id())
                || (port == other.port()
                        && ((ipv4 != null && ipv4.equals(other.ipv4()))
                                || (ipv6 != null && ipv6.equals(other.ipv6()))));
    }
}
