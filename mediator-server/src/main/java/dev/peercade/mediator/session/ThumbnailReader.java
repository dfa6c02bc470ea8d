package dev.peercade.mediator.session;

import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.session.StreamingSession;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.springframework.stereotype.Component;

/// Turns a JPEG from a stranger into one of our own making, so that what other peers decode is nothing that
/// anyone has crafted, and carries no metadata. Size, dimensions and the number of scans are bounded before
/// anything is decoded.
@Component
final class ThumbnailReader {

    static final int BYTES_MAX = StreamingSession.THUMBNAIL_BYTES_MAX;
    static final int WIDTH_MAX = 1920;
    static final int HEIGHT_MAX = 1080;

    /// A progressive picture has about ten; each one costs a pass over the whole picture.
    static final int SCANS_MAX = 20;

    private static final float[] QUALITIES = {0.85f, 0.7f, 0.5f, 0.3f, 0.1f};

    ThumbnailReader() {
        // Else pictures would pass through files in the temporary folder.
        ImageIO.setUseCache(false);
    }

    /// @throws ProblemException THUMBNAIL_INVALID
    byte[] reencode(byte[] jpeg) {
        if (jpeg.length > BYTES_MAX || jpeg.length < 4 || (jpeg[0] & 0xFF) != 0xFF || (jpeg[1] & 0xFF) != 0xD8) {
            throw invalid("The thumbnail is not a JPEG of at most 64 KiB.");
        }
        if (scans(jpeg) > SCANS_MAX) {
            throw invalid("The thumbnail has too many scans.");
        }
        try {
            BufferedImage picture = decode(jpeg);
            for (float quality : QUALITIES) {
                byte[] own = encode(picture, quality);
                if (own.length <= BYTES_MAX) {
                    return own;
                }
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof ProblemException problem) {
                throw problem;
            }
            throw invalid("The thumbnail cannot be decoded.");
        }
        throw invalid("The thumbnail has too much detail for 64 KiB.");
    }

    /// Start-of-scan markers. Inside coded data 0xFF is always followed by 0x00 or a restart marker, so at worst
    /// some in metadata are counted too.
    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            if ((jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xDA) {
                scans++;
            }
        }
        return scans;
    }

    private static BufferedImage decode(byte[] jpeg) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        ImageReader reader = readers.next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width < 1 || height < 1 || width > WIDTH_MAX || height > HEIGHT_MAX) {
                throw invalid("The thumbnail is larger than " + WIDTH_MAX + "x" + HEIGHT_MAX + ".");
            }
            BufferedImage read = reader.read(0);
            BufferedImage plain = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            plain.createGraphics().drawImage(read, 0, 0, null);
            return plain;
        } finally {
            reader.dispose();
        }
    }

    private static byte[] encode(BufferedImage picture, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemCode.THUMBNAIL_INVALID, detail);
    }
}
