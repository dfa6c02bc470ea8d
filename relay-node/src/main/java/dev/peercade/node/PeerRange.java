package dev.peercade.node;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.StringJoiner;

/// A block of addresses of peers, first and last inclusive, each in the spelling in which coturn reads it. Not as
/// addresses, since Java takes IPv4-mapped ones for IPv4.
public record PeerRange(String first, String last) {

    private static final int V6_BYTES = 16;

    /// @param text an address or a block such as `10.0.0.0/8`
    /// @throws IllegalArgumentException with a sentence when it is neither
    public static PeerRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw new IllegalArgumentException(text);
            }
            return of(address, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no block of addresses, such as 10.0.0.0/8 or fd00::/8.", e);
        }
    }

    static PeerRange single(InetAddress address) {
        return of(address.getAddress(), address.getAddress().length * 8);
    }

    private static byte[] bytes(String literal) {
        if (literal.contains("%")) {
            throw new IllegalArgumentException(literal);
        }
        byte[] bytes = InetAddress.ofLiteral(literal).getAddress();
        if (!literal.contains(":") || bytes.length == V6_BYTES) {
            return bytes;
        }
        // RFC 4291, section 2.5.5.2.
        byte[] mapped = new byte[V6_BYTES];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(bytes, 0, mapped, 12, bytes.length);
        return mapped;
    }

    private static PeerRange of(byte[] address, int bits) {
        byte[] first = address.clone();
        byte[] last = address.clone();
        for (int bit = bits; bit < address.length * 8; bit++) {
            int mask = 0x80 >>> (bit % 8);
            first[bit / 8] &= (byte) ~mask;
            last[bit / 8] |= (byte) mask;
        }
        return new PeerRange(spelled(first), spelled(last));
    }

    private static String spelled(byte[] address) {
        boolean v6 = address.length == V6_BYTES;
        StringJoiner text = new StringJoiner(v6 ? ":" : ".");
        for (int i = 0; i < address.length; i += v6 ? 2 : 1) {
            text.add(v6 ? HexFormat.of().formatHex(address, i, i + 2) : Integer.toString(address[i] & 0xff));
        }
        return text.toString();
    }

    boolean isLoopback() {
        return InetAddress.ofLiteral(first).isLoopbackAddress();
    }

    /// As coturn reads it: one address, or two with a hyphen.
    String text() {
        return first.equals(last) ? first : first + "-" + last;
    }
}
