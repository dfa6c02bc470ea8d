package dev.peercade.testbed.lab;

import java.net.InetAddress;

/// The addresses of one home, and the commands of `ip` that give them to its interfaces. Both homes use
/// 192.168.1.0/24 inside, as most do: a peer that tries the other's private address meets its own network.
///
/// @param name such as `homeA`
/// @param first of the 16 addresses of 203.0.113.0/24 that the internet routes to this home
/// @param prefix6 of the IPv6 network that the internet routes to this home, 64 bits, such as `2001:db8:a`
record HomeAddresses(String name, int first, String prefix6) {

    /// How often a host of the smallest network, the public one, can move.
    static final int MOVES_MAX = 3;

    private static final String PUBLIC = "203.0.113.";
    private static final String PRIVATE = "192.168.1.";
    private static final String CARRIER = "100.64.0.";

    /// Of the router that the internet sees.
    InetAddress outside() {
        return InetAddress.ofLiteral(outsideText());
    }

    /// @param move how often the host has moved
    InetAddress host(NatKind kind, int move) {
        return InetAddress.ofLiteral(hostText(kind, move));
    }

    InetAddress host6(int move) {
        return InetAddress.ofLiteral(host6Text(move));
    }

    String hostSide(NatKind kind) {
        return """
        link set lo up
        link set eth0 up
        """ + arrive(kind, 0);
    }

    String arrive(NatKind kind, int move) {
        String commands = """
        addr add %s/%d dev eth0
        route add default via %s dev eth0
        """.formatted(hostText(kind, move), bits(kind), gatewayText(kind));
        return kind != NatKind.V6 ? commands : commands + """
                        addr add %s/64 dev eth0
                        route replace default via fe80::1 dev eth0
                        """.formatted(host6Text(move));
    }

    String leave(NatKind kind, int move) {
        String commands = "addr del %s/%d dev eth0\n".formatted(hostText(kind, move), bits(kind));
        return kind != NatKind.V6 ? commands : commands + "addr del %s/64 dev eth0\n".formatted(host6Text(move));
    }

    String routerSide(NatKind kind) {
        String lan = """
        addr add %s/%d dev lan
        link set lan up
        """.formatted(gatewayText(kind), bits(kind));
        if (kind == NatKind.DOUBLE) {
            return lan + """
                    addr add %s2/24 dev wan
                    link set wan up
                    route add default via %s1
                    """.formatted(CARRIER, CARRIER);
        }
        return kind != NatKind.V6 ? lan + outsideSide() : lan + outsideSide() + """
                        addr add fe80::1/64 dev lan
                        route add %s::/64 dev lan
                        addr add fe80::2/64 dev wan
                        route add default via fe80::3 dev wan
                        """.formatted(prefix6);
    }

    String carrierSide() {
        return """
        addr add %s1/24 dev lan
        link set lan up
        """.formatted(CARRIER) + outsideSide();
    }

    String internetSide() {
        return """
        addr add %1$s peer %2$s dev %3$s
        link set %3$s up
        route add %4$s%5$d/28 via %2$s dev %3$s
        addr add fe80::3/64 dev %3$s
        route add %6$s::/64 via fe80::2 dev %3$s
        """.formatted(NetworkLab.INTERNET, outsideText(), name, PUBLIC, first, prefix6);
    }

    private String outsideSide() {
        return """
        addr add %1$s peer %2$s dev wan
        link set wan up
        route add default via %2$s
        """.formatted(outsideText(), NetworkLab.INTERNET);
    }

    private String outsideText() {
        return PUBLIC + (first + 1);
    }

    private String gatewayText(NatKind kind) {
        return kind == NatKind.PUBLIC ? PUBLIC + (first + 9) : PRIVATE + 1;
    }

    private String hostText(NatKind kind, int move) {
        if (move > MOVES_MAX) {
            throw new IllegalStateException("a host can move " + MOVES_MAX + " times");
        }
        return kind == NatKind.PUBLIC ? PUBLIC + (first + 10 + move) : PRIVATE + (10 + move);
    }

    private String host6Text(int move) {
        return prefix6 + "::1" + move;
    }

    private static int bits(NatKind kind) {
        return kind == NatKind.PUBLIC ? 29 : 24;
    }
}
