package dev.peercade.peer.session;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.RelayTransport;
import dev.peercade.peer.punch.turn.TurnLoss;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is tried to get an address on one node: UDP, after a while TCP beside it, then TLS; the first that works is
/// kept alone. Owner's thread only.
final class RelayAttempt {

    /// Longer than the four messages that an allocation takes on any path that a game is fun on.
    private static final Duration NEXT_TRANSPORT = Duration.ofMillis(800);

    private static final List<RelayTransport> STREAMS = List.of(RelayTransport.TCP, RelayTransport.TLS);

    private final RelayAccess access;
    private final RelayLease.Reach reach;
    private final RelayLease.Listener listener;
    private final List<RelayLease> leases = new ArrayList<>();
    private final List<RelayTransport> untried = new ArrayList<>();
    private @Nullable MonoTime nextAt;

    /// @param udpBlocked whether UDP is known not to get out, so that a stream is tried at once too
    RelayAttempt(
            RelayAccess access,
            RelayLease.Reach reach,
            RelayLease.Listener listener,
            boolean udpBlocked,
            MonoTime now) {
        this.access = access;
        this.reach = reach;
        this.listener = listener;
        untried.add(RelayTransport.UDP);
        untried.addAll(STREAMS);
        tryNext(now);
        if (udpBlocked) {
            tryNext(now);
        }
    }

    RelayNode node() {
        return access.node();
    }

    boolean has(RelayLease lease) {
        return leases.contains(lease);
    }

    /// The one that has this address, or null.
    @Nullable
    RelayLease at(Base base) {
        return leases.stream()
                .filter(lease -> base.equals(lease.base()))
                .findFirst()
                .orElse(null);
    }

    boolean isOver() {
        return leases.isEmpty() && untried.isEmpty();
    }

    private void tryNext(MonoTime now) {
        nextAt = null;
        while (!untried.isEmpty()) {
            RelayTransport transport = untried.removeFirst();
            TransportAddress server = server(transport);
            if (server != null) {
                RelayLease lease = new RelayLease(access, transport, server, reach, listener);
                leases.add(lease);
                lease.start(node().ipv4() == null, node().certificatePin(), now);
                nextAt = untried.isEmpty() ? null : now.plus(NEXT_TRANSPORT);
                return;
            }
        }
    }

    private @Nullable TransportAddress server(RelayTransport transport) {
        Integer port = transport == RelayTransport.TLS ? node().tlsPort() : Integer.valueOf(node().port());
        return port == null ? null : addressOf(node(), port, reach.socket().localAddresses());
    }

    /// An IPv4 address where this machine has one itself; null where the node has none that it could reach.
    static @Nullable TransportAddress addressOf(RelayNode node, int port, List<TransportAddress> local) {
        TransportAddress v4 = AddressLiteral.parse(node.ipv4(), port);
        // Every machine has a loopback address.
        boolean reached =
                v4 != null && local.stream().anyMatch(ours -> !ours.v6() && (!ours.isLoopback() || v4.isLoopback()));
        return reached ? v4 : AddressLiteral.parse(node.ipv6(), port);
    }

    /// What is still being tried beside it is no longer needed.
    void works(RelayLease lease, MonoTime now) {
        untried.clear();
        nextAt = null;
        List<RelayLease> trying = leases.stream()
                .filter(other -> other != lease && other.base() == null)
                .toList();
        trying.forEach(other -> other.close(now));
        leases.removeAll(trying);
    }

    /// What does not answer is given its time; what is refused is not asked again in another way.
    void lost(RelayLease lease, TurnLoss why, MonoTime now) {
        leases.remove(lease);
        if (why != TurnLoss.SILENT && why != TurnLoss.HELD) {
            untried.clear();
        } else if (leases.isEmpty()) {
            tryNext(now);
        }
    }

    /// UDP seems to be blocked: a stream is tried now, and what UDP has brought is kept, since it may be the STUN
    /// server alone that is gone.
    void tryStream(MonoTime now) {
        if (leases.stream().anyMatch(lease -> lease.transport() != RelayTransport.UDP)) {
            return;
        }
        untried.clear();
        untried.addAll(STREAMS);
        tryNext(now);
    }

    /// UDP gets out again: it is better than a stream, which stays until then.
    void tryUdp(MonoTime now) {
        if (leases.stream().allMatch(lease -> lease.transport() != RelayTransport.UDP) && untried.isEmpty()) {
            untried.add(RelayTransport.UDP);
            tryNext(now);
        }
    }

    void keepAliveEvery(Duration interval, MonoTime now) {
        leases.forEach(lease -> lease.keepAliveEvery(interval, now));
    }

    void advance(MonoTime now) {
        if (nextAt != null && !now.isBefore(nextAt)) {
            tryNext(now);
        }
        List.copyOf(leases).forEach(lease -> lease.advance(now));
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = nextAt;
        for (RelayLease lease : leases) {
            earliest = MediaSocket.earlier(earliest, lease.deadline());
        }
        return earliest;
    }

    @Nullable
    RelayLease leaseFrom(TransportAddress server) {
        return leases.stream().filter(lease -> lease.isFrom(server)).findFirst().orElse(null);
    }

    void close(MonoTime now) {
        leases.forEach(lease -> lease.close(now));
        leases.clear();
        untried.clear();
    }
}
