package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.load.JvmMemory;
import java.util.Map;
import java.util.Objects;

/// What a flood may leave behind in a peer.
final class FloodedMemory {

    /// PROMISES.md, B3.
    private static final long HEAP_MAX = 8 << 20;

    /// Room for the pages of the young generation that were not touched before.
    private static final long RESIDENT_MAX = 32 << 20;

    private FloodedMemory() {}

    static void assertFlat(Map<String, JvmMemory> before, Map<String, JvmMemory> after) {
        System.out.printf("before %s%nafter  %s%n", before, after);
        before.forEach((peer, was) -> {
            JvmMemory is = Objects.requireNonNull(after.get(peer));
            assertThat(is.heap() - was.heap()).as("live heap of the %s", peer).isLessThan(HEAP_MAX);
            assertThat(is.resident() - was.resident())
                    .as("resident memory of the %s", peer)
                    .isLessThan(RESIDENT_MAX);
        });
    }
}
