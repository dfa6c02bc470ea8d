package dev.peercade.desktop.video;

import dev.peercade.media.BgraConverter;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Converts pictures into the memory that is drawn, one ahead of the window and beside its thread, which else would be
/// held up by it. Two memories take turns: while JavaFX draws one, the next picture goes into the other. Any thread.
final class PictureConversion implements AutoCloseable {

    /// Within which the next picture of a stream comes.
    static final Duration NEXT = Duration.ofMillis(100);

    /// A picture that is to be drawn.
    ///
    /// @param picture which one, to be compared only; null when it was drawn before, in another size
    record Drawing(@Nullable Picture picture, Canvas canvas, Size size, long decodeEndNanos) {}

    private final boolean scales;
    private final Runnable ready;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("picture-conversion").factory());

    private final WaitingPictures<Picture> waiting = new WaitingPictures<>();
    private @Nullable Size area;
    /// Converted, or about to be.
    private @Nullable Picture ahead;
    private @Nullable Drawing converted;
    private @Nullable Canvas front;
    private @Nullable Canvas back;
    private boolean closed;

    /// The thread's alone, as are the size in which it is converted and the time of that.
    private @Nullable Picture last;
    private @Nullable Size size;
    private long lastNanos;
    private final BgraConverter converter = new BgraConverter();

    /// @param scales whether pictures are made as large as they are shown
    /// @param ready told, on a thread of this, that there is something to be taken
    PictureConversion(boolean scales, Runnable ready) {
        this.scales = scales;
        this.ready = ready;
    }

    /// Returns at once. The picture stays the caller's to close.
    ///
    /// @return how many are now never drawn
    synchronized int add(Picture picture) {
        if (closed) {
            return 0;
        }
        List<Picture> late = waiting.add(picture.share(), System.nanoTime());
        late.forEach(Picture::close);
        thread.execute(this::convertNext);
        return late.size();
    }

    /// @param newArea in pixels, that pictures are to fit into from now on; the last one too, if none follows soon
    synchronized void fit(Size newArea) {
        if (scales && !closed && !newArea.equals(area)) {
            area = newArea;
            thread.execute(this::convertAgain);
        }
    }

    /// What is to be drawn now, or null. For the window, once a pulse at most: it has then drawn what it took before,
    /// since each pulse waits for the drawing of the one before.
    synchronized @Nullable Drawing take() {
        Drawing taken = converted;
        converted = null;
        if (taken == null || closed) {
            return null;
        }
        if (taken.picture != null) {
            if (!waiting.draw(taken.picture)) {
                return null;
            }
            taken.picture.close();
        }
        back = front;
        front = taken.canvas;
        thread.execute(this::convertNext);
        return taken;
    }

    private void convertNext() {
        Picture next;
        synchronized (this) {
            next = waiting.next();
            if (closed || next == null || next == ahead) {
                return;
            }
            ahead = next;
            converted = null;
            keep(next.share());
        }
        lastNanos = System.nanoTime();
        convert(next, next.decodeEndNanos());
    }

    /// To convert each picture once more while a window is being resized would take time that is needed for the next.
    private void convertAgain() {
        Picture picture = last;
        synchronized (this) {
            if (closed
                    || picture == null
                    || waiting.next() != null
                    || wanted(picture).equals(size)) {
                return;
            }
            if (System.nanoTime() - lastNanos < NEXT.toNanos()) {
                thread.schedule(this::convertAgain, NEXT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            converted = null;
        }
        convert(null, 0);
    }

    private void convert(@Nullable Picture next, long decodeEndNanos) {
        Picture picture = last;
        Size wanted;
        Canvas target;
        synchronized (this) {
            if (picture == null) {
                return;
            }
            wanted = wanted(picture);
            target = Canvas.fitting(wanted, scales, back);
        }
        size = wanted;
        converter.convert(picture, wanted, target.memory(), target.strideBytes());
        synchronized (this) {
            back = target;
            converted = new Drawing(next, target, wanted, decodeEndNanos);
        }
        ready.run();
    }

    private void keep(@Nullable Picture picture) {
        if (last != null) {
            last.close();
        }
        last = picture;
    }

    private Size wanted(Picture picture) {
        Size own = new Size(picture.width(), picture.height());
        return area == null ? own : own.fitted(area);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.clear().forEach(Picture::close);
        thread.execute(() -> {
            keep(null);
            converter.close();
        });
        thread.shutdown();
    }
}
