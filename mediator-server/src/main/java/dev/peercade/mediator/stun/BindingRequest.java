package dev.peercade.mediator.stun;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A STUN Binding request (RFC 8489), as far as an answer without credentials depends on it.
///
/// @param transaction the magic cookie and the transaction id, 16 bytes from position to limit
/// @param unknown attributes that would have to be understood and are not; the first [#UNKNOWN_MAX] of them
/// @param fingerprint whether it carries one, and so will its answer
/// @param change the flags of its CHANGE-REQUEST (RFC 5780, section 7.2), empty where it has none
record BindingRequest(ByteBuffer transaction, List<Integer> unknown, boolean fingerprint, OptionalInt change) {

    static final int HEADER = 20;
    static final int BINDING_REQUEST = 0x0001;
    static final int MAGIC_COOKIE = 0x2112A442;

    static final int CHANGE_REQUEST = 0x0003;
    static final int CHANGE_ADDRESS = 0x4;
    static final int CHANGE_PORT = 0x2;

    static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554e;

    /// An answer names so many unknown attributes at most; a sender that gets the first ones right learns the
    /// next.
    static final int UNKNOWN_MAX = 2;

    /// Null for anything else.
    ///
    /// @param datagram one datagram from position to limit; is left as it was
    static @Nullable BindingRequest parse(ByteBuffer datagram) {
        ByteBuffer in = datagram.slice();
        int length = in.remaining();
        // RFC 8489, 5: the two top bits are zero, the length is a multiple of 4 and counts what follows the header.
        if (length < HEADER
                || in.getShort(0) != BINDING_REQUEST
                || in.getInt(4) != MAGIC_COOKIE
                || (in.getShort(2) & 0xffff) != length - HEADER
                || length % 4 != 0) {
            return null;
        }
        List<Integer> unknown = new ArrayList<>(UNKNOWN_MAX);
        boolean fingerprint = false;
        OptionalInt change = OptionalInt.empty();
        for (int at = HEADER; at < length; ) {
            int type = in.getShort(at) & 0xffff;
            int size = in.getShort(at + 2) & 0xffff;
            int next = at + 4 + ((size + 3) & ~3);
            if (next > length) {
                return null;
            }
            if (type == FINGERPRINT) {
                // RFC 8489, 14.7: it is the last attribute; a wrong one means that this is not STUN.
                if (size != 4 || next != length || in.getInt(at + 4) != fingerprint(in, at)) {
                    return null;
                }
                fingerprint = true;
            } else if (type == CHANGE_REQUEST) {
                if (size != 4) {
                    return null;
                }
                // RFC 8489, 14: of an attribute that appears twice the first one counts.
                if (change.isEmpty()) {
                    change = OptionalInt.of(in.getInt(at + 4) & (CHANGE_ADDRESS | CHANGE_PORT));
                }
            } else if (type < 0x8000 && !understood(type) && unknown.size() < UNKNOWN_MAX) {
                unknown.add(type);
            }
            at = next;
        }
        return new BindingRequest(in.slice(4, HEADER - 4), unknown, fingerprint, change);
    }

    /// Attributes of RFC 8489 and 8445 that change nothing about an answer without credentials: USERNAME,
    /// MESSAGE-INTEGRITY, MESSAGE-INTEGRITY-SHA256, USERHASH, PRIORITY, USE-CANDIDATE, and RFC 5780's PADDING,
    /// which is read over: an answer is never padded. Its RESPONSE-PORT is not among them, so that nobody can have
    /// an answer sent to another port than the one that asks.
    private static boolean understood(int type) {
        return switch (type) {
            case 0x0006, 0x0008, 0x001C, 0x001E, 0x0024, 0x0025, 0x0026 -> true;
            default -> false;
        };
    }

    /// RFC 8489, 14.7: CRC-32 of the message up to the attribute itself, XORed with "STUN".
    static int fingerprint(ByteBuffer message, int upTo) {
        CRC32 crc = new CRC32();
        crc.update(message.duplicate().position(0).limit(upTo));
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
