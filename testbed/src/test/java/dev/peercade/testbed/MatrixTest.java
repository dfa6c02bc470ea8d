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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Behind which NATs two peers meet, in a lab of two homes with one mediator.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class MatrixTest {

    private static final Set<NatKind> KINDS = EnumSet.of(
            NatKind.PUBLIC, NatKind.FULL_CONE, NatKind.RESTRICTED, NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC);

    /// The remote candidate's kinds of a path that nobody relays.
    private static final Set<String> DIRECT = Set.of("host", "srflx", "prflx");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /// A direct path takes less than a second, where the machine has nothing else to do.
    private static final Duration VISIT = Duration.ofSeconds(30);
    /// Where no path is promised it is not waited for as long.
    private static final Duration UNPROMISED = Duration.ofSeconds(6);

    private NetworkLab lab;
    private LabPeers peers;

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        lab = NetworkLab.create(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED);
        peers = LabPeers.start(lab, folder);
    }

    @AfterAll
    void remove() throws Exception {
        if (peers != null) {
            peers.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    /// @param path the kind of the remote candidate, or `none`
    /// @param firstFrameMs from the wish to watch, the sign-in included
    private record Cell(String path, long firstFrameMs) {

        @Override
        public String toString() {
            return path.equals("none") ? path : "%s %d ms".formatted(path, firstFrameMs);
        }
    }

    /// The program as users start it.
    @Test
    void aStreamerAndAViewerMeetThroughTheNatsOfTwoHomes() throws Exception {
        lab.homeA().become(NatKind.PORT_RESTRICTED);
        lab.homeB().become(NatKind.PORT_RESTRICTED);
        try (PeercadeProcess anna = peers.stream()) {
            anna.await(step("3"), PATIENCE);
            try (PeercadeProcess ben = peers.watch("--seconds", "1")) {
                assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
                JsonNode summary = ben.events().getLast();
                assertThat(summary.path("path").asString()).isEqualTo("srflx");
                assertThat(summary.path("distinctFrames").asLong()).isGreaterThan(10);
            }
            anna.interrupt();
            assertThat(anna.exitCode(PATIENCE)).isEqualTo(130);
        }
    }

    /// Every ordered pair. The streamer is the program as users start it, once a row; the viewer is one process.
    @Test
    void peersMeetDirectlyBehindEachPairOfNatsWhereThatCanBe() throws Exception {
        Map<NatKind, Map<NatKind, Cell>> table = new EnumMap<>(NatKind.class);
        try (PeercadeProcess ben = peers.visitor()) {
            for (NatKind streamer : KINDS) {
                lab.homeA().become(streamer);
                try (PeercadeProcess anna = peers.stream()) {
                    anna.await(step("3"), PATIENCE);
                    table.put(streamer, row(ben, streamer));
                    anna.interrupt();
                    anna.exitCode(PATIENCE);
                }
            }
        }
        print(table);
        SoftAssertions all = new SoftAssertions();
        table.forEach((streamer, row) -> row.forEach((viewer, cell) -> {
            if (canBeDirect(streamer, viewer)) {
                all.assertThat(cell.path).as(streamer + " to " + viewer).isIn(DIRECT);
                all.assertThat(cell.firstFrameMs).as(streamer + " to " + viewer).isPositive();
            }
        }));
        all.assertAll();
        assertThat(table.values()).hasSize(KINDS.size()).allMatch(row -> row.size() == KINDS.size());
    }

    private Map<NatKind, Cell> row(PeercadeProcess ben, NatKind streamer) throws Exception {
        Map<NatKind, Cell> row = new EnumMap<>(NatKind.class);
        for (NatKind viewer : KINDS) {
            lab.homeB().become(viewer);
            int seen = ben.events().size();
            ben.tell(Long.toString((canBeDirect(streamer, viewer) ? VISIT : UNPROMISED).toMillis()));
            JsonNode visit = ben.awaitAfter(seen, event("visit"), PATIENCE);
            row.put(
                    viewer,
                    new Cell(
                            visit.path("path").asString(),
                            visit.path("firstFrameMs").asLong()));
        }
        return row;
    }

    /// A symmetric NAT's port towards a peer is known to nobody before that peer has got a datagram from it, and a
    /// NAT that filters by port lets none in from a port that nobody knows.
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
