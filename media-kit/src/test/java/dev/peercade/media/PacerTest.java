package dev.peercade.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {

    @Test
    void momentsLieOnTheGridAndNeverComeEarly() throws Exception {
        var pacer = new Pacer(200);
        long before = System.nanoTime();
        long tick = pacer.await();
        assertThat(tick).isZero();
        for (int n = 0; n < 100; n++) {
            long next = pacer.await();
            long now = System.nanoTime();
            assertThat(next).isGreaterThan(tick);
            assertThat(now - before).isGreaterThanOrEqualTo(next * 5_000_000);
            tick = next;
        }
        // A stall skips numbers, so that the last one still tells the time.
        assertThat(tick).isGreaterThanOrEqualTo(100);
    }

    @Test
    void aStallIsFollowedByOnePictureAndNoBurst() throws Exception {
        var pacer = new Pacer(100);
        pacer.await();
        long tick = pacer.await();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(105);
        while (System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        long late = pacer.await();
        assertThat(late - tick).isGreaterThanOrEqualTo(10);
        assertThat(pacer.await()).isGreaterThan(late);
    }

    @Test
    void anInterruptEndsTheWait() {
        var pacer = new Pacer(1);
        assertThatThrownBy(() -> {
                    pacer.await();
                    Thread.currentThread().interrupt();
                    pacer.await();
                })
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
