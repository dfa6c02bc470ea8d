package dev.peercade.media.scene;

import dev.peercade.media.scene.SceneDigits.Box;
import java.util.Arrays;

/// Draws the scene as YUV 4:2:0 in BT.709 limited range: drifting slanted waves, a bouncing block, the name, and the
/// frame's number. Rows are copied from precomputed ones, so that a 720p frame costs well under a millisecond. One
/// thread.
public final class ScenePainter {

    /// Columns of a 5x7 letter, one bit a row, top first.
    private static final int[][] LETTERS = {
        {0x7f, 0x09, 0x09, 0x09, 0x06}, // P
        {0x7f, 0x49, 0x49, 0x49, 0x41}, // E
        {0x7f, 0x49, 0x49, 0x49, 0x41}, // E
        {0x7f, 0x09, 0x19, 0x29, 0x46}, // R
        {0x3e, 0x41, 0x41, 0x41, 0x22}, // C
        {0x7e, 0x11, 0x11, 0x11, 0x7e}, // A
        {0x7f, 0x41, 0x41, 0x22, 0x1c}, // D
        {0x7f, 0x49, 0x49, 0x49, 0x41}, // E
    };

    private static final int WAVE = 512;

    private final int width;
    private final int height;
    private final byte[] luma;
    private final byte[] cb;
    private final byte[] cr;
    private final byte[] lumaRow;
    private final byte[] cbRow;
    private final byte[] crRow;

    /// @param width even, in pixels
    /// @param height even, in pixels
    public ScenePainter(int width, int height) {
        this.width = width;
        this.height = height;
        luma = new byte[width * height];
        cb = new byte[width * height / 4];
        cr = new byte[width * height / 4];
        lumaRow = wave(width + WAVE, 90, 40, 0);
        cbRow = wave(width / 2 + WAVE, 140, 50, 0);
        crRow = wave(width / 2 + WAVE, 110, 50, 2);
    }

    private static byte[] wave(int length, int middle, int swing, double phase) {
        var row = new byte[length];
        for (int i = 0; i < length; i++) {
            row[i] = (byte) Math.round(middle + swing * Math.sin(phase + 2 * Math.PI * i / WAVE));
        }
        return row;
    }

    /// Draws a frame.
    ///
    /// @param number the counter shows it modulo a million
    public void paint(long number) {
        background(number);
        block(number);
        title();
        counter(number);
    }

    /// `width * height` samples.
    public byte[] luma() {
        return luma;
    }

    /// `width * height / 4` samples.
    public byte[] cb() {
        return cb;
    }

    /// `width * height / 4` samples.
    public byte[] cr() {
        return cr;
    }

    private void background(long number) {
        int shift = (int) (number * 2 % WAVE);
        for (int y = 0; y < height; y++) {
            System.arraycopy(lumaRow, (shift + y) % WAVE, luma, y * width, width);
        }
        int half = width / 2;
        int colourShift = (int) (number / 2 % WAVE);
        for (int y = 0; y < height / 2; y++) {
            System.arraycopy(cbRow, (colourShift + y) % WAVE, cb, y * half, half);
            System.arraycopy(crRow, (colourShift + 2 * y) % WAVE, cr, y * half, half);
        }
    }

    private void block(long number) {
        int side = Math.max(4, height / 8) & ~1;
        int x = bounce(number * 5, width - side) & ~1;
        int y = bounce(number * 3, height - side) & ~1;
        fill(luma, width, new Box(x, y, side, side), 200);
        var chroma = new Box(x / 2, y / 2, side / 2, side / 2);
        fill(cb, width / 2, chroma, 70);
        fill(cr, width / 2, chroma, 190);
    }

    private static int bounce(long way, int span) {
        if (span <= 0) {
            return 0;
        }
        int place = (int) (way % (2L * span));
        return place < span ? place : 2 * span - place;
    }

    private void title() {
        int dot = Math.max(1, Math.min(width / 80, height / 50));
        int left = (width - dot * (LETTERS.length * 6 - 1)) / 2;
        int top = height / 8;
        for (int letter = 0; letter < LETTERS.length; letter++) {
            for (int column = 0; column < 5; column++) {
                int bits = LETTERS[letter][column];
                for (int row = 0; row < 7; row++) {
                    if ((bits >> row & 1) != 0) {
                        int x = left + (letter * 6 + column) * dot;
                        fill(luma, width, new Box(x, top + row * dot, dot, dot), SceneDigits.BRIGHT);
                    }
                }
            }
        }
    }

    private void counter(long number) {
        var field = SceneDigits.field(width, height);
        fill(luma, width, field, SceneDigits.BLACK);
        var chroma = new Box(field.x() / 2, field.y() / 2, field.width() / 2, field.height() / 2);
        fill(cb, width / 2, chroma, 128);
        fill(cr, width / 2, chroma, 128);
        long rest = number % SceneDigits.MODULUS;
        for (int index = SceneDigits.COUNT - 1; index >= 0; index--) {
            int mask = SceneDigits.mask((int) (rest % 10));
            rest /= 10;
            var cell = SceneDigits.cell(width, height, index);
            for (int segment = 0; segment < 7; segment++) {
                if ((mask >> segment & 1) != 0) {
                    fill(luma, width, SceneDigits.segment(cell, segment), SceneDigits.BRIGHT);
                }
            }
        }
    }

    private static void fill(byte[] plane, int stride, Box box, int value) {
        int rows = plane.length / stride;
        int left = Math.max(0, box.x());
        int right = Math.min(stride, box.x() + box.width());
        if (left >= right) {
            return;
        }
        for (int y = Math.max(0, box.y()); y < Math.min(rows, box.y() + box.height()); y++) {
            Arrays.fill(plane, y * stride + left, y * stride + right, (byte) value);
        }
    }
}
