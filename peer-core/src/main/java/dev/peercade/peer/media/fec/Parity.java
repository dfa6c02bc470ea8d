package dev.peercade.peer.media.fec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The exclusive or of RTP packets (section 6.2 of the draft): of the parts of their headers that differ, of their
/// lengths, and of all that follows the twelve fixed bytes.
///
/// @param first padding and extension bit and count of contributors, 6 bits
/// @param second marker and payload type, 8 bits
/// @param length bytes behind the fixed header, 16 bits
record Parity(int first, int second, int length, int timestamp, byte[] body) {

    private static final int FIXED_BYTES = 12;
    private static final int VERSION_2 = 0x80;

    static final Parity NONE = new Parity(0, 0, 0, 0, new byte[0]);

    /// @param packet a whole RTP packet
    static Parity of(byte[] packet) {
        ByteBuffer in = ByteBuffer.wrap(packet);
        return new Parity(
                packet[0] & 0x3F,
                packet[1] & 0xFF,
                packet.length - FIXED_BYTES,
                in.getInt(4),
                Arrays.copyOfRange(packet, FIXED_BYTES, packet.length));
    }

    Parity xor(Parity other) {
        byte[] sum = Arrays.copyOf(
                body.length >= other.body.length ? body : other.body, Math.max(body.length, other.body.length));
        byte[] shorter = body.length >= other.body.length ? other.body : body;
        for (int i = 0; i < shorter.length; i++) {
            sum[i] ^= shorter[i];
        }
        return new Parity(
                first ^ other.first, second ^ other.second, length ^ other.length, timestamp ^ other.timestamp, sum);
    }

    /// The one packet that this is the parity of; null where that cannot be one.
    byte @Nullable [] packet(int sequenceNumber, int ssrc) {
        if (length > body.length || length == 0) {
            return null;
        }
        return ByteBuffer.allocate(FIXED_BYTES + length)
                .put((byte) (VERSION_2 | first))
                .put((byte) second)
                .putShort((short) sequenceNumber)
                .putInt(timestamp)
                .putInt(ssrc)
                .put(body, 0, length)
                .array();
    }

    @Override
    public String toString() {
        return "Parity[" + body.length + " bytes]";
    }
}
