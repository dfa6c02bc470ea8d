package dev.peercade.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// A block of addresses of peers, first and last inclusive.
///
/// @param first of the same family as `last`
public record PeerRange(InetAddress first, InetAddress last) {

    /// @param text an address or a block such as `10.0.0.0/8`
    /// @throws IllegalArgumentException with a sentence when it is neither
    public static PeerRange parse(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8 || text.contains("%")) {
                throw new IllegalArgumentException(text);
            }
            return of(address, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no block of addresses, such as 10.0.0.0/8 or fd00::/8.", e);
        }
    }

    static PeerRange single(InetAddress address) {
        return new PeerRange(address, address);
    }

    private static PeerRange of(byte[] address, int bits) {
        byte[] first = address.clone();
        byte[] last = address.clone();
        for (int bit = bits; bit < address.length * 8; bit++) {
            int mask = 0x80 >>> (bit % 8);
            first[bit / 8] &= (byte) ~mask;
            last[bit / 8] |= (byte) mask;
        }
        try {
            return new PeerRange(InetAddress.getByAddress(first), InetAddress.getByAddress(last));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean contains(InetAddress address) {
        return address.getAddress().length == first.getAddress().length
                && Arrays.compareUnsigned(first.getAddress(), address.getAddress()) <= 0
                && Arrays.compareUnsigned(address.getAddress(), last.getAddress()) <= 0;
    }

    /// As coturn reads it: one address, or two with a hyphen.
    String text() {
        return first.equals(last) ? first.getHostAddress() : first.getHostAddress() + "-" + last.getHostAddress();
    }
}
