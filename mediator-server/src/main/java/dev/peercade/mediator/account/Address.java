package dev.peercade.mediator.account;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where a call comes from, as far as limits go: an IPv4 address, or the /64 of an IPv6 address, since whoever
/// has one address of it has them all.
public record Address(String key) {

    /// @param remote the address of the connection, a literal as the servlet container gives it
    public static Address of(@Nullable String remote) {
        if (remote == null) {
            return new Address("unknown");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(remote.replaceAll("^\\[|]$|%.*$", ""));
            byte[] bytes = address.getAddress();
            return new Address(
                    HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes));
        } catch (IllegalArgumentException e) {
            return new Address("unknown");
        }
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "Address[redacted]";
    }
}
