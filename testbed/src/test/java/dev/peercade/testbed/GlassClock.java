package dev.peercade.testbed;

import java.awt.Canvas;
import java.awt.Color;
import java.awt.Frame;
import java.awt.Graphics;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Toolkit;
import java.awt.image.BufferStrategy;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/// A window of 1280x720 in the corner of the screen, in which a strip tells the time in black and white blocks that
/// outlive any video encoder: 32 bits of milliseconds in Gray code, their complement below, so that a strip that
/// was caught in the midst of being drawn is known and not misread. A program of its own, until it is stopped.
final class GlassClock {

    static final String TITLE = "Glass clock";
    static final Rectangle WINDOW = new Rectangle(0, 0, 1280, 720);
    /// Where the strip is in the window.
    static final Rectangle STRIP = new Rectangle(384, 328, 512, 64);

    private static final int BITS = 32;
    private static final int BLOCK = STRIP.width / BITS;
    private static final int HALF = STRIP.height / 2;
    /// Of 255: black and white blocks are further apart, however they were encoded.
    private static final int CONTRAST_MIN = 60;

    private static final long PERIOD_NANOS = Duration.ofMillis(4).toNanos();

    private GlassClock() {}

    public static void main(String[] arguments) {
        Frame frame = new Frame(TITLE);
        Canvas canvas = new Canvas();
        frame.setUndecorated(true);
        frame.setBackground(Color.DARK_GRAY);
        frame.setLayout(null);
        frame.setBounds(WINDOW);
        canvas.setBounds(STRIP);
        frame.add(canvas);
        frame.setVisible(true);
        canvas.createBufferStrategy(2);
        BufferStrategy strategy = canvas.getBufferStrategy();
        for (long next = System.nanoTime(); ; next += PERIOD_NANOS) {
            Graphics graphics = strategy.getDrawGraphics();
            draw(graphics, (int) Duration.ofNanos(System.nanoTime()).toMillis());
            graphics.dispose();
            strategy.show();
            Toolkit.getDefaultToolkit().sync();
            LockSupport.parkNanos(next + PERIOD_NANOS - System.nanoTime());
        }
    }

    private static void draw(Graphics graphics, int millis) {
        int code = millis ^ millis >>> 1;
        for (int bit = 0; bit < BITS; bit++) {
            boolean set = (code >>> bit & 1) == 1;
            graphics.setColor(set ? Color.WHITE : Color.BLACK);
            graphics.fillRect(bit * BLOCK, 0, BLOCK, HALF);
            graphics.setColor(set ? Color.BLACK : Color.WHITE);
            graphics.fillRect(bit * BLOCK, HALF, BLOCK, HALF);
        }
    }

    /// The milliseconds that the strip shows in a window at this corner of the screen, or nothing.
    static OptionalInt read(Robot robot, int x, int y) {
        BufferedImage strip =
                robot.createScreenCapture(new Rectangle(x + STRIP.x, y + STRIP.y, STRIP.width, STRIP.height));
        int code = 0;
        for (int bit = 0; bit < BITS; bit++) {
            int middle = bit * BLOCK + BLOCK / 2;
            int difference = brightness(strip, middle, HALF / 2) - brightness(strip, middle, HALF + HALF / 2);
            if (Math.abs(difference) < CONTRAST_MIN) {
                return OptionalInt.empty();
            }
            if (difference > 0) {
                code |= 1 << bit;
            }
        }
        int millis = code;
        for (int shift = 1; shift < BITS; shift <<= 1) {
            millis ^= millis >>> shift;
        }
        return OptionalInt.of(millis);
    }

    /// Of nine pixels, 0 to 255.
    private static int brightness(BufferedImage image, int x, int y) {
        int sum = 0;
        for (int rgb : image.getRGB(x - 1, y - 1, 3, 3, null, 0, 3)) {
            sum += (rgb >>> 16 & 255) + (rgb >>> 8 & 255) + (rgb & 255);
        }
        return sum / 27;
    }
}
