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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What becomes of a picture while its path breaks: networks that change, relays that die, a mediator that is gone.
@Timeout(300)
class PathLadderProof {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Of the picture, as the viewer counts it.
    private static final int GAP_MAX_MS = 3000;

    @TempDir
    Path folder = Path.of("/nowhere");

    private NetworkLab lab;
    private LabPeers peers;
    private PeercadeProcess anna;
    private PeercadeProcess ben;
    private final Map<Host, PeercadeProcess> nodes = new LinkedHashMap<>();

    /// Ben watches anna.
    ///
    /// @param relays how many relay nodes there are
    private void watch(NatKind streamer, NatKind viewer, int relays) throws Exception {
        lab = NetworkLab.create(streamer, viewer);
        peers = LabPeers.start(lab, folder);
        for (Host host : List.of(lab.relay1(), lab.relay2()).subList(0, relays)) {
            Tools.require("turnserver");
            nodes.put(host, peers.relay(host));
        }
        anna = peers.stream();
        anna.await(step("3"), PATIENCE);
        ben = peers.watch();
        frames(30);
    }

    @AfterEach
    void end() throws Exception {
        for (PeercadeProcess process : new PeercadeProcess[] {ben, anna}) {
            if (process != null) {
                process.close();
            }
        }
        nodes.values().forEach(PeercadeProcess::close);
        if (peers != null) {
            peers.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

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

    /// Something that may happen to a network.
    private interface Accident {
        void happen() throws IOException, InterruptedException;
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

    @Test
    void natsThatForgetAndHostsThatRoamAreFollowed() throws Exception {
        watch(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED, 0);
        assertThat(gap("viewer's NAT forgets", lab.homeB()::rebind)).isLessThan(GAP_MAX_MS);
        assertThat(gap("streamer's NAT forgets", lab.homeA()::rebind)).isLessThan(GAP_MAX_MS);
        assertThat(gap("viewer roams", lab.homeB()::newAddress)).isLessThan(GAP_MAX_MS);
        assertThat(gap("streamer roams", lab.homeA()::newAddress)).isLessThan(GAP_MAX_MS);
        assertThat(ben.events())
                .filteredOn(step("5"))
                .as("one view request")
                .hasSize(1);
    }

    @Test
    void whenTheRelayInUseDiesTheOtherOneTakesOver() throws Exception {
        watch(NatKind.SYMMETRIC, NatKind.SYMMETRIC, 2);
        Host used = busier();
        assertThat(gap("the relay in use is killed", () -> kill(nodes.get(used)))).isLessThan(GAP_MAX_MS);
        assertThat(busier()).isNotEqualTo(used);
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

    private static void kill(PeercadeProcess node) throws InterruptedException {
        var coturn = node.handle().descendants().toList();
        node.killHard();
        coturn.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void udpThatIsBlockedAndLetOutAgainMovesThePathDownAndUp() throws Exception {
        watch(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED, 1);
        long down = gap("UDP is blocked", () -> lab.homeB().blockUdp(true));
        assertThat(latest().path("path").asString()).isEqualTo("relay");
        assertThat(down).isLessThan(10_000);
        int before = ben.events().size();
        long since = System.nanoTime();
        assertThat(gap("UDP is let out again", () -> lab.homeB().blockUdp(false))).isLessThan(200);
        JsonNode up = ben.awaitAfter(
                before,
                notice("path-changed").and(line -> line.path("text").asString().contains("a better way")),
                PATIENCE);
        System.out.printf("%s after %d ms%n", up.path("text").asString(), (System.nanoTime() - since) / 1_000_000);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void aRelayedPictureDoesNotNoticeThatTheMediatorIsDead() throws Exception {
        watch(NatKind.SYMMETRIC, NatKind.SYMMETRIC, 1);
        assertThat(gap("the mediator is killed", peers::killMediator)).isLessThan(200);
        long before = latest().path("freezeMs").asLong();
        assertThat(frames(1200).path("freezeMs").asLong() - before).isLessThan(200);
    }
}
