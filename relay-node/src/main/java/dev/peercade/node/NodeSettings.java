package dev.peercade.node;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What an operator wants of a relay node.
///
/// @param dataDir keys, configuration and table; made where it is missing, for its owner only
public record NodeSettings(Addresses addresses, Ports ports, Limits limits, Lab lab, Path dataDir) {

    /// Where peers reach the node; one of the two at least.
    public record Addresses(
            @Nullable Inet4Address ipv4, @Nullable Inet6Address ipv6) {

        public Addresses {
            if (ipv4 == null && ipv6 == null) {
                throw new IllegalArgumentException("A node has an address.");
            }
        }

        List<InetAddress> all() {
            return Stream.of((InetAddress) ipv4, ipv6).filter(Objects::nonNull).toList();
        }

        @Nullable
        String ipv4Text() {
            return ipv4 == null ? null : ipv4.getHostAddress();
        }

        @Nullable
        String ipv6Text() {
            return ipv6 == null ? null : ipv6.getHostAddress();
        }
    }

    /// @param turn UDP and TCP
    /// @param tls TURN over TLS, or null for none
    /// @param agent HTTPS
    /// @param relayMin UDP, first of those that allocations get
    /// @param relayMax the last of them
    public record Ports(int turn, @Nullable Integer tls, int agent, int relayMin, int relayMax) {}

    /// @param maxMbit of all relaying together, or 0 for what the network gives
    /// @param maxAllocations at once
    public record Limits(int maxMbit, int maxAllocations) {}

    /// @param open whether a coturn with known holes may run, and single ranges may be relayed to
    /// @param allowed ranges that are relayed to though they are private
    public record Lab(boolean open, List<PeerRange> allowed) {

        public Lab {
            allowed = List.copyOf(allowed);
        }
    }

    /// Addresses are nobody else's business.
    @Override
    public String toString() {
        return "NodeSettings[" + ports + ", " + limits + "]";
    }
}
