package dev.peercade.mediator.stun;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// What a STUN server without credentials says to a datagram (RFC 8489): the sender's address to a Binding request, a
/// 420 error to one with an attribute that it would have to understand, nothing to anything else.
///
/// The answer holds what the RFC asks for and no more, because anyone can put a victim's address on a request: 12
/// bytes more than the shortest request over IPv4, 24 over IPv6, which no standard answer can undercut.
final class BindingAnswer {

    /// The limit of PROTOCOL rule 2; the longest answer that this class makes has 52 bytes.
    static final int MAX_BYTES = 120;

    private static final int HEADER = 20;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final int FINGERPRINT_XOR = 0x5354554e;

    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int FINGERPRINT = 0x8028;

    /// An answer names so many unknown attributes at most; a sender that gets the first ones right learns the next.
    private static final int UNKNOWN_MAX = 2;

    private BindingAnswer() {}

    /// Writes the answer to `datagram` into `answer` and flips it.
    ///
    /// @param datagram one datagram from position to limit; is left as it was
    /// @param answer at least [#MAX_BYTES] long
    /// @return whether there is an answer; without one `answer` is empty
    static boolean write(ByteBuffer datagram, InetSocketAddress source, ByteBuffer answer) {
        answer.clear().limit(0);
        ByteBuffer in = datagram.slice();
        int length = in.remaining();
        // RFC 8489, 5: the two top bits are zero, the length is a multiple of 4 and counts what follows the header.
        if (length < HEADER
                || in.getShort(0) != BINDING_REQUEST
                || in.getInt(4) != MAGIC_COOKIE
                || (in.getShort(2) & 0xffff) != length - HEADER
                || length % 4 != 0) {
            return false;
        }
        int[] unknown = new int[UNKNOWN_MAX];
        int unknowns = 0;
        boolean fingerprint = false;
        for (int at = HEADER; at < length; ) {
            int type = in.getShort(at) & 0xffff;
            int size = in.getShort(at + 2) & 0xffff;
            int next = at + 4 + ((size + 3) & ~3);
            if (next > length) {
                return false;
            }
            if (type == FINGERPRINT) {
                // RFC 8489, 14.7: it is the last attribute; a wrong one means that this is not STUN.
                if (size != 4 || next != length || in.getInt(at + 4) != fingerprint(in, at)) {
                    return false;
                }
                fingerprint = true;
            } else if (type < 0x8000 && !understood(type)) {
                if (unknowns < UNKNOWN_MAX) {
                    unknown[unknowns] = type;
                    unknowns++;
                }
            }
            at = next;
        }
        answer.clear();
        answer.putShort((short) (unknowns == 0 ? BINDING_SUCCESS : BINDING_ERROR));
        answer.putShort((short) 0);
        answer.put(in.duplicate().position(4).limit(HEADER));
        if (unknowns == 0) {
            putAddress(answer, source.getAddress(), source.getPort());
        } else {
            putUnknown(answer, unknown, unknowns);
        }
        if (fingerprint) {
            answer.putShort(2, (short) (answer.position() - HEADER + 8));
            int value = fingerprint(answer, answer.position());
            answer.putShort((short) FINGERPRINT).putShort((short) 4).putInt(value);
        }
        answer.putShort(2, (short) (answer.position() - HEADER));
        answer.flip();
        return true;
    }

    /// Attributes of RFC 8489 and 8445 that change nothing about an answer without credentials: USERNAME,
    /// MESSAGE-INTEGRITY, MESSAGE-INTEGRITY-SHA256, USERHASH, PRIORITY, USE-CANDIDATE, and RFC 5780's PADDING.
    private static boolean understood(int type) {
        return switch (type) {
            case 0x0006, 0x0008, 0x001C, 0x001E, 0x0024, 0x0025, 0x0026 -> true;
            default -> false;
        };
    }

    /// RFC 8489, 14.2: port and address are XORed with the cookie and the transaction id, against rewriting NATs.
    private static void putAddress(ByteBuffer answer, InetAddress address, int port) {
        byte[] bytes = address.getAddress();
        answer.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + bytes.length));
        answer.put((byte) 0).put((byte) (address instanceof Inet4Address ? 1 : 2));
        answer.putShort((short) (port ^ (MAGIC_COOKIE >>> 16)));
        for (int i = 0; i < bytes.length; i++) {
            answer.put((byte) (bytes[i] ^ answer.get(4 + i)));
        }
    }

    /// RFC 8489, 14.8 and 14.13, with an empty reason phrase.
    private static void putUnknown(ByteBuffer answer, int[] unknown, int count) {
        answer.putShort((short) ERROR_CODE).putShort((short) 4);
        answer.putShort((short) 0).put((byte) 4).put((byte) 20);
        answer.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) (2 * count));
        for (int i = 0; i < UNKNOWN_MAX; i++) {
            answer.putShort((short) (i < count ? unknown[i] : 0));
        }
    }

    /// RFC 8489, 14.7: CRC-32 of the message up to the attribute itself, XORed with "STUN".
    private static int fingerprint(ByteBuffer message, int upTo) {
        CRC32 crc = new CRC32();
        crc.update(message.duplicate().position(0).limit(upTo));
        return (int) crc.getValue() ^ FINGERPRINT_XOR;
    }
}
