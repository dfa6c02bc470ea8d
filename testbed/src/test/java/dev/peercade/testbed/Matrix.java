package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.sim.Meetings;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import tools.jackson.databind.JsonNode;

/// How two peers meet behind each ordered pair of these kinds of NAT, in a lab of two homes with one mediator and one
/// relay node. The streamer is the program as users start it, once a row; the viewer is one process.
record Matrix(Set<NatKind> kinds) {

    /// What the network in virtual time is held against too.
    private static final Meetings EXPECTED = Meetings.expected();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Far more than it takes, where the machine has other things to do.
    private static final Duration VISIT = Duration.ofSeconds(30);

    /// @param path the kind of the remote candidate, or `null`
    /// @param firstFrameMs from the wish to watch, the sign-in included
    private record Cell(String path, long firstFrameMs) {

        @Override
        public String toString() {
            return path.equals("null") ? "none" : "%s %d ms".formatted(path, firstFrameMs);
        }
    }

    /// Prints the table, and asserts that every pair meets as expected.
    void check(Path folder) throws Exception {
        Tools.require("turnserver");
        Map<NatKind, Map<NatKind, Cell>> table = new EnumMap<>(NatKind.class);
        try (NetworkLab lab = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
                LabPeers peers = LabPeers.start(lab, folder);
                PeercadeProcess _ = peers.relay(lab.relay1());
                PeercadeProcess ben = peers.visitor()) {
            for (NatKind streamer : kinds) {
                lab.homeA().become(streamer);
                try (PeercadeProcess anna = peers.stream()) {
                    anna.await(step("3"), PATIENCE);
                    table.put(streamer, row(lab, ben));
                    anna.interrupt();
                    anna.exitCode(PATIENCE);
                }
            }
        }
        print(table);
        SoftAssertions all = new SoftAssertions();
        table.forEach((streamer, row) -> row.forEach((viewer, cell) -> {
            all.assertThat(cell.firstFrameMs).as(streamer + " to " + viewer).isPositive();
            CandidateKind expected = EXPECTED.of(streamer, viewer);
            all.assertThat(cell.path)
                    .as(streamer + " to " + viewer)
                    .matches(path -> isAsExpected(streamer, path, expected), "is " + expected);
        }));
        all.assertAll();
        assertThat(table.values()).hasSize(kinds.size()).allMatch(row -> row.size() == kinds.size());
    }

    private Map<NatKind, Cell> row(NetworkLab lab, PeercadeProcess ben) throws Exception {
        Map<NatKind, Cell> row = new EnumMap<>(NatKind.class);
        for (NatKind viewer : kinds) {
            lab.homeB().become(viewer);
            int seen = ben.events().size();
            ben.tell(Long.toString(VISIT.toMillis()));
            JsonNode visit = ben.awaitAfter(seen, event("visit"), PATIENCE);
            row.put(
                    viewer,
                    new Cell(
                            visit.path("path").asString(),
                            visit.path("firstFrameMs").asLong()));
        }
        return row;
    }

    /// A mapping that dies within seconds may be another one when the viewer comes: it sees the streamer's new port
    /// before the streamer has told it.
    private static boolean isAsExpected(NatKind streamer, String path, CandidateKind expected) {
        return path.equals(expected.toString())
                || streamer == NatKind.SHORT_MEMORY
                        && expected == CandidateKind.SERVER_REFLEXIVE
                        && path.equals(CandidateKind.PEER_REFLEXIVE.toString());
    }

    private void print(Map<NatKind, Map<NatKind, Cell>> table) {
        String line = "%-16s" + "%-18s".repeat(kinds.size()) + "%n";
        System.out.printf(line, columns("streamer\\viewer", kinds.toArray()));
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
