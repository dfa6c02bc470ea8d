package dev.peercade.peer.wire.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts what comes over TCP or TLS from a TURN server into messages again (RFC 8656, section 3.1): both kinds of
/// message say their length, ChannelData without its padding. Not thread-safe.
public final class StreamFraming {

    /// The largest datagram that a peer of ours sends, and what TURN puts around it. What is longer comes from a
    /// stranger, by way of a relay that carries whatever its permission lets in: it is left out.
    private static final int MESSAGE_BYTES_MAX = 4096;

    private byte[] rest = {};

    /// The messages that are whole now, in their order; null when what comes is no TURN: nothing after that makes
    /// sense.
    public @Nullable List<byte[]> feed(byte[] bytes) {
        byte[] all = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, all, rest.length, bytes.length);
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (all.length - at >= ChannelData.HEADER_BYTES) {
            int length = lengthAt(all, at);
            if (length < 0) {
                return null;
            }
            if (all.length - at < length) {
                break;
            }
            if (length <= MESSAGE_BYTES_MAX) {
                messages.add(Arrays.copyOfRange(all, at, at + length));
            }
            at += length;
        }
        rest = Arrays.copyOfRange(all, at, all.length);
        return messages;
    }

    private static int lengthAt(byte[] bytes, int at) {
        ByteBuffer header = ByteBuffer.wrap(bytes, at, ChannelData.HEADER_BYTES);
        int first = header.getShort() & 0xFFFF;
        int length = header.getShort() & 0xFFFF;
        return switch (first >>> 14) {
            case 0 -> StunMessage.HEADER_BYTES + length;
            case 1 -> ChannelData.HEADER_BYTES + (length + 3 & ~3);
            default -> -1;
        };
    }
}
