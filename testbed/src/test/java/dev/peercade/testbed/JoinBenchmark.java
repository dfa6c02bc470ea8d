package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;

import dev.peercade.testbed.lab.BadLink;
import dev.peercade.testbed.lab.LinkQuality;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import dev.peercade.testbed.load.Load;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// From a click in an app that is open to the first picture, both behind port-restricted NATs, with so much delay on
/// the viewer's line. Prints the median of each part and asserts nothing; docs/benchmarks.md has the command and
/// results.
@Tag("proof")
@Timeout(900)
class JoinBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLICKS = 25;

    /// The first ones also load classes.
    private static final int NOT_COUNTED = 5;

    /// @param roundTripMs to the mediator and to the streamer alike
    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100})
    void printsHowLongEachPartOfAJoinTakes(int roundTripMs, @TempDir Path folder) throws Exception {
        System.out.println("machine: " + Load.machine());
        try (NetworkLab lab = NetworkLab.create(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED);
                LabPeers peers = LabPeers.start(lab, folder);
                PeercadeProcess anna = peers.stream();
                PeercadeProcess ben = peers.clicker();
                BadLink _ = lab.homeB().badLink(LinkQuality.PERFECT.delayMs(roundTripMs / 2.0), 1)) {
            anna.await(step("3"), PATIENCE);
            Map<String, List<Long>> parts = new LinkedHashMap<>();
            for (int i = 0; i < CLICKS; i++) {
                int seen = ben.events().size();
                ben.tell("click");
                JsonNode join = ben.awaitAfter(seen, event("join"), PATIENCE);
                if (i >= NOT_COUNTED) {
                    join.properties().stream()
                            .filter(part -> part.getValue().isNumber())
                            .forEach(part -> parts.computeIfAbsent(part.getKey(), _ -> new ArrayList<>())
                                    .add(part.getValue().asLong()));
                }
            }
            System.out.printf(
                    "round trip %d ms, ms since the click, median of %d:%n", roundTripMs, CLICKS - NOT_COUNTED);
            parts.forEach((part, ms) -> {
                List<Long> sorted = ms.stream().sorted().toList();
                System.out.printf(
                        "%10s %5d (%d to %d)%n",
                        part, sorted.get(sorted.size() / 2), sorted.getFirst(), sorted.getLast());
            });
        }
    }
}
