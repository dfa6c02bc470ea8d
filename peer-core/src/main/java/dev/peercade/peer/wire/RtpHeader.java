package dev.peercade.peer.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header of an RTP packet (RFC 3550, section 5.1).
///
/// @param payloadType 0 to 127
/// @param sequenceNumber 0 to 65535
/// @param timestamp 0 to 2^32-1
/// @param contributors at most 15
/// @param extensions of RFC 8285; empty where the header has none, or has some of another kind
public record RtpHeader(
        boolean marker,
        int payloadType,
        int sequenceNumber,
        long timestamp,
        Ssrc ssrc,
        List<Ssrc> contributors,
        List<Extension> extensions) {

    /// Without contributors and extensions.
    public static final int FIXED_BYTES = 12;

    private static final int VERSION_2 = 0x80;
    private static final int PADDING_BIT = 0x20;
    private static final int EXTENSION_BIT = 0x10;
    private static final int MARKER_BIT = 0x80;

    /// @param id 1 to 14 in the one-byte form, 1 to 255 in the two-byte form
    /// @param data 1 to 16 bytes in the one-byte form, 0 to 255 in the two-byte form
    public record Extension(int id, byte[] data) {

        @Override
        public String toString() {
            return "Extension[id=" + id + ", " + data.length + " bytes]";
        }
    }

    /// A header with neither contributors nor extensions.
    public static RtpHeader plain(boolean marker, int payloadType, int sequenceNumber, long timestamp, Ssrc ssrc) {
        return new RtpHeader(marker, payloadType, sequenceNumber, timestamp, ssrc, List.of(), List.of());
    }

    /// A packet taken apart.
    ///
    /// @param payload without padding
    public record Packet(RtpHeader header, byte[] payload) {

        @Override
        public String toString() {
            return "Packet[" + header + ", " + payload.length + " bytes]";
        }
    }

    /// Reads a whole packet; null when it is malformed.
    public static @Nullable Packet parse(byte[] packet) {
        if (packet.length < FIXED_BYTES || (packet[0] & 0xC0) != VERSION_2) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(packet);
        int first = in.get() & 0xFF;
        int second = in.get() & 0xFF;
        int sequenceNumber = in.getShort() & 0xFFFF;
        long timestamp = in.getInt() & 0xFFFFFFFFL;
        Ssrc ssrc = new Ssrc(in.getInt());

        int contributorCount = first & 0x0F;
        if (in.remaining() < 4 * contributorCount) {
            return null;
        }
        List<Ssrc> contributors = new ArrayList<>(contributorCount);
        for (int i = 0; i < contributorCount; i++) {
            contributors.add(new Ssrc(in.getInt()));
        }
        List<Extension> extensions = List.of();
        if ((first & EXTENSION_BIT) != 0) {
            if (in.remaining() < 4) {
                return null;
            }
            int profile = in.getShort() & 0xFFFF;
            int bytes = 4 * (in.getShort() & 0xFFFF);
            if (in.remaining() < bytes) {
                return null;
            }
            extensions = HeaderExtensions.read(profile, in.slice(in.position(), bytes));
            in.position(in.position() + bytes);
        }
        int padding = 0;
        if ((first & PADDING_BIT) != 0) {
            // The last octet counts itself, so 0 is impossible, and it cannot reach before the payload
            // (CVE-2025-49140).
            padding = in.hasRemaining() ? packet[packet.length - 1] & 0xFF : 0;
            if (padding == 0 || padding > in.remaining()) {
                return null;
            }
        }
        byte[] payload = new byte[in.remaining() - padding];
        in.get(payload);
        RtpHeader header = new RtpHeader(
                (second & MARKER_BIT) != 0,
                second & 0x7F,
                sequenceNumber,
                timestamp,
                ssrc,
                List.copyOf(contributors),
                extensions);
        return new Packet(header, payload);
    }

    /// Writes a whole packet without padding.
    public byte[] write(byte[] payload) {
        byte[] extensionBlock = HeaderExtensions.write(extensions);
        ByteBuffer out =
                ByteBuffer.allocate(FIXED_BYTES + 4 * contributors.size() + extensionBlock.length + payload.length);
        int extensionBit = extensionBlock.length > 0 ? EXTENSION_BIT : 0;
        out.put((byte) (VERSION_2 | extensionBit | contributors.size()));
        out.put((byte) ((marker ? MARKER_BIT : 0) | payloadType));
        out.putShort((short) sequenceNumber);
        out.putInt((int) timestamp);
        out.putInt(ssrc.value());
        for (Ssrc contributor : contributors) {
            out.putInt(contributor.value());
        }
        return out.put(extensionBlock).put(payload).array();
    }
}
