package dev.peercade.peer.media.fec;

import java.nio.ByteBuffer;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Which packets a parity packet stands for, and the parity of their headers (section 4.2.2, with a flexible mask and
/// one
/// source).
///
/// @param ssrc of the protected stream
/// @param base sequence number of the first packet that the mask can name, 0 to 65535
/// @param mask bit i stands for `base` + i; fewer than [#PACKETS_MAX] bits, at least one of them set
/// @param parity of the protected packets
record FecHeader(int ssrc, int base, BitSet mask, Parity parity) {

    /// Bits that the longest mask has.
    static final int PACKETS_MAX = 15 + 31 + 63;

    /// With the longest mask.
    static final int BYTES_MAX = 18 + 2 + 4 + 8;

    /// Up to the base sequence number, which the mask follows.
    private static final int FIXED_BYTES = 18;
    private static final int FIRST_BITS = 15;
    private static final int SECOND_BITS = 31;
    private static final int THIRD_BITS = 63;

    byte[] write() {
        int last = mask.length() - 1;
        boolean second = last >= FIRST_BITS;
        boolean third = last >= FIRST_BITS + SECOND_BITS;
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES
                + Short.BYTES
                + (second ? Integer.BYTES : 0)
                + (third ? Long.BYTES : 0)
                + parity.body().length);
        // R and F are 0: not a retransmission, and a mask.
        out.put((byte) (parity.first() & 0x3F)).put((byte) parity.second());
        out.putShort((short) parity.length()).putInt(parity.timestamp());
        out.put((byte) 1).put(new byte[3]).putInt(ssrc).putShort((short) base);
        out.putShort((short) (bits(0, FIRST_BITS) | (second ? 0 : 1 << FIRST_BITS)));
        if (second) {
            out.putInt((int) (bits(FIRST_BITS, SECOND_BITS) | (third ? 0 : 1L << SECOND_BITS)));
        }
        if (third) {
            out.putLong(bits(FIRST_BITS + SECOND_BITS, THIRD_BITS) | 1L << THIRD_BITS);
        }
        return out.put(parity.body()).array();
    }

    /// The first bit of a field is its highest.
    private long bits(int from, int count) {
        long field = 0;
        for (int i = 0; i < count; i++) {
            field |= mask.get(from + i) ? 1L << count - 1 - i : 0;
        }
        return field;
    }

    /// Null where the payload is malformed, or protects what we do not know.
    static @Nullable FecHeader read(byte[] payload) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        if (in.remaining() < FIXED_BYTES + Short.BYTES) {
            return null;
        }
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        int length = in.getShort() & 0xFFFF;
        int timestamp = in.getInt();
        int sources = in.get() & 0xFF;
        in.position(in.position() + 3);
        int ssrc = in.getInt();
        int base = in.getShort() & 0xFFFF;
        boolean retransmissionOrFixed = (first & 0xC0) != 0;
        if (retransmissionOrFixed || sources != 1) {
            return null;
        }
        BitSet mask = new BitSet(PACKETS_MAX);
        long field = in.getShort() & 0xFFFF;
        set(mask, 0, FIRST_BITS, field);
        if (field >> FIRST_BITS == 0) {
            if (in.remaining() < Integer.BYTES) {
                return null;
            }
            field = in.getInt() & 0xFFFF_FFFFL;
            set(mask, FIRST_BITS, SECOND_BITS, field);
            if (field >> SECOND_BITS == 0) {
                if (in.remaining() < Long.BYTES) {
                    return null;
                }
                field = in.getLong();
                if (field >= 0) {
                    return null;
                }
                set(mask, FIRST_BITS + SECOND_BITS, THIRD_BITS, field);
            }
        }
        byte[] body = new byte[in.remaining()];
        in.get(body);
        return mask.isEmpty()
                ? null
                : new FecHeader(ssrc, base, mask, new Parity(first & 0x3F, second, length, timestamp, body));
    }

    private static void set(BitSet mask, int from, int count, long field) {
        for (int i = 0; i < count; i++) {
            mask.set(from + i, (field >> count - 1 - i & 1) == 1);
        }
    }
}
