package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RenditionsTest {

    private static final UUID A = new UUID(0, 1);
    private static final UUID B = new UUID(0, 2);

    private final Renditions renditions = new Renditions(8000);
    private MonoTime now = new MonoTime(Long.MAX_VALUE - 3_000_000_000L);

    private List<Integer> after(long ms) {
        renditions.decide(now);
        now = now.plus(Duration.ofMillis(ms));
        return renditions.decide(now);
    }

    @Test
    void withoutViewersTheStreamerGetsWhatItWants() {
        assertThat(renditions.decide(now)).containsExactly(8000);
        renditions.takes(A, 1000);
        assertThat(renditions.decide(now)).containsExactly(1000);
        renditions.remove(A);
        assertThat(renditions.decide(now)).containsExactly(8000);
    }

    @Test
    void oneViewerIsFollowedUpToTheCeiling() {
        renditions.takes(A, 3000);
        assertThat(after(1000)).containsExactly(3000);
        renditions.takes(A, 30_000);
        assertThat(after(1000)).containsExactly(8000);
    }

    @Test
    void whoTakesALittleLessSharesTheOneEncoding() {
        renditions.takes(A, 8000);
        renditions.takes(B, 6000);
        assertThat(after(60_000)).containsExactly(6000);
    }

    /// Not even for the 300 ms until it has an encoding of its own.
    @Test
    void whoTakesMuchLessSpoilsNothing() {
        renditions.takes(A, 8000);
        renditions.takes(B, 1000);
        assertThat(renditions.decide(now)).containsExactly(8000);
        assertThat(after(301)).containsExactly(8000, 1000);
        assertThat(renditions.takeKeyframes()).containsExactly(Renditions.LOW);
        assertThat(renditions.takeKeyframes()).isEmpty();
        assertThat(renditions.isFor(A, Renditions.MAIN, false)).isTrue();
        // Changes over with a keyframe, and sees the other one until then.
        assertThat(renditions.isFor(B, Renditions.MAIN, false)).isTrue();
        assertThat(renditions.isFor(B, Renditions.LOW, false)).isFalse();
        assertThat(renditions.isFor(B, Renditions.LOW, true)).isTrue();
        assertThat(renditions.isFor(B, Renditions.MAIN, true)).isFalse();
    }

    @Test
    void aShortDipMovesNobody() {
        renditions.takes(A, 8000);
        renditions.takes(B, 1000);
        after(200);
        renditions.takes(B, 7000);
        assertThat(after(5000)).containsExactly(7000);
        assertThat(renditions.takeKeyframes()).isEmpty();
    }

    @Test
    void whoRecoversComesBackAfterAWhileAndTheSecondEncodingEnds() {
        renditions.takes(A, 8000);
        renditions.takes(B, 1000);
        after(301);
        renditions.isFor(B, Renditions.LOW, true);
        renditions.takeKeyframes();
        renditions.takes(B, 8000);
        assertThat(after(4000)).containsExactly(8000, 8000);
        assertThat(after(1100)).containsExactly(8000, 8000);
        assertThat(renditions.takeKeyframes()).containsExactly(Renditions.MAIN);
        renditions.isFor(B, Renditions.MAIN, true);
        assertThat(after(1)).containsExactly(8000);
    }

    @Test
    void whenTheBetterOneLeavesTheOtherSetsTheMeasure() {
        renditions.takes(A, 8000);
        renditions.takes(B, 1000);
        after(301);
        renditions.isFor(B, Renditions.LOW, true);
        renditions.remove(A);
        after(5001);
        renditions.isFor(B, Renditions.MAIN, true);
        assertThat(after(1)).containsExactly(1000);
    }
}
