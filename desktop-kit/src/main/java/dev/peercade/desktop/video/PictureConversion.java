package dev.peercade.desktop.video;

import dev.peercade.media.BgraConverter;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Converts pictures into the memory that is drawn, one ahead of the window and beside its thread, which else would be
/// held up by it. Up to three memories: what is drawn, what is drawn next, and what the next picture goes into. Any
/// thread.
final class PictureConversion implements AutoCloseable {

    /// Within which the next picture of a stream comes.
    static final Duration NEXT = Duration.ofMillis(100);

    private static final int CANVASES = 3;

    /// A picture that is to be drawn.
    ///
    /// @param again          whether it was drawn before, in another size
    /// @param decodeEndNanos by [System#nanoTime()]
    record Drawing(Canvas canvas, Size size, boolean again, long decodeEndNanos) {}

    private final boolean scales;
    private final LongSupplier clock;
    private final Runnable ready;
    private final Consumer<Throwable> fault;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("picture-conversion").factory());

    private final WaitingPictures<Picture> waiting = new WaitingPictures<>();
    private final Queue<Canvas> free = new ArrayDeque<>(CANVASES);
    private int canvases;
    private @Nullable Size area;
    private @Nullable Drawing converted;
    private @Nullable Canvas front;
    /// JavaFX may still draw it, on a thread of its own.
    private @Nullable Canvas before;
    private boolean converting;
    /// Pictures that are never drawn and that nobody has been told of yet.
    private int late;
    private boolean closed;

    /// The thread's alone, as are the size in which it is converted and the time of that.
    private @Nullable Picture last;
    private @Nullable Size size;
    private long lastNanos;
    private final BgraConverter converter = new BgraConverter();

    /// @param scales whether pictures are made as large as they are shown
    /// @param clock  as [System#nanoTime()]
    /// @param ready  told, on a thread of this, that there is something to be taken
    /// @param fault  takes faults of the program, on a thread of this; the picture is not shown then
    PictureConversion(boolean scales, LongSupplier clock, Runnable ready, Consumer<Throwable> fault) {
        this.scales = scales;
        this.clock = clock;
        this.ready = ready;
        this.fault = fault;
    }

    /// Returns at once. The picture stays the caller's to close.
    ///
    /// @return how many more are never drawn
    synchronized int add(Picture picture) {
        if (closed) {
            return 0;
        }
        List<Picture> left = waiting.add(picture.share(), clock.getAsLong(), isIdle());
        left.forEach(Picture::close);
        int now = late + left.size();
        late = 0;
        execute(this::convertNext);
        return now;
    }

    private boolean isIdle() {
        return converted == null && !converting;
    }

    private void execute(Runnable task) {
        thread.execute(() -> guard(task));
    }

    private void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fault.accept(e);
        }
    }

    /// @param newArea in pixels, that pictures are to fit into from now on; the last one too, if none follows soon
    synchronized void fit(Size newArea) {
        if (scales && !closed && !newArea.equals(area)) {
            area = newArea;
            execute(this::convertAgain);
        }
    }

    /// What is to be drawn now, or null. For the window, as soon as a pulse begins; it then tells of [#drawn()].
    synchronized @Nullable Drawing take() {
        Drawing taken = converted;
        if (taken == null || closed || before != null) {
            return null;
        }
        converted = null;
        before = front;
        front = taken.canvas;
        execute(this::convertNext);
        return taken;
    }

    /// The pulse that drew what was taken is over: before it handed that over to be painted it has waited until what
    /// was drawn before had been.
    synchronized void drawn() {
        if (before != null && !closed) {
            free.add(before);
            before = null;
            execute(this::convertNext);
            if (converted != null) {
                // A pulse may have come in vain.
                ready.run();
            }
        }
    }

    private void convertNext() {
        Picture next;
        synchronized (this) {
            if (closed || free.isEmpty() && canvases == CANVASES) {
                return;
            }
            next = waiting.next(isIdle());
            if (next != null) {
                keep(next);
            }
        }
        if (next == null) {
            convertAgain();
            return;
        }
        lastNanos = clock.getAsLong();
        convert(next, false);
    }

    /// To convert each picture once more while a window is being resized would take time that is needed for the next.
    private void convertAgain() {
        Picture picture = last;
        synchronized (this) {
            if (closed
                    || picture == null
                    || !waiting.isEmpty()
                    || wanted(picture).equals(size)) {
                return;
            }
            if (clock.getAsLong() - lastNanos < NEXT.toNanos()) {
                thread.schedule(() -> guard(this::convertAgain), NEXT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            if (free.isEmpty() && canvases == CANVASES) {
                // drawn() comes, and with it the next look.
                return;
            }
        }
        convert(picture, true);
    }

    private void convert(Picture picture, boolean again) {
        Canvas old;
        Size wanted;
        synchronized (this) {
            converting = true;
            wanted = wanted(picture);
            old = free.poll();
            canvases += old == null ? 1 : 0;
        }
        Canvas made = null;
        try {
            Canvas target = Canvas.fitting(wanted, scales, old);
            converter.convert(picture, wanted, target.memory(), target.strideBytes());
            size = wanted;
            made = target;
        } finally {
            synchronized (this) {
                converting = false;
                if (made == null) {
                    canvases--;
                    late += again ? 0 : 1;
                } else {
                    replace(new Drawing(made, wanted, again, picture.decodeEndNanos()));
                }
            }
        }
        ready.run();
        synchronized (this) {
            if (!closed) {
                execute(this::convertNext);
            }
        }
    }

    /// What is drawn next from now on.
    private void replace(Drawing drawing) {
        Drawing old = converted;
        converted = drawing;
        if (old == null) {
            return;
        }
        free.add(old.canvas);
        if (!drawing.again) {
            late += old.again ? 0 : 1;
        } else if (!old.again) {
            // The same picture in another size, which is still to be drawn for the first time.
            converted = new Drawing(drawing.canvas, drawing.size, false, drawing.decodeEndNanos);
        }
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
        execute(() -> {
            keep(null);
            converter.close();
        });
        thread.shutdown();
    }
}
