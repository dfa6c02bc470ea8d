package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// How long it takes until two real peers behind port-restricted NATs are connected (checks and DTLS) while UDP is
/// lost each way.
@Tag("proof")
@Timeout(1800)
class LossProof {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int VISITS = Integer.getInteger("loss.visits", 20);

    @TempDir
    Path folder = Path.of("/nowhere");

    /// @param loss of datagrams each way
    /// @param limitMs for each visit, sign-in included
    @ParameterizedTest
    @CsvSource({"0, 10000", "0.1, 10000", "0.2, 10000", "0.5, 30000"})
    void theConnectionIsUpInTime(double loss, int limitMs) throws Exception {
        try (NetworkLab lab = NetworkLab.create(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED);
                LabPeers peers = LabPeers.start(lab, folder);
                PeercadeProcess anna = peers.stream();
                PeercadeProcess ben = peers.visitor()) {
            anna.await(step("3"), PATIENCE);
            // Java's own start is no part of it.
            assertThat(visit(ben, limitMs)).isPositive();
            lab.homeB().dropLoss(loss);
            List<Long> took = new ArrayList<>();
            for (int i = 0; i < VISITS; i++) {
                took.add(visit(ben, limitMs));
            }
            System.out.printf(
                    "%.0f %% loss each way, ms until connected: %s%n",
                    100 * loss, took.stream().sorted().toList());
            assertThat(took).as(ben.text()).allSatisfy(ms -> assertThat(ms).isBetween(1L, (long) limitMs));
            assertThat(lab.homeB().dropped() > 0).isEqualTo(loss > 0);
        }
    }

    private static long visit(PeercadeProcess ben, int patienceMs) throws IOException, InterruptedException {
        int seen = ben.events().size();
        ben.tell(Integer.toString(patienceMs));
        JsonNode visit = ben.awaitAfter(seen, event("visit"), PATIENCE);
        return visit.path("connectedMs").asLong();
    }
}
