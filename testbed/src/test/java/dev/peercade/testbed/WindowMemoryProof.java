package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.testbed.load.JvmMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Both windows, opened by the commands, beside each other for minutes: what they hold does not grow.
@Tag("proof")
@Timeout(4000)
class WindowMemoryProof {

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int MINUTES = Integer.getInteger("windows.minutes", 4);
    /// Classes, caches of glyphs and pools fill until then.
    private static final int SETTLED = Math.max(1, MINUTES / 3);

    private static final long HEAP_GROWTH_MAX = 4L << 20;
    private static final long RESIDENT_GROWTH_MAX = 32L << 20;

    /// @param seen one a minute
    private record Series(String window, PeercadeProcess process, List<JvmMemory> seen) {

        Series(String window, PeercadeProcess process) {
            this(window, process, new ArrayList<>());
        }

        void look() throws IOException, InterruptedException {
            JvmMemory now = JvmMemory.live(process.handle().pid());
            seen.add(now);
            System.out.println("minute " + seen.size() + ", " + window + ": " + now);
        }

        void assertFlat() {
            JvmMemory settled = seen.get(SETTLED - 1);
            JvmMemory last = seen.getLast();
            assertThat(last.heap() - settled.heap()).as(window + ": " + seen).isLessThan(HEAP_GROWTH_MAX);
            assertThat(last.resident() - settled.resident())
                    .as(window + ": " + seen)
                    .isLessThan(RESIDENT_GROWTH_MAX);
        }
    }

    @Test
    void bothWindowsHoldNoMoreAfterManyMinutesThanAfterAFew(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                VirtualScreen screen = VirtualScreen.start("2600x800")) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.inWindow(
                    screen, folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"))) {
                await().atMost(PATIENCE).until(() -> mediator.hasOneSession("ben"));
                try (PeercadeProcess ben =
                        PeercadeProcess.inWindow(screen, folder, mediator.as("ben", "watch", "--streamer", "anna"))) {
                    await().atMost(PATIENCE).until(() -> viewers(mediator) == 1);
                    List<Series> both = List.of(new Series("streamer", anna), new Series("viewer", ben));
                    for (int minute = 0; minute < MINUTES; minute++) {
                        await().pollDelay(Duration.ofMinutes(1))
                                .atMost(PATIENCE)
                                .until(() -> true);
                        for (Series series : both) {
                            series.look();
                        }
                    }
                    assertThat(viewers(mediator)).as("it is watched to the end").isEqualTo(1);
                    both.forEach(Series::assertFlat);
                }
            }
        }
    }

    private static int viewers(Rest mediator) throws IOException, InterruptedException {
        return mediator.onlySession("ben").path("viewers").asInt();
    }
}
