package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two homes that only a relay can join, with real relay nodes between them.
class RelayLabTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder = Path.of("/nowhere");

    @Test
    @Timeout(600)
    void whereNoDirectPathExistsARelayCarriesThePicture() throws Exception {
        Tools.require("turnserver");
        try (NetworkLab lab = NetworkLab.create(NatKind.SYMMETRIC, NatKind.SYMMETRIC);
                LabPeers peers = LabPeers.start(lab, folder);
                PeercadeProcess _ = peers.relay(lab.relay1());
                PeercadeProcess anna = peers.stream()) {
            anna.await(step("3"), PATIENCE);
            for (NatKind viewer : new NatKind[] {NatKind.SYMMETRIC, NatKind.PORT_RESTRICTED, NatKind.UDP_BLOCKED}) {
                lab.homeB().become(viewer);
                try (PeercadeProcess ben = peers.watch("--seconds", "2")) {
                    assertThat(ben.exitCode(PATIENCE))
                            .as(viewer + ": " + ben.text())
                            .isZero();
                    JsonNode summary = ben.events().getLast();
                    System.out.println(viewer + " " + summary);
                    ben.events().stream().filter(event("notice")).forEach(System.out::println);
                    assertThat(summary.path("path").asString())
                            .as(viewer.toString())
                            .isEqualTo("relay");
                    assertThat(summary.path("distinctFrames").asLong())
                            .as(viewer.toString())
                            .isGreaterThan(20);
                }
            }
        }
    }
}
