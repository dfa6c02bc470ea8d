package dev.peercade.peer.wire.stun;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A ChannelData message (RFC 8656, section 12.4): 4 bytes of header, then the load.
///
/// @param channel [#FIRST] to [#LAST]
public record ChannelData(int channel, byte[] load) {

    /// RFC 8656, section 12: what RFC 5766 allowed beyond is reserved for telling protocols apart.
    public static final int FIRST = 0x4000;

    public static final int LAST = 0x4FFF;

    static final int HEADER_BYTES = 4;

    /// Null for anything else. Padding, as streams need and some senders add over UDP too, is left out.
    public static @Nullable ChannelData parse(byte[] message) {
        if (message.length < HEADER_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(message);
        int channel = buffer.getShort(0) & 0xFFFF;
        int length = buffer.getShort(2) & 0xFFFF;
        if (channel < FIRST || channel > LAST || HEADER_BYTES + length > message.length) {
            return null;
        }
        return new ChannelData(channel, Arrays.copyOfRange(message, HEADER_BYTES, HEADER_BYTES + length));
    }

    /// @param padded to a multiple of 4 bytes, as RFC 8656, section 12.5, wants it over TCP and TLS
    public byte[] toBytes(boolean padded) {
        int bytes = HEADER_BYTES + load.length;
        return ByteBuffer.allocate(padded ? bytes + 3 & ~3 : bytes)
                .putShort((short) channel)
                .putShort((short) load.length)
                .put(load)
                .array();
    }

    @Override
    public String toString() {
        return "ChannelData[0x" + Integer.toHexString(channel) + ", " + load.length + " bytes]";
    }
}
