package dev.peercade.peer.media;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/// Byte streams in the form of H.264: real headers, random content without start codes.
public final class H264Bytes {

    private H264Bytes() {}

    /// @param number found again by [#numberOf]
    public static byte[] picture(SplittableRandom random, int number, boolean keyframe, int about) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (keyframe) {
            nal(out, 0x67, number, 20, random);
            nal(out, 0x68, number, 6, random);
        }
        nal(out, keyframe ? 0x65 : 0x41, number, 6 + about / 2 + random.nextInt(about), random);
        return out.toByteArray();
    }

    private static void nal(ByteArrayOutputStream out, int header, int number, int bytes, SplittableRandom random) {
        out.writeBytes(new byte[] {0, 0, 0, 1, (byte) header});
        for (int shift = 18; shift >= 0; shift -= 6) {
            out.write(0x80 | (number >> shift & 0x3F));
        }
        for (int i = 5; i < bytes; i++) {
            out.write(1 + random.nextInt(255));
        }
    }

    public static int numberOf(byte[] annexB) {
        int number = 0;
        for (int i = 5; i < 9; i++) {
            number = number << 6 | (annexB[i] & 0x3F);
        }
        return number;
    }
}
