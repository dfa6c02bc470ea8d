package dev.peercade.peer.checkup;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.session.AddressLiteral;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whom to ask.
///
/// @param stun the STUN server, IPv4 where it has one; null where there is none
/// @param stun6 the same over IPv6, or null
/// @param nodes at most [#NODES_MAX], with at least one address that this machine can try
/// @param nodesLeftOut beyond these
record Places(@Nullable TransportAddress stun, @Nullable TransportAddress stun6, List<Node> nodes, int nodesLeftOut) {

    /// More than these nobody needs to hear of, and each gets 50 datagrams.
    static final int NODES_MAX = 8;

    /// @param udp its TURN port, which TCP has too
    /// @param udp6 the same over IPv6, or null
    /// @param tls or null without
    record Node(
            TransportAddress udp,
            @Nullable TransportAddress udp6,
            @Nullable TransportAddress tls,
            String pin) {

        /// Addresses are personal.
        @Override
        public String toString() {
            return "Node[redacted]";
        }
    }

    /// Blocks for the name service.
    ///
    /// @param chosen instead of the mediator's STUN server, or null
    /// @param info null where the mediator could not be asked
    static Places of(
            List<TransportAddress> mediator,
            @Nullable InetSocketAddress chosen,
            @Nullable MediatorInfo info,
            List<RelayNode> nodes) {
        List<TransportAddress> stun = new ArrayList<>();
        if (chosen != null) {
            resolve(chosen.getHostString()).forEach(address -> stun.add(at(address, chosen.getPort())));
        } else if (info != null && info.stunPort() != null) {
            int port = info.stunPort();
            mediator.forEach(address -> stun.add(at(address, port)));
        }
        List<Node> usable =
                nodes.stream().map(Places::node).filter(Objects::nonNull).toList();
        int taken = Math.min(usable.size(), NODES_MAX);
        TransportAddress four = first(stun, false);
        TransportAddress six = first(stun, true);
        return new Places(four != null ? four : six, six, usable.subList(0, taken), usable.size() - taken);
    }

    private static TransportAddress at(TransportAddress host, int port) {
        return new TransportAddress(host.high(), host.low(), host.v6(), port);
    }

    private static @Nullable TransportAddress first(List<TransportAddress> all, boolean v6) {
        return all.stream()
                .filter(address -> address.v6() == v6 && address.isSendable())
                .findFirst()
                .orElse(null);
    }

    /// Null where the mediator names no address that datagrams can go to.
    private static @Nullable Node node(RelayNode node) {
        TransportAddress four = AddressLiteral.parse(node.ipv4(), node.port());
        TransportAddress six = AddressLiteral.parse(node.ipv6(), node.port());
        TransportAddress udp = four != null ? four : six;
        Integer tls = node.tlsPort();
        return udp == null ? null : new Node(udp, six, tls == null ? null : at(udp, tls), node.certificatePin());
    }

    /// The addresses of a mediator with the port of its API; none where its name is not known. Blocks.
    static List<TransportAddress> ofMediator(URI server) {
        int port = server.getPort() > 0 ? server.getPort() : "http".equals(server.getScheme()) ? 80 : 443;
        String host = server.getHost() == null ? "" : server.getHost();
        return resolve(host.replaceAll("^\\[|]$", "")).stream()
                .map(address -> at(address, port))
                .sorted(java.util.Comparator.comparing(TransportAddress::v6))
                .toList();
    }

    /// Blocks.
    private static List<TransportAddress> resolve(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> TransportAddress.of(address.getAddress(), 0))
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "Places[nodes=" + nodes.size() + "]";
    }
}
