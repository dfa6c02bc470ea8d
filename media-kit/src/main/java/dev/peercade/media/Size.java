package dev.peercade.media;

import java.util.regex.Pattern;

/// A picture's size.
///
/// @param width in pixels, 1 to 16384
/// @param height in pixels, 1 to 16384
public record Size(int width, int height) {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})[xX]([0-9]{1,5})");
    public static final int LARGEST = 16384;

    public Size {
        if (width < 1 || height < 1 || width > LARGEST || height > LARGEST) {
            throw new IllegalArgumentException(
                    "A size is between 1x1 and 16384x16384, but this is " + width + "x" + height + ".");
        }
    }

    /// Reads `1280x720`.
    public static Size parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A size is written like 1280x720, not '" + text + "'.");
        }
        return new Size(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /// The size with each side rounded down to an even number, at least 16: chroma is halved in both directions, and
    /// encoders refuse less than a macroblock.
    public Size even() {
        return new Size(Math.max(16, width & ~1), Math.max(16, height & ~1));
    }

    boolean liesWithin(Size other) {
        return width <= other.width && height <= other.height;
    }

    /// The largest size of this shape, rounded, that lies within another.
    public Size fitted(Size within) {
        // min(): the longer side decides.
        double scale = Math.min((double) within.width / width, (double) within.height / height);
        return new Size(Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale)));
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
