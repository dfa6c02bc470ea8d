package dev.peercade.desktop.video;

import dev.peercade.desktop.thread.FxThread;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import org.jspecify.annotations.Nullable;

/// Shows pictures as large as fits, their shape kept, on black: each is converted once, into the memory that is drawn
/// ([PictureConversion]). Pictures that come while the window is held up wait for a moment ([WaitingPictures]). JavaFX
/// thread, but for [#show(Picture)].
///
/// Where no graphics card draws, the conversion makes them as large as they are shown: JavaFX's own scaling takes ten
/// times as long (docs/benchmarks.md).
public final class VideoSurface extends Region implements AutoCloseable {

    private final LongConsumer shown;
    private final boolean scales = FxThread.drawsInSoftware();
    private final Executor window = new FxThread();
    private final PictureConversion conversion =
            new PictureConversion(scales, System::nanoTime, FxThread::requestPulse, this::rethrow);
    private final ImageView view = new ImageView();
    private final Runnable beforeLayout = this::draw;
    /// Of what is drawn.
    private @Nullable Size size;
    private volatile long cameNanos = System.nanoTime() - PictureConversion.NEXT.toNanos();

    /// @param shown told how long each picture took from the end of its decoding until it was handed over to be
    ///              painted, in ns
    public VideoSurface(LongConsumer shown) {
        this.shown = shown;
        getStyleClass().add("video-surface");
        view.setPreserveRatio(true);
        view.setSmooth(true);
        view.setManaged(false);
        getChildren().add(view);
        // For the moment until pictures fit into what has become smaller.
        Rectangle bounds = new Rectangle();
        bounds.widthProperty().bind(widthProperty());
        bounds.heightProperty().bind(heightProperty());
        setClip(bounds);
        sceneProperty().subscribe((before, now) -> {
            if (before != null) {
                before.removePreLayoutPulseListener(beforeLayout);
            }
            if (now != null) {
                now.addPreLayoutPulseListener(beforeLayout);
            }
        });
    }

    /// Any thread; returns at once. The picture stays the caller's to close.
    ///
    /// @return how many are now never drawn
    public int show(Picture picture) {
        cameNanos = System.nanoTime();
        return conversion.add(picture);
    }

    /// Whether it shows a stream that goes on, not a still.
    public boolean isMoving() {
        return System.nanoTime() - cameNanos < PictureConversion.NEXT.toNanos();
    }

    private void draw() {
        PictureConversion.Drawing next = conversion.take();
        if (next == null) {
            return;
        }
        Rectangle2D part =
                new Rectangle2D(0, 0, next.size().width(), next.size().height());
        next.canvas().changed(part);
        view.setImage(next.canvas().image());
        if (!next.size().equals(size)) {
            size = next.size();
            view.setViewport(part);
            requestLayout();
        }
        window.execute(() -> {
            conversion.drawn();
            if (!next.again()) {
                shown.accept(System.nanoTime() - next.decodeEndNanos());
            }
        });
    }

    /// As one of the window's own.
    private void rethrow(Throwable fault) {
        window.execute(() -> {
            throw new IllegalStateException("A picture could not be converted.", fault);
        });
    }

    @Override
    protected void layoutChildren() {
        double scale = outputScale();
        if (getWidth() >= 1 && getHeight() >= 1) {
            conversion.fit(new Size(onScreen(getWidth() * scale), onScreen(getHeight() * scale)));
        }
        Size exact = scales ? size : null;
        view.setFitWidth(exact == null ? getWidth() : exact.width() / scale);
        view.setFitHeight(exact == null ? getHeight() : exact.height() / scale);
        view.relocate(
                snapPositionX((getWidth() - view.getLayoutBounds().getWidth()) / 2),
                snapPositionY((getHeight() - view.getLayoutBounds().getHeight()) / 2));
    }

    /// In pixels of the screen.
    private static int onScreen(double length) {
        return Math.clamp((int) length, 1, Size.LARGEST);
    }

    private double outputScale() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    @Override
    public void close() {
        conversion.close();
    }
}
