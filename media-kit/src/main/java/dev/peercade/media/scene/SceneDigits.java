package dev.peercade.media.scene;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/// Where the scene's frame counter stands, and how to read it back from a decoded picture: six digits of seven
/// segments in the middle, bright on black, sized in proportion to the picture so that they survive scaling and
/// coding.
public final class SceneDigits {

    static final int COUNT = 6;
    static final int BRIGHT = 235;
    static final int BLACK = 16;
    /// The counter starts again at 0 after this many frames: 4.6 hours at 60 a second.
    static final long MODULUS = 1_000_000;

    /// Bit i of a digit's mask lights segment i: top, upper right, lower right, bottom, lower left, upper left,
    /// middle.
    private static final int[] MASKS = {0x3f, 0x06, 0x5b, 0x4f, 0x66, 0x6d, 0x7d, 0x07, 0x7f, 0x6f};

    private static final int THRESHOLD = 126;

    private SceneDigits() {}

    /// A rectangle in pixels.
    record Box(int x, int y, int width, int height) {}

    static int mask(int digit) {
        return MASKS[digit];
    }

    /// The black field behind the counter.
    static Box field(int width, int height) {
        var first = cell(width, height, 0);
        var last = cell(width, height, COUNT - 1);
        int margin = first.width / 3;
        return new Box(
                first.x - margin,
                first.y - margin,
                last.x + last.width - first.x + 2 * margin,
                first.height + 2 * margin);
    }

    /// The cell of a digit, 0 being the leftmost.
    static Box cell(int width, int height, int index) {
        int pitch = Math.min(width / 10, height / 5);
        int digitWidth = pitch * 2 / 3;
        int digitHeight = pitch * 4 / 3;
        int left = (width - pitch * COUNT) / 2 + (pitch - digitWidth) / 2;
        return new Box(left + index * pitch, (height - digitHeight) / 2, digitWidth, digitHeight);
    }

    static Box segment(Box cell, int segment) {
        int t = Math.max(1, cell.height / 7);
        int half = cell.height / 2;
        int right = cell.x + cell.width - t;
        int upper = cell.y + t;
        int sideUpper = half - t - t / 2;
        int lower = cell.y + half + t / 2;
        int sideLower = cell.height - half - t / 2 - t;
        return switch (segment) {
            case 0 -> new Box(cell.x + t, cell.y, cell.width - 2 * t, t);
            case 1 -> new Box(right, upper, t, sideUpper);
            case 2 -> new Box(right, lower, t, sideLower);
            case 3 -> new Box(cell.x + t, cell.y + cell.height - t, cell.width - 2 * t, t);
            case 4 -> new Box(cell.x, lower, t, sideLower);
            case 5 -> new Box(cell.x, upper, t, sideUpper);
            default -> new Box(cell.x + t, cell.y + half - t / 2, cell.width - 2 * t, t);
        };
    }

    /// Reads the frame number from a luma plane; empty when what stands there is no counter.
    ///
    /// @param luma 8 bits a sample
    /// @param stride bytes from row to row
    /// @param width of the picture in pixels
    /// @param height of the picture in pixels
    public static OptionalLong read(MemorySegment luma, int stride, int width, int height) {
        long number = 0;
        for (int index = 0; index < COUNT; index++) {
            var cell = cell(width, height, index);
            int lit = 0;
            for (int s = 0; s < 7; s++) {
                var box = segment(cell, s);
                long at = (long) (box.y + box.height / 2) * stride + box.x + box.width / 2;
                if ((luma.get(ValueLayout.JAVA_BYTE, at) & 0xff) > THRESHOLD) {
                    lit |= 1 << s;
                }
            }
            int digit = 0;
            while (digit < MASKS.length && MASKS[digit] != lit) {
                digit++;
            }
            if (digit == MASKS.length) {
                return OptionalLong.empty();
            }
            number = number * 10 + digit;
        }
        return OptionalLong.of(number);
    }
}
