package dev.peercade.desktop.video;

import dev.peercade.media.BgraConverter;
import dev.peercade.media.Picture;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/// A picture that stays, in memory of its own. Immutable.
public final class Still {

    private final int width;
    private final int height;
    private final IntBuffer pixels;

    private Still(int width, int height, IntBuffer pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /// Any thread. The picture stays the caller's to close.
    public static Still of(Picture picture) {
        int width = picture.width();
        int height = picture.height();
        ByteBuffer bytes = ByteBuffer.allocateDirect(4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        try (BgraConverter converter = new BgraConverter()) {
            converter.convert(picture, MemorySegment.ofBuffer(bytes), 4 * width);
        }
        return new Still(width, height, bytes.asIntBuffer());
    }

    /// For a window to show.
    public Image image() {
        return new WritableImage(new PixelBuffer<>(width, height, pixels, PixelFormat.getIntArgbPreInstance()));
    }
}
