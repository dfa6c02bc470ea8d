package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Behind which NATs two peers meet: every ordered pair, the program as users start it, one mediator for all.
class MatrixTest {

    private static final Set<NatKind> KINDS = EnumSet.of(
            NatKind.PUBLIC, NatKind.FULL_CONE, NatKind.RESTRICTED, NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC);

    /// The remote candidate's kinds of a path that nobody relays.
    private static final Set<String> DIRECT = Set.of("host", "srflx", "prflx");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// Where no path is promised it is not waited for until the program itself gives up.
    private static final Duration UNPROMISED = Duration.ofSeconds(8);

    @TempDir
    Path folder = Path.of("/nowhere");

    /// @param path the kind of the remote candidate, or why there is none
    /// @param firstFrameMs from the start of the viewer's process, or -1
    private record Cell(String path, long firstFrameMs) {

        @Override
        public String toString() {
            return firstFrameMs < 0 ? path : "%s %d ms".formatted(path, firstFrameMs);
        }
    }

    @Test
    @Timeout(600)
    void peersMeetDirectlyBehindEachPairOfNatsWhereThatCanBe() throws Exception {
        Map<NatKind, Map<NatKind, Cell>> table = new EnumMap<>(NatKind.class);
        try (NetworkLab lab = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
                LabPeers peers = LabPeers.start(lab, folder)) {
            for (NatKind streamer : KINDS) {
                lab.homeA().become(streamer);
                table.put(streamer, row(lab, peers, streamer));
            }
        }
        print(table);
        SoftAssertions all = new SoftAssertions();
        table.forEach((streamer, row) -> row.forEach((viewer, cell) -> {
            if (canBeDirect(streamer, viewer)) {
                all.assertThat(cell.path).as(streamer + " to " + viewer).isIn(DIRECT);
            }
        }));
        all.assertAll();
        assertThat(table.values()).hasSize(KINDS.size()).allMatch(row -> row.size() == KINDS.size());
    }

    /// One streamer, who stays for all viewers of its row.
    private static Map<NatKind, Cell> row(NetworkLab lab, LabPeers peers, NatKind streamer) throws Exception {
        Map<NatKind, Cell> row = new EnumMap<>(NatKind.class);
        try (PeercadeProcess anna = peers.stream()) {
            anna.await(step("3"), PATIENCE);
            for (NatKind viewer : KINDS) {
                lab.homeB().become(viewer);
                row.put(viewer, cell(peers, canBeDirect(streamer, viewer)));
            }
            anna.interrupt();
            anna.exitCode(PATIENCE);
        }
        return row;
    }

    private static Cell cell(LabPeers peers, boolean promised) throws Exception {
        try (PeercadeProcess ben = peers.watch("--seconds", "1")) {
            JsonNode summary = ben.await(event("summary").or(event("failed")), promised ? PATIENCE : UNPROMISED);
            return summary.path("path").isNull() || summary.path("path").isMissingNode()
                    ? new Cell("none", -1)
                    : new Cell(
                            summary.path("path").asString(),
                            summary.path("firstFrameMs").asLong(-1));
        } catch (AssertionError e) {
            if (promised) {
                throw e;
            }
            return new Cell("none", -1);
        }
    }

    /// A symmetric NAT's port towards a peer is known to nobody before that peer has got a datagram from it, and a NAT
    /// that filters by port lets none in before it knows that port.
    private static boolean canBeDirect(NatKind one, NatKind other) {
        Set<NatKind> pair = EnumSet.of(one, other);
        return !pair.contains(NatKind.SYMMETRIC) || (one != other && !pair.contains(NatKind.PORT_RESTRICTED));
    }

    private static void print(Map<NatKind, Map<NatKind, Cell>> table) {
        String line = "%-16s" + "%-18s".repeat(KINDS.size()) + "%n";
        System.out.printf(line, columns("streamer\\viewer", KINDS.toArray()));
        table.forEach((streamer, row) ->
                System.out.printf(line, columns(streamer, row.values().toArray())));
    }

    private static Object[] columns(Object head, Object[] rest) {
        Object[] all = new Object[rest.length + 1];
        all[0] = head;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
