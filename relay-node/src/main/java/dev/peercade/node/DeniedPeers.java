package dev.peercade.node;

import java.util.List;
import java.util.stream.Stream;

/// Whom a node relays nothing to: what only the node itself or its neighbours can reach, in every spelling.
/// Otherwise whoever may allocate could look behind the node's firewall. Documentation addresses (RFC 5737, 3849)
/// are not among them: nobody has them, and network labs use them as public ones.
final class DeniedPeers {

    private static final List<String> V4 = List.of(
            // "This network" (RFC 1122, section 3.2.1.3); 0.0.0.0 is this very host to most systems.
            "0.0.0.0/8",
            // Private networks (RFC 1918), and those between a provider and its customers (RFC 6598).
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            // Loopback (RFC 1122) and link-local (RFC 3927), where clouds keep their credentials.
            "127.0.0.0/8",
            "169.254.0.0/16",
            // Protocol assignments (RFC 6890), 6to4's relays (RFC 7526), benchmarks (RFC 2544).
            "192.0.0.0/24",
            "192.88.99.0/24",
            "198.18.0.0/15",
            // Multicast (RFC 5771), reserved and broadcast (RFC 1112, section 4).
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final List<String> V6 = List.of(
            // IPv4-mapped (RFC 4291, section 2.5.5.2), and translated (RFC 2765, section 2.1).
            "::ffff:0:0/96",
            "::ffff:0:0:0/96",
            // NAT64, well-known and local (RFC 6052, RFC 8215).
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            // Discard only (RFC 6666).
            "100::/64",
            // Teredo (RFC 4380) and 6to4 (RFC 3056), which carry an IPv4 address.
            "2001::/32",
            "2002::/16",
            // Unique local (RFC 4193), link-local and site-local (RFC 4291, RFC 3879), multicast.
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    /// Loopback and IPv4-compatible (RFC 4291, sections 2.5.3 and 2.5.5.1). Not from `::` on: to coturn a range
    /// that begins there begins before all of IPv4. The unspecified address itself it refuses of its own.
    private static final PeerRange COMPATIBLE =
            new PeerRange("::1", PeerRange.parse("::/96").last());

    private DeniedPeers() {}

    static List<PeerRange> all() {
        return Stream.concat(Stream.concat(V4.stream(), V6.stream()).map(PeerRange::parse), Stream.of(COMPATIBLE))
                .toList();
    }
}
