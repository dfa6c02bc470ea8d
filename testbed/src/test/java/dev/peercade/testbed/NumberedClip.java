package dev.peercade.testbed;

import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;

/// A raw video (YUV4MPEG2, 4:2:0) that is hard to code, as a game in motion is, and whose pictures are numbered by
/// black and white blocks along the top that survive any coding one can look at: 16 bits, and the same inverted below.
final class NumberedClip {

    static final int WIDTH = 640;
    static final int HEIGHT = 360;
    static final int FPS = 60;

    /// In raw bytes, as they stand in the file behind each `FRAME` line.
    static final int PICTURE_BYTES = WIDTH * HEIGHT * 3 / 2;

    private static final String HEADER = "YUV4MPEG2 W%d H%d F%d:1 Ip A1:1 C420jpeg%n".formatted(WIDTH, HEIGHT, FPS);
    private static final String FRAME = "FRAME\n";

    private static final int BITS = 16;
    private static final int BLOCK = WIDTH / BITS;
    private static final int WHITE = 235;
    private static final int BLACK = 16;

    /// Between the two, where a block is neither.
    private static final int DOUBT = 30;

    private NumberedClip() {}

    /// @return the file, which is large: 20 MB a second
    static Path make(Path file, int seconds) throws Exception {
        Process ffmpeg = new ProcessBuilder(
                        Tools.require("ffmpeg"),
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=%dx%d:rate=%d:duration=%d,noise=alls=12:allf=t,format=yuv420p"
                                .formatted(WIDTH, HEIGHT, FPS, seconds),
                        "-f",
                        "rawvideo",
                        "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] picture = new byte[PICTURE_BYTES];
        try (InputStream raw = ffmpeg.getInputStream();
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(HEADER.getBytes(StandardCharsets.US_ASCII));
            for (int number = 0; raw.readNBytes(picture, 0, PICTURE_BYTES) == PICTURE_BYTES; number++) {
                paint(picture, number);
                out.write(FRAME.getBytes(StandardCharsets.US_ASCII));
                out.write(picture);
            }
        }
        return file;
    }

    static InputStream open(Path file) throws Exception {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(HEADER.length());
        return in;
    }

    /// Whether there was one more.
    static boolean read(InputStream clip, byte[] picture) throws Exception {
        return clip.readNBytes(FRAME.length()).length == FRAME.length()
                && clip.readNBytes(picture, 0, PICTURE_BYTES) == PICTURE_BYTES;
    }

    private static void paint(byte[] picture, int number) {
        for (int y = 0; y < 2 * BLOCK; y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean set = (number >> x / BLOCK & 1) == 1 ^ y >= BLOCK;
                picture[y * WIDTH + x] = (byte) (set ? WHITE : BLACK);
            }
        }
    }

    /// The number of a picture, or -1 where it cannot be read.
    ///
    /// @param width of the picture, which may have been scaled
    /// @param luma the sample at x and y, 0 to 255
    static int number(int width, IntBinaryOperator luma) {
        int block = width / BITS;
        int number = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int x = bit * block + block / 2;
            int upper = luma.applyAsInt(x, block / 2);
            int lower = luma.applyAsInt(x, block + block / 2);
            if (Math.abs(upper - lower) < DOUBT) {
                return -1;
            }
            number |= upper > lower ? 1 << bit : 0;
        }
        return number;
    }
}
