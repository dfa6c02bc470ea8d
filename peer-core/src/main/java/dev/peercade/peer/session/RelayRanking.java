package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayLatency;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which relay node is the best for two peers: the one with the least latency through both sides.
final class RelayRanking {

    /// For a side that has not measured a node: more than any that it has measured, less than never.
    private static final double UNKNOWN_MS = 1000;

    private RelayRanking() {}

    /// @param ours milliseconds by node; those that did not answer us are absent, and come last
    /// @param peer the other side's endpoint, or null where there is none yet
    static List<RelayAccess> rank(List<RelayAccess> accesses, Map<UUID, Double> ours, @Nullable Endpoint peer) {
        Map<UUID, Double> theirs = new HashMap<>();
        List<RelayLatency> told = peer == null ? null : peer.relayLatencies();
        if (told != null) {
            told.stream()
                    .limit(Endpoint.RELAY_LATENCIES_MAX)
                    .filter(latency -> latency.latencyMs() >= 0 && Double.isFinite(latency.latencyMs()))
                    .forEach(latency -> theirs.put(latency.node(), latency.latencyMs()));
        }
        return accesses.stream()
                .sorted(Comparator.comparing((RelayAccess access) ->
                                !ours.containsKey(access.node().id()))
                        .thenComparingDouble(
                                access -> ours.getOrDefault(access.node().id(), UNKNOWN_MS)
                                        + theirs.getOrDefault(access.node().id(), UNKNOWN_MS)))
                .toList();
    }
}
