package dev.peercade.desktop.video;

import dev.peercade.media.Size;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/// Memory that JavaFX draws.
///
/// @param memory of the pixels. JavaFX moves the position of their buffer while it draws, on its own thread.
record Canvas(PixelBuffer<IntBuffer> pixels, MemorySegment memory, WritableImage image) {

    /// In pixels; the converter writes rows of a multiple of 16.
    private static final int STEP = 128;

    static Canvas of(int width, int height) {
        // Blue first in memory is ARGB as an int of the processors that JavaFX knows; in bytes, software
        // rendering would turn each pixel by itself.
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        var pixels = new PixelBuffer<>(width, height, bytes.asIntBuffer(), PixelFormat.getIntArgbPreInstance());
        return new Canvas(pixels, MemorySegment.ofBuffer(bytes), new WritableImage(pixels));
    }

    /// @param roomy whether it may be larger: a new image for each step of a window that is being resized takes longer
    ///              than the picture. A graphics card would mix what lies beside it into the edge.
    /// @param old   taken again if it fits
    static Canvas fitting(Size size, boolean roomy, @Nullable Canvas old) {
        int width = roomy ? Math.ceilDiv(size.width(), STEP) * STEP : size.width();
        int height = roomy ? Math.ceilDiv(size.height(), STEP) * STEP : size.height();
        return old != null && old.fits(width, height, roomy) ? old : of(width, height);
    }

    private boolean fits(int width, int height, boolean roomy) {
        return roomy
                ? pixels.getWidth() >= width && pixels.getHeight() >= height
                : pixels.getWidth() == width && pixels.getHeight() == height;
    }

    int strideBytes() {
        return 4 * pixels.getWidth();
    }

    /// Has JavaFX draw it anew. JavaFX thread.
    ///
    /// @param part that has changed
    void changed(Rectangle2D part) {
        pixels.updateBuffer(_ -> part);
    }
}
