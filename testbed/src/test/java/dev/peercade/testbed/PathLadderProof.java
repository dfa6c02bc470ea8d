package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.lab.Host;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What becomes of a picture while its path breaks: networks that change, relays that die, a mediator that is gone.
@Tag("proof")
@Timeout(300)
class PathLadderProof {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Of the picture, as the viewer counts it.
    private static final int GAP_MAX_MS = 3000;

    @TempDir
    Path folder = Path.of("/nowhere");

    /// Ben watches anna, and what lies between them.
    ///
    /// @param nodes the relay nodes by their machines
    private record View(
            NetworkLab lab, LabPeers peers, Map<Host, PeercadeProcess> nodes, PeercadeProcess anna, PeercadeProcess ben)
            implements AutoCloseable {

        private JsonNode latest() {
            return ben.events().reversed().stream()
                    .filter(event("figures"))
                    .findFirst()
                    .orElseThrow();
        }

        /// Waits for so many more.
        private JsonNode frames(int more) throws InterruptedException {
            int seen = ben.events().size();
            JsonNode now = ben.awaitAfter(seen, event("figures"), PATIENCE);
            long wanted = now.path("frames").asLong() + more;
            return ben.awaitAfter(
                    seen, event("figures").and(line -> line.path("frames").asLong() >= wanted), PATIENCE);
        }

        /// How long the picture stood, in ms.
        private long gap(String what, Accident accident) throws Exception {
            long before = latest().path("freezeMs").asLong();
            accident.happen();
            JsonNode after = frames(90);
            long gap = after.path("freezeMs").asLong() - before;
            System.out.printf("%s: %d ms without a new picture, path %s%n", what, gap, after.path("path"));
            return gap;
        }

        /// Which of the two has carried more in the last moment.
        private Host busier() throws Exception {
            Host one = lab.relay1();
            Host other = lab.relay2();
            long oneBefore = lab.datagramsTo(one.address()).packets();
            long otherBefore = lab.datagramsTo(other.address()).packets();
            frames(30);
            return lab.datagramsTo(one.address()).packets() - oneBefore
                            > lab.datagramsTo(other.address()).packets() - otherBefore
                    ? one
                    : other;
        }

        void kill(Host relay) throws InterruptedException {
            PeercadeProcess node = Objects.requireNonNull(nodes.get(relay));
            var coturn = node.handle().descendants().toList();
            node.killHard();
            coturn.forEach(ProcessHandle::destroyForcibly);
        }

        @Override
        public void close() throws IOException, InterruptedException {
            ben.close();
            anna.close();
            nodes.values().forEach(PeercadeProcess::close);
            peers.close();
            lab.close();
        }
    }

    /// Something that may happen to a network.
    private interface Accident {
        void happen() throws IOException, InterruptedException;
    }

    /// @param relays how many relay nodes there are
    private View watch(NatKind streamer, NatKind viewer, int relays) throws Exception {
        NetworkLab lab = NetworkLab.create(streamer, viewer);
        try {
            LabPeers peers = LabPeers.start(lab, folder);
            Map<Host, PeercadeProcess> nodes = new LinkedHashMap<>();
            for (Host host : List.of(lab.relay1(), lab.relay2()).subList(0, relays)) {
                Tools.require("turnserver");
                nodes.put(host, peers.relay(host));
            }
            PeercadeProcess anna = peers.stream();
            anna.await(step("3"), PATIENCE);
            View view = new View(lab, peers, nodes, anna, peers.watch());
            view.frames(30);
            return view;
        } catch (Exception | Error e) {
            lab.close();
            throw e;
        }
    }

    @Test
    void natsThatForgetAndHostsThatRoamAreFollowed() throws Exception {
        try (View view = watch(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED, 0)) {
            NetworkLab lab = view.lab;
            assertThat(view.gap("viewer's NAT forgets", lab.homeB()::rebind)).isLessThan(GAP_MAX_MS);
            assertThat(view.gap("streamer's NAT forgets", lab.homeA()::rebind)).isLessThan(GAP_MAX_MS);
            assertThat(view.gap("viewer roams", lab.homeB()::newAddress)).isLessThan(GAP_MAX_MS);
            assertThat(view.gap("streamer roams", lab.homeA()::newAddress)).isLessThan(GAP_MAX_MS);
            assertThat(view.ben.events())
                    .filteredOn(step("5"))
                    .as("one view request")
                    .hasSize(1);
        }
    }

    @Test
    void whenTheRelayInUseDiesTheOtherOneTakesOver() throws Exception {
        try (View view = watch(NatKind.SYMMETRIC, NatKind.SYMMETRIC, 2)) {
            Host used = view.busier();
            assertThat(view.gap("the relay in use is killed", () -> view.kill(used)))
                    .isLessThan(GAP_MAX_MS);
            assertThat(view.busier()).isNotEqualTo(used);
        }
    }

    @Test
    void udpThatIsBlockedAndLetOutAgainMovesThePathDownAndUp() throws Exception {
        try (View view = watch(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED, 1)) {
            long down = view.gap("UDP is blocked", () -> view.lab.homeB().blockUdp(true));
            assertThat(view.latest().path("path").asString()).isEqualTo("relay");
            assertThat(down).isLessThan(10_000);
            int before = view.ben.events().size();
            long since = System.nanoTime();
            assertThat(view.gap("UDP is let out again", () -> view.lab.homeB().blockUdp(false)))
                    .isLessThan(200);
            JsonNode up = view.ben.awaitAfter(
                    before,
                    event("notice").and(line -> line.path("text").asString().contains("a better way")),
                    PATIENCE);
            long tookMs = (System.nanoTime() - since) / 1_000_000;
            System.out.printf("%s after %d ms%n", up.path("text").asString(), tookMs);
            assertThat(tookMs).isLessThan(10_000);
        }
    }

    @Test
    void aRelayedPictureDoesNotNoticeThatTheMediatorIsDead() throws Exception {
        try (View view = watch(NatKind.SYMMETRIC, NatKind.SYMMETRIC, 1)) {
            assertThat(view.gap("the mediator is killed", view.peers::killMediator))
                    .isLessThan(200);
            long before = view.latest().path("freezeMs").asLong();
            assertThat(view.frames(1200).path("freezeMs").asLong() - before).isLessThan(200);
        }
    }
}
