package dev.peercade.viewer.browse;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/// Reads thumbnails, which come from strangers: what is too large is refused before it takes any memory.
final class Jpeg {

    private static final int WIDTH_MAX = 1920;
    private static final int HEIGHT_MAX = 1080;

    /// As wide as a card at most.
    private static final int WIDTH_KEPT = 640;

    private Jpeg() {}

    /// Any thread.
    ///
    /// @param file or null
    /// @return null for null
    /// @throws IOException when it is not a JPEG of a size that mediators allow
    static @Nullable Image decode(byte @Nullable [] file) throws IOException {
        if (file == null) {
            return null;
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width > WIDTH_MAX || height > HEIGHT_MAX) {
                throw new IOException("A thumbnail of " + width + "x" + height + " is too large.");
            }
            ImageReadParam smaller = reader.getDefaultReadParam();
            int each = Math.ceilDiv(width, WIDTH_KEPT);
            smaller.setSourceSubsampling(each, each, 0, 0);
            return image(reader.read(0, smaller));
        } catch (RuntimeException e) {
            // The reader trusts its input too much.
            throw new IOException("A thumbnail cannot be read: " + e + ".", e);
        } finally {
            reader.dispose();
        }
    }

    private static Image image(BufferedImage read) {
        int width = read.getWidth();
        int height = read.getHeight();
        int[] pixels = read.getRGB(0, 0, width, height, null, 0, width);
        WritableImage image = new WritableImage(width, height);
        image.getPixelWriter().setPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return image;
    }
}
