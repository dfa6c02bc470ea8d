package dev.peercade.desktop.video;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.Stills;
import java.lang.foreign.ValueLayout;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real pictures and real memory; the test is the window, and has its own time.
@Timeout(60)
class PictureConversionTest {

    private static final Size SIZE = new Size(640, 360);

    private final BlockingQueue<Boolean> ready = new LinkedBlockingQueue<>();
    private final AtomicLong clock = new AtomicLong();
    private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final PictureConversion conversion =
            new PictureConversion(true, clock::get, () -> ready.add(true), faults::add);
    private Picture picture;

    @BeforeEach
    void scene() throws Exception {
        picture = Stills.of(new SourceSpec.Scene(), null, SIZE);
    }

    @AfterEach
    void close() {
        conversion.close();
        picture.close();
        assertThat(faults).isEmpty();
    }

    private PictureConversion.Drawing await() throws InterruptedException {
        PictureConversion.@Nullable Drawing drawing = null;
        while (drawing == null) {
            assertThat(ready.poll(20, TimeUnit.SECONDS)).isTrue();
            drawing = conversion.take();
        }
        conversion.drawn();
        return drawing;
    }

    private static boolean isPainted(PictureConversion.Drawing drawing) {
        Size size = drawing.size();
        long last = 4L * (drawing.canvas().pixels().getWidth() * (size.height() - 1L) + size.width() - 1);
        // Opaque, whatever is on it.
        return drawing.canvas().memory().get(ValueLayout.JAVA_BYTE, last + 3) == (byte) 0xff;
    }

    @Test
    void eachPictureIsDrawnOnceAndNeverIntoWhatMayStillBePainted() throws Exception {
        Canvas painted = null;
        for (int n = 0; n < 30; n++) {
            assertThat(conversion.add(picture)).isZero();
            PictureConversion.Drawing drawing = await();
            assertThat(drawing.size()).isEqualTo(SIZE);
            assertThat(drawing.again()).isFalse();
            assertThat(drawing.decodeEndNanos()).isEqualTo(picture.decodeEndNanos());
            assertThat(isPainted(drawing)).isTrue();
            assertThat(drawing.canvas()).isNotSameAs(painted);
            painted = drawing.canvas();
            painted.memory().fill((byte) 0);
        }
        assertThat(conversion.take()).isNull();
    }

    @Test
    void whatIsDrawnStaysAsItIsUntilTheNextOneWasHandedOver() throws Exception {
        conversion.add(picture);
        Canvas first = await().canvas();
        first.memory().fill((byte) 1);
        conversion.add(picture);
        assertThat(ready.poll(20, TimeUnit.SECONDS)).isTrue();
        Canvas second = requireNonNull(conversion.take()).canvas();
        for (int n = 0; n < 3; n++) {
            conversion.add(picture);
        }
        // Another pulse, before the one that drew the second was over.
        assertThat(ready.poll(20, TimeUnit.SECONDS)).isTrue();
        assertThat(conversion.take()).isNull();
        assertThat(first.memory().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 1);
        conversion.drawn();
        assertThat(await().canvas()).isNotSameAs(second);
    }

    @Test
    void anotherSizeIsThatOfTheNextPictureOfAStreamAndOfAStillAgain() throws Exception {
        conversion.fit(SIZE);
        conversion.add(picture);
        assertThat(await().size()).isEqualTo(SIZE);
        conversion.fit(new Size(320, 300));
        conversion.add(picture);
        PictureConversion.Drawing smaller = await();
        assertThat(smaller.again()).isFalse();
        assertThat(smaller.size()).isEqualTo(new Size(320, 180));

        smaller.canvas().memory().fill((byte) 0);
        clock.addAndGet(PictureConversion.NEXT.toNanos());
        conversion.fit(new Size(1000, 200));
        PictureConversion.Drawing again = await();
        assertThat(again.again()).isTrue();
        assertThat(again.size()).isEqualTo(new Size(356, 200));
        assertThat(isPainted(again)).isTrue();
    }

    @Test
    void moreThanCanWaitAreNeverDrawn() throws Exception {
        conversion.add(picture);
        // Converted, and ahead of those that wait.
        assertThat(ready.poll(20, TimeUnit.SECONDS)).isTrue();
        for (int n = 0; n < WaitingPictures.MOST; n++) {
            assertThat(conversion.add(picture)).isZero();
        }
        assertThat(conversion.add(picture)).isOne();
        requireNonNull(conversion.take());
        conversion.drawn();
        for (int n = 0; n < WaitingPictures.MOST; n++) {
            await();
        }
        assertThat(conversion.take()).isNull();
    }

    @Test
    void everyPictureIsDrawnOrCountedAlsoWhereANewerOneTakesThePlaceOfWhatWasConverted() throws Exception {
        int late = 0;
        int added = 0;
        // Past the time after which a window does not keep up; each conversion that ends then replaces one.
        for (; added < 60; added++) {
            late += conversion.add(picture);
            clock.addAndGet(TimeUnit.SECONDS.toNanos(1) / 60);
        }
        assertThat(late).isPositive();
        int drawn = 0;
        do {
            late += conversion.add(picture);
            added++;
            await();
            drawn++;
            assertThat(drawn + late).isLessThanOrEqualTo(added);
        } while (drawn + late < added);
        assertThat(conversion.take()).isNull();
    }

    @Test
    void afterItsEndNothingComesAndNothingIsKept() throws Exception {
        conversion.add(picture);
        requireNonNull(ready.take());
        conversion.close();

        assertThat(conversion.take()).isNull();
        assertThat(conversion.add(picture)).isZero();
        conversion.fit(new Size(10, 10));
        conversion.close();
    }
}
