package dev.peercade.peer.media;

import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.RtpHeader.Extension;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The header extensions of one stream: their places are made when a packet is built, and filled when it leaves.
/// Repairs and error correction see them empty.
final class PathExtensions {

    /// The block's header, and the element's.
    private static final int SEQUENCE_AT = RtpHeader.FIXED_BYTES + 4 + 1;

    private final HeaderExtensionIds ids;

    PathExtensions(HeaderExtensionIds ids) {
        this.ids = ids;
    }

    /// A new packet without contributors.
    byte[] write(RtpHeader plain, byte[] payload) {
        List<Extension> extensions = new ArrayList<>(2);
        Integer sequence = ids.transportSequence();
        if (sequence != null) {
            // First, so that its place is known.
            extensions.add(new Extension(sequence, new byte[Short.BYTES]));
        }
        return new RtpHeader(
                        plain.marker(),
                        plain.payloadType(),
                        plain.sequenceNumber(),
                        plain.timestamp(),
                        plain.ssrc(),
                        List.of(),
                        extensions)
                .write(payload);
    }

    /// The packet as it was before it left, without what was filled in then.
    byte[] blank(byte[] packet) {
        byte[] blank = packet.clone();
        if (ids.transportSequence() != null
                && (blank[0] & 0x10) != 0
                && blank.length >= SEQUENCE_AT + Short.BYTES
                && blank[SEQUENCE_AT - 1] == (byte) (ids.transportSequence() << 4 | Short.BYTES - 1)) {
            fillTransportSequence(blank, 0);
        }
        return blank;
    }

    boolean countsTransport() {
        return ids.transportSequence() != null;
    }

    void fillTransportSequence(byte[] packet, int sequenceNumber) {
        ByteBuffer.wrap(packet).putShort(SEQUENCE_AT, (short) sequenceNumber);
    }

    /// Null where the packet has none.
    @Nullable
    Integer transportSequence(RtpHeader header) {
        Integer id = ids.transportSequence();
        if (id != null) {
            for (Extension extension : header.extensions()) {
                if (extension.id() == id && extension.data().length == Short.BYTES) {
                    return ByteBuffer.wrap(extension.data()).getShort() & 0xFFFF;
                }
            }
        }
        return null;
    }
}
