package dev.peercade.media;

/// @param size of the coded pictures, both sides even ([Size#even()]); pictures of another size are scaled to it,
/// keeping their shape, with black bars where it differs
/// @param fps pictures a second, 1 to 240; used for the rate control, encoding keeps no clock
/// @param bitrateKbps the target, also kept over each single picture or two (1 kbit = 1000 bits), 50 to 200000
public record EncoderSettings(Size size, int fps, int bitrateKbps) {

    /// Less makes no picture.
    public static final int KBPS_MIN = 50;

    public static final int KBPS_MAX = 200_000;

    public EncoderSettings {
        if (size.width() % 2 != 0 || size.height() % 2 != 0) {
            throw new IllegalArgumentException("The coded size must be even, but this is " + size + ".");
        }
        if (fps < 1 || fps > 240) {
            throw new IllegalArgumentException("The frame rate is between 1 and 240, but this is " + fps + ".");
        }
        if (bitrateKbps < KBPS_MIN || bitrateKbps > KBPS_MAX) {
            throw new IllegalArgumentException(
                    "The bit rate is between 50 and 200000 kbit/s, but this is " + bitrateKbps + ".");
        }
    }
}
