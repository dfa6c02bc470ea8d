package dev.peercade.peer.wire;

/// An IP address and a UDP port. IPv4 addresses mapped into IPv6 (RFC 4291, section 2.5.5.2) are IPv4 here, so that
/// one path has one key.
///
/// @param high the first 8 bytes of an IPv6 address; 0 for IPv4
/// @param low the last 8 bytes of an IPv6 address; the 4 bytes of an IPv4 address
/// @param port 0 to 65535
public record TransportAddress(long high, long low, boolean v6, int port) {

    private static final long MAPPED_PREFIX = 0xFFFFL << 32;

    /// @param ip 4 or 16 bytes in network order
    public static TransportAddress of(byte[] ip, int port) {
        if (ip.length == 4) {
            return new TransportAddress(0, number(ip, 0, 4), false, port);
        }
        if (ip.length != 16) {
            throw new IllegalArgumentException("an IP address has 4 or 16 bytes");
        }
        long high = number(ip, 0, 8);
        long low = number(ip, 8, 8);
        if (high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED_PREFIX) {
            return new TransportAddress(0, low & 0xFFFF_FFFFL, false, port);
        }
        return new TransportAddress(high, low, true, port);
    }

    /// 4 or 16 bytes in network order.
    public byte[] ip() {
        byte[] ip = new byte[v6 ? 16 : 4];
        for (int i = 0; i < ip.length; i++) {
            int shift = (ip.length - 1 - i) * 8;
            ip[i] = (byte) (shift >= 64 ? high >>> (shift - 64) : low >>> shift);
        }
        return ip;
    }

    public boolean isLoopback() {
        return v6 ? high == 0 && low == 1 : low >>> 24 == 127;
    }

    /// Whether this is an address of a site, a carrier or a link, which the world does not route: RFC 1918, RFC 3927,
    /// RFC 6598 (100.64/10); RFC 4193 (fc00::/7) and RFC 4291 (fe80::/10).
    public boolean isPrivate() {
        if (v6) {
            return high >>> 57 == 0xFC >> 1 || high >>> 54 == 0xFE80 >> 6;
        }
        return low >>> 24 == 10
                || low >>> 20 == (172 << 4 | 1)
                || low >>> 16 == (192 << 8 | 168)
                || low >>> 16 == (169 << 8 | 254)
                || low >>> 22 == (100 << 2 | 1);
    }

    /// Whether a datagram may go there at all: unicast, specified, with a port.
    public boolean isSendable() {
        if (port < 1 || port > 65535) {
            return false;
        }
        if (v6) {
            return (high != 0 || low != 0) && high >>> 56 != 0xFF;
        }
        return low >>> 24 != 0 && low >>> 28 < 0xE;
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = from; i < from + count; i++) {
            number = number << 8 | bytes[i] & 0xFF;
        }
        return number;
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "TransportAddress[redacted]";
    }
}
