package dev.peercade.desktop.video;

import dev.peercade.media.BgraConverter;
import dev.peercade.media.Picture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Shows pictures as large as fits, their shape kept, on black: each is converted once, into the memory that is drawn.
/// Of pictures that come faster than the window draws, the newest is shown. JavaFX thread, but for [#show(Picture)].
public final class VideoSurface extends Region implements AutoCloseable {

    private final Executor window;
    private final LongConsumer shown;
    private final ImageView view = new ImageView();
    private final BgraConverter converter = new BgraConverter();
    private final AtomicReference<@Nullable Picture> next = new AtomicReference<>();
    private volatile boolean closed;
    private @Nullable PixelBuffer<IntBuffer> pixels;
    private long decodedAtNanos;
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
    /// @return whether it took the place of one that now is never drawn
    public boolean show(Picture picture) {
        if (closed) {
            return false;
        }
        Picture late = next.getAndSet(picture.share());
        if (late != null) {
            late.close();
        } else {
            window.execute(this::draw);
        }
        return late != null;
    }

    private void draw() {
        try (Picture picture = next.getAndSet(null)) {
            if (picture == null || closed) {
                return;
            }
            PixelBuffer<IntBuffer> target = pixels;
            if (target == null || target.getWidth() != picture.width() || target.getHeight() != picture.height()) {
                // Blue first in memory is ARGB as an int of the processors that JavaFX knows; in bytes, software
                // rendering would turn each pixel by itself.
                target = new PixelBuffer<>(
                        picture.width(),
                        picture.height(),
                        ByteBuffer.allocateDirect(4 * picture.width() * picture.height())
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .asIntBuffer(),
                        PixelFormat.getIntArgbPreInstance());
                pixels = target;
                view.setImage(new WritableImage(target));
                requestLayout();
            }
            target.updateBuffer(buffer -> {
                converter.convert(picture, MemorySegment.ofBuffer(buffer.getBuffer()), 4 * picture.width());
                return null;
            });
            decodedAtNanos = picture.decodeEndNanos();
            drawn = true;
        }
    }

    private void tellShown() {
        if (drawn) {
            drawn = false;
            shown.accept(System.nanoTime() - decodedAtNanos);
        }
    }

    @Override
    protected void layoutChildren() {
        view.setFitWidth(getWidth());
        view.setFitHeight(getHeight());
        view.relocate(
                Math.rint((getWidth() - view.getLayoutBounds().getWidth()) / 2),
                Math.rint((getHeight() - view.getLayoutBounds().getHeight()) / 2));
    }

    @Override
    public void close() {
        closed = true;
        Picture late = next.getAndSet(null);
        if (late != null) {
            late.close();
        }
        converter.close();
    }
}
