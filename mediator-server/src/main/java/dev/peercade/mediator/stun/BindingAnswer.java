package dev.peercade.mediator.stun;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a STUN server without credentials says to a Binding request (RFC 8489): the sender's address, or a 420
/// error where it would have to understand an attribute that it does not.
///
/// The answer holds what the RFC asks for and no more, because anyone can put a victim's address on a request: 12
/// bytes more than the shortest request over IPv4, 24 over IPv6, which no standard answer can undercut. Those who
/// ask about their NAT get two addresses on top (RFC 5780).
final class BindingAnswer {

    /// The limit of PROTOCOL rule 2; the longest answer that this class makes has 100 bytes.
    static final int MAX_BYTES = 120;

    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;

    private static final int ERROR_CODE = 0x0009;
    private static final int UNKNOWN_ATTRIBUTES = 0x000A;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int RESPONSE_ORIGIN = 0x802B;
    private static final int OTHER_ADDRESS = 0x802C;

    /// Where an answer comes from, and where else the server is (RFC 5780, sections 7.3 and 7.4).
    ///
    /// @param other differs from the asked end in port, and in address where the server has two
    record Origin(InetSocketAddress here, InetSocketAddress other) {}

    private BindingAnswer() {}

    /// Writes the answer into `answer` and flips it.
    ///
    /// @param origin null where it is not told
    /// @param answer at least [#MAX_BYTES] long
    static void write(BindingRequest request, InetSocketAddress source, @Nullable Origin origin, ByteBuffer answer) {
        if (!request.unknown().isEmpty()) {
            refuse(request, request.unknown(), answer);
            return;
        }
        begin(request, BINDING_SUCCESS, answer);
        putAddress(answer, XOR_MAPPED_ADDRESS, source, request.transaction());
        if (origin != null) {
            putAddress(answer, RESPONSE_ORIGIN, origin.here(), null);
            putAddress(answer, OTHER_ADDRESS, origin.other(), null);
        }
        end(request, answer);
    }

    /// Writes a 420 error (RFC 8489, 14.8 and 14.13), with an empty reason phrase.
    ///
    /// @param unknown at most [BindingRequest#UNKNOWN_MAX] attributes
    static void refuse(BindingRequest request, List<Integer> unknown, ByteBuffer answer) {
        begin(request, BINDING_ERROR, answer);
        answer.putShort((short) ERROR_CODE).putShort((short) 4);
        answer.putShort((short) 0).put((byte) 4).put((byte) 20);
        answer.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) (2 * unknown.size()));
        for (int i = 0; i < BindingRequest.UNKNOWN_MAX; i++) {
            answer.putShort(i < unknown.size() ? unknown.get(i).shortValue() : 0);
        }
        end(request, answer);
    }

    private static void begin(BindingRequest request, int type, ByteBuffer answer) {
        answer.clear();
        answer.putShort((short) type).putShort((short) 0);
        answer.put(request.transaction().duplicate());
    }

    private static void end(BindingRequest request, ByteBuffer answer) {
        if (request.fingerprint()) {
            answer.putShort(2, (short) (answer.position() - BindingRequest.HEADER + 8));
            int value = BindingRequest.fingerprint(answer, answer.position());
            answer.putShort((short) BindingRequest.FINGERPRINT)
                    .putShort((short) 4)
                    .putInt(value);
        }
        answer.putShort(2, (short) (answer.position() - BindingRequest.HEADER));
        answer.flip();
    }

    /// RFC 8489, 14.2: port and address are XORed with the cookie and the transaction id, against rewriting NATs.
    /// Those of RFC 5780 stand as they are.
    ///
    /// @param mask 16 bytes, or null for none
    private static void putAddress(
            ByteBuffer answer, int attribute, InetSocketAddress address, @Nullable ByteBuffer mask) {
        byte[] bytes = address.getAddress().getAddress();
        answer.putShort((short) attribute).putShort((short) (4 + bytes.length));
        answer.put((byte) 0).put((byte) (address.getAddress() instanceof Inet4Address ? 1 : 2));
        answer.putShort((short) (address.getPort() ^ (mask == null ? 0 : mask.getShort(0))));
        for (int i = 0; i < bytes.length; i++) {
            answer.put((byte) (bytes[i] ^ (mask == null ? 0 : mask.get(i))));
        }
    }
}
