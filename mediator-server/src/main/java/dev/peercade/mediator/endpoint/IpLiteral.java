package dev.peercade.mediator.endpoint;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads addresses without ever asking a name server, and only in their plain spelling: the octal, hexadecimal,
/// short and single-number forms that some libraries take for `127.0.0.1` are no addresses here, so that no two
/// readers of one text can differ about it.
public final class IpLiteral {

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

    /// Where an address lies.
    public enum Place {
        PUBLIC,
        /// Of a home, a company, a provider's own network (RFC 1918, 4193, 6598) or a single cable (RFC 3927, 4291).
        PRIVATE,
        LOOPBACK,
        /// Of no single host, or another spelling of an IPv4 address.
        NONE
    }

    private IpLiteral() {}

    /// Whether the text is an address of this family in its plain spelling.
    public static boolean isOfFamily(String text, boolean v4) {
        return reach(text).isPresent() && text.indexOf(':') < 0 == v4;
    }

    /// Where the address lies; NONE for what is not an address in its plain spelling.
    public static Place place(String text) {
        return switch (reach(text).orElse(Reach.NEVER)) {
            case NEVER -> Place.NONE;
            case LOOPBACK -> Place.LOOPBACK;
            case REACHABLE -> place(InetAddress.ofLiteral(text).getAddress());
        };
    }

    private static Place place(byte[] address) {
        int first = address[0] & 0xFF;
        int second = address[1] & 0xFF;
        if (address.length == 4) {
            boolean closed = first == 10
                    || (first == 172 && (second & 0xF0) == 16)
                    || (first == 192 && second == 168)
                    || (first == 169 && second == 254)
                    || (first == 100 && (second & 0xC0) == 64);
            return closed ? Place.PRIVATE : Place.PUBLIC;
        }
        if ((first & 0xFE) == 0xFC || (first == 0xFE && (second & 0x80) != 0)) {
            return Place.PRIVATE;
        }
        boolean translated = startsWith(address, 0x00, 0x64, 0xFF, 0x9B) || startsWith(address, 0x20, 0x02);
        return translated || startsWith(address, 0x20, 0x01, 0x00, 0x00) ? Place.NONE : Place.PUBLIC;
    }

    /// The one spelling of an IPv6 address that RFC 5952, section 4, recommends.
    ///
    /// @param text an address in any plain spelling
    public static String oneSpelling(String text) {
        String groups = InetAddress.ofLiteral(text).getHostAddress();
        for (int run = 8; run > 1; run--) {
            String shorter = groups.replaceFirst("(^|:)0(:0){" + (run - 1) + "}(:|$)", "::");
            if (!shorter.equals(groups)) {
                return shorter;
            }
        }
        return groups;
    }

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
