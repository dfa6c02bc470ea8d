package dev.peercade.mediator.endpoint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads addresses without ever asking a name server, and only in their plain spelling: the octal, hexadecimal,
/// short and single-number forms that some libraries take for `127.0.0.1` are no addresses here, so that no two
/// readers of one text can differ about it.
final class IpLiteral {

    private static final Pattern V4 =
            Pattern.compile("(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})\\.(0|[1-9]\\d{0,2})");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*");
    private static final int CHARS_MAX = 45;

    /// What an address may be used for.
    enum Reach {
        REACHABLE,
        LOOPBACK,
        /// Unspecified, multicast, broadcast, reserved, or one that hides an IPv4 address inside.
        NEVER
    }

    private IpLiteral() {}

    /// How the text can be reached, or empty when it is not an address.
    static Optional<Reach> reach(String text) {
        if (text.length() > CHARS_MAX) {
            return Optional.empty();
        }
        if (V4.matcher(text).matches() || V6.matcher(text).matches()) {
            try {
                return Optional.of(
                        switch (InetAddress.ofLiteral(text)) {
                            case Inet4Address v4 -> reach(text.indexOf(':') >= 0 ? Reach.NEVER : null, v4.getAddress());
                            case Inet6Address v6 -> reach6(v6);
                            default -> Reach.NEVER;
                        });
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        // IPv4 in the tail of IPv6 is a second spelling.
        return Optional.empty();
    }

    private static Reach reach(@org.jspecify.annotations.Nullable Reach known, byte[] v4) {
        if (known != null) {
            return known;
        }
        int first = v4[0] & 0xFF;
        // RFC 1122, section 3.2.1.3 (0/8, 127/8); RFC 5771 (224/4); RFC 1112, section 4 (240/4, with the broadcast
        // address).
        if (first == 0 || first >= 224) {
            return Reach.NEVER;
        }
        return first == 127 ? Reach.LOOPBACK : Reach.REACHABLE;
    }

    private static Reach reach6(Inet6Address address) {
        byte[] bytes = address.getAddress();
        if (address.isLoopbackAddress()) {
            return Reach.LOOPBACK;
        }
        // RFC 4291, sections 2.5.2, 2.5.5 and 2.7: unspecified, IPv4-compatible and -mapped, multicast.
        if (address.isMulticastAddress() || zeros(bytes, 10)) {
            return Reach.NEVER;
        }
        // RFC 6052 (64:ff9b::/96) and RFC 3056 (2002::/16) carry an IPv4 address, which must be fit itself.
        if (startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B)) {
            return embedded(bytes, 12);
        }
        if (startsWith(bytes, 0x20, 0x02)) {
            return embedded(bytes, 2);
        }
        return Reach.REACHABLE;
    }

    private static Reach embedded(byte[] bytes, int offset) {
        byte[] v4 = java.util.Arrays.copyOfRange(bytes, offset, offset + 4);
        return reach(null, v4) == Reach.REACHABLE ? Reach.REACHABLE : Reach.NEVER;
    }

    private static boolean zeros(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
