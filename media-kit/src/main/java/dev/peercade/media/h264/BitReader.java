package dev.peercade.media.h264;

/// Reads the syntax elements of H.264 sections 7.2 and 9.1 from a NAL unit's payload. Past the end it yields zeros
/// and remembers that it did. One thread.
final class BitReader {

    private final byte[] bytes;
    private final int bits;
    private int at;
    private boolean overrun;

    /// @param offset of the first payload byte in `nal`
    /// @param length of the payload in bytes; the emulation prevention bytes (section 7.4.1) are taken out
    BitReader(byte[] nal, int offset, int length) {
        bytes = new byte[length];
        int count = 0;
        int zeros = 0;
        for (int i = offset; i < offset + length; i++) {
            if (zeros >= 2 && nal[i] == 3) {
                zeros = 0;
                continue;
            }
            zeros = nal[i] == 0 ? zeros + 1 : 0;
            bytes[count++] = nal[i];
        }
        bits = count * 8;
    }

    boolean overrun() {
        return overrun;
    }

    int bit() {
        if (at >= bits) {
            overrun = true;
            return 0;
        }
        int bit = bytes[at >> 3] >> (7 - (at & 7)) & 1;
        at++;
        return bit;
    }

    boolean flag() {
        return bit() == 1;
    }

    /// u(n) with n up to 31.
    int bits(int n) {
        int value = 0;
        for (int i = 0; i < n; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    /// ue(v), up to 2^31 - 2; longer codes count as an overrun.
    int ue() {
        int zeros = 0;
        while (bit() == 0) {
            zeros++;
            if (zeros > 30 || overrun) {
                overrun = true;
                return 0;
            }
        }
        return (1 << zeros) - 1 + bits(zeros);
    }

    int se() {
        int code = ue();
        return (code & 1) == 1 ? (code >>> 1) + 1 : -(code >>> 1);
    }
}
