package dev.peercade.desktop.video;

import dev.peercade.desktop.thread.FxThread;
import dev.peercade.media.BgraConverter;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Shows pictures as large as fits, their shape kept, on black: each is converted once, into the memory that is drawn.
/// Pictures that come while the window is held up wait for a moment ([WaitingPictures]). JavaFX thread, but for
/// [#show(Picture)].
///
/// Where no graphics card draws, the conversion makes them as large as they are shown: JavaFX's own scaling takes ten
/// times as long (docs/benchmarks.md).
public final class VideoSurface extends Region implements AutoCloseable {

    /// Within which the next picture of a stream comes.
    private static final Duration NEXT = Duration.ofMillis(100);

    /// In pixels; the converter writes rows of a multiple of 16.
    private static final int STEP = 128;

    /// @param memory of the pixels. JavaFX moves the position of their buffer while it draws, on its own thread.
    private record Canvas(PixelBuffer<IntBuffer> pixels, MemorySegment memory, WritableImage image) {

        static Canvas of(int width, int height) {
            // Blue first in memory is ARGB as an int of the processors that JavaFX knows; in bytes, software
            // rendering would turn each pixel by itself.
            ByteBuffer bytes = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
            var pixels = new PixelBuffer<>(width, height, bytes.asIntBuffer(), PixelFormat.getIntArgbPreInstance());
            return new Canvas(pixels, MemorySegment.ofBuffer(bytes), new WritableImage(pixels));
        }
    }

    private final Executor window;
    private final LongConsumer shown;
    private final ImageView view = new ImageView();
    private final BgraConverter converter = new BgraConverter();
    private final WaitingPictures<Picture> waiting = new WaitingPictures<>();
    private volatile boolean closed;
    private final boolean scales = FxThread.drawsInSoftware();
    /// What is drawn.
    private @Nullable Canvas front;
    /// What the next picture goes into: JavaFX's own thread may still draw the front. It has drawn this one by then,
    /// since
    /// each pulse waits for the drawing of the one before.
    private @Nullable Canvas back;
    /// The picture in front, and how large it is there.
    private @Nullable Picture last;
    private @Nullable Size size;
    private long decodedAtNanos;
    private long drawnAtNanos;
    private boolean drawn;
    private final Runnable afterLayout = this::tellShown;

    /// @param window runs things on the JavaFX thread
    /// @param shown told how long each picture took from the end of its decoding to the screen, in ns
    public VideoSurface(Executor window, LongConsumer shown) {
        this.window = window;
        this.shown = shown;
        getStyleClass().add("video-surface");
        view.setPreserveRatio(true);
        view.setSmooth(true);
        view.setManaged(false);
        getChildren().add(view);
        sceneProperty().subscribe((before, now) -> {
            if (before != null) {
                before.removePostLayoutPulseListener(afterLayout);
            }
            if (now != null) {
                now.addPostLayoutPulseListener(afterLayout);
            }
        });
    }

    /// Any thread; returns at once. The picture stays the caller's to close.
    ///
    /// @return how many are now never drawn
    public int show(Picture picture) {
        if (closed) {
            return 0;
        }
        List<Picture> late = waiting.add(picture.share(), System.nanoTime());
        late.forEach(Picture::close);
        window.execute(this::draw);
        return late.size();
    }

    private void draw() {
        if (drawn && !closed) {
            // That one is to be seen first.
            return;
        }
        Picture picture = waiting.take();
        if (picture == null) {
            return;
        }
        keep(picture);
        if (closed) {
            close();
            return;
        }
        convert(picture, wanted(picture));
        decodedAtNanos = picture.decodeEndNanos();
        drawn = true;
        drawnAtNanos = System.nanoTime();
    }

    /// For as long as its size may change once more.
    private void keep(Picture picture) {
        if (last != null) {
            last.close();
        }
        last = picture;
    }

    private void convert(Picture picture, Size wanted) {
        Canvas target = roomFor(wanted);
        target.pixels.updateBuffer(_ -> {
            converter.convert(picture, wanted, target.memory, 4 * target.pixels.getWidth());
            return part(wanted);
        });
        back = front;
        front = target;
        view.setImage(target.image);
        if (!wanted.equals(size)) {
            size = wanted;
            view.setViewport(part(wanted));
            requestLayout();
        }
    }

    /// For pictures of all sizes the same where they are converted to the window's size: a new image for each step
    /// of a window that is being resized takes longer than the picture. A graphics card would mix what lies beside
    /// it into the edge, and gets one that fits.
    private Canvas roomFor(Size wanted) {
        Canvas now = back;
        int width = scales ? Math.ceilDiv(wanted.width(), STEP) * STEP : wanted.width();
        int height = scales ? Math.ceilDiv(wanted.height(), STEP) * STEP : wanted.height();
        boolean fits = now != null
                && (scales
                        ? now.pixels.getWidth() >= width && now.pixels.getHeight() >= height
                        : now.pixels.getWidth() == width && now.pixels.getHeight() == height);
        return now == null || !fits ? Canvas.of(width, height) : now;
    }

    private static Rectangle2D part(Size size) {
        return new Rectangle2D(0, 0, size.width(), size.height());
    }

    /// How large it is converted.
    private Size wanted(Picture picture) {
        Size own = new Size(picture.width(), picture.height());
        boolean laidOut = getWidth() >= 1 && getHeight() >= 1;
        return scales && laidOut ? own.fitted(new Size(onScreen(getWidth()), onScreen(getHeight()))) : own;
    }

    /// In pixels of the screen.
    private int onScreen(double length) {
        return Math.min((int) (length * outputScale()), Size.LARGEST);
    }

    private double outputScale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    private void tellShown() {
        if (drawn) {
            drawn = false;
            shown.accept(System.nanoTime() - decodedAtNanos);
            window.execute(this::draw);
        }
    }

    @Override
    protected void layoutChildren() {
        if (scales && last != null) {
            Size now = fitted(last);
            view.setFitWidth(now.width() / outputScale());
            view.setFitHeight(now.height() / outputScale());
        } else {
            view.setFitWidth(getWidth());
            view.setFitHeight(getHeight());
        }
        view.relocate(
                snapPositionX((getWidth() - view.getLayoutBounds().getWidth()) / 2),
                snapPositionY((getHeight() - view.getLayoutBounds().getHeight()) / 2));
    }

    /// As large as it is now shown. While pictures move the next one will fit: to convert this one again would take
    /// the time in which the window is to be resized.
    private Size fitted(Picture picture) {
        Size now = size;
        Size wanted = wanted(picture);
        if (now == null || !now.equals(wanted) && System.nanoTime() - drawnAtNanos > NEXT.toNanos()) {
            convert(picture, wanted);
            return wanted;
        }
        if (!now.equals(wanted)) {
            CompletableFuture.delayedExecutor(NEXT.toMillis(), TimeUnit.MILLISECONDS, window)
                    .execute(this::requestLayout);
        }
        return now;
    }

    @Override
    public void close() {
        closed = true;
        for (Picture late = waiting.take(); late != null; late = waiting.take()) {
            late.close();
        }
        if (last != null) {
            last.close();
            last = null;
        }
        converter.close();
    }
}
