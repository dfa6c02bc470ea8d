package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayLatency;
import dev.peercade.model.relay.RelayNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// The node with the least latency through both sides.
@NullUnmarked
class RelayRankingTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);
    private static final UUID C = new UUID(0, 3);

    private static RelayAccess access(UUID id) {
        return new RelayAccess(
                new RelayNode(id, "192.0.2.1", null, 3478, null, 443, "pin", Instant.EPOCH, "signature"),
                "user",
                "credential",
                Instant.EPOCH);
    }

    private static Endpoint peer(RelayLatency... latencies) {
        return new Endpoint(
                null,
                null,
                null,
                "fragment",
                "password",
                "fingerprint",
                new MediaDescription(List.of(), List.of()),
                List.of(latencies),
                null,
                1);
    }

    private static List<UUID> rank(Map<UUID, Double> ours, Endpoint peer) {
        return RelayRanking.rank(List.of(access(A), access(B), access(C)), ours, peer).stream()
                .map(access -> access.node().id())
                .toList();
    }

    @Test
    void theSumOfBothSidesDecides() {
        Map<UUID, Double> ours = Map.of(A, 10.0, B, 30.0, C, 50.0);
        Endpoint peer = peer(new RelayLatency(A, 90), new RelayLatency(B, 5), new RelayLatency(C, 20));
        assertThat(rank(ours, peer)).containsExactly(B, C, A);
    }

    @Test
    void aNodeThatDoesNotAnswerUsComesLast() {
        Endpoint peer = peer(new RelayLatency(A, 1), new RelayLatency(B, 500), new RelayLatency(C, 400));
        assertThat(rank(Map.of(B, 300.0, C, 300.0), peer)).containsExactly(C, B, A);
    }

    @Test
    void nonsenseOfThePeerIsLeftOut() {
        Endpoint peer = peer(new RelayLatency(A, Double.NaN), new RelayLatency(B, -1000), new RelayLatency(C, 5));
        assertThat(rank(Map.of(A, 10.0, B, 10.0, C, 10.0), peer).getFirst()).isEqualTo(C);
    }

    @Test
    void withoutMeasurementsTheMediatorsOrderStands() {
        assertThat(rank(Map.of(), null)).containsExactly(A, B, C);
    }
}
