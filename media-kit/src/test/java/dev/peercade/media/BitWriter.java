package dev.peercade.media;

import java.io.ByteArrayOutputStream;

/// Writes H.264 syntax elements, for hostile parameter sets.
final class BitWriter {

    private final StringBuilder bits = new StringBuilder();

    BitWriter u(int n, long value) {
        for (int i = n - 1; i >= 0; i--) {
            bits.append(value >> i & 1);
        }
        return this;
    }

    BitWriter ue(long value) {
        int length = 64 - Long.numberOfLeadingZeros(value + 1);
        bits.repeat('0', length - 1);
        return u(length, value + 1);
    }

    /// A NAL unit with start code, stop bit and emulation prevention.
    byte[] nal(int header) {
        bits.append('1');
        while (bits.length() % 8 != 0) {
            bits.append('0');
        }
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 1, (byte) header});
        int zeros = 0;
        for (int i = 0; i < bits.length(); i += 8) {
            int value = Integer.parseInt(bits.substring(i, i + 8), 2);
            if (zeros >= 2 && value <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
