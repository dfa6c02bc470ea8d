package dev.peercade.peer.session;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.punch.RelayTransport;
import dev.peercade.peer.punch.turn.TurnLoss;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is tried to get an address on one node: UDP, after a while TCP beside it, then TLS; the first that
/// works is
/// kept
/// alone. Owner's thread only.
final class RelayAttempt {

    /// Longer than the four messages that an allocation takes on any path that a game is fun on.
    private static final Duration NEXT_TRANSPORT = Duration.ofMillis(800);

    private final RelayAccess access;
    private final RelayLease.Reach reach;
    private final RelayLease.Listener listener;
    private final List<RelayLease> leases = new ArrayList<>();
    private final List<RelayTransport> untried = new ArrayList<>();
    private @Nullable MonoTime nextAt;
    private boolean allocated;

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
        untried.add(RelayTransport.TCP);
        if (access.node().tlsPort() != null) {
            untried.add(RelayTransport.TLS);
        }
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

    /// The one that has an address, or null.
    @Nullable
    RelayLease working() {
        return allocated ? leases.getFirst() : null;
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

    /// An IPv4 address where this machine has one itself; null where the node has none that it could reach.
    private @Nullable TransportAddress server(RelayTransport transport) {
        List<TransportAddress> local = reach.socket().localAddresses();
        boolean v4 = node().ipv4() != null && local.stream().anyMatch(address -> !address.v6());
        String literal = v4 ? node().ipv4() : node().ipv6();
        Integer port = transport == RelayTransport.TLS ? node().tlsPort() : Integer.valueOf(node().port());
        if (literal == null || port == null) {
            return null;
        }
        try {
            return TransportAddress.of(InetAddress.ofLiteral(literal).getAddress(), port);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /// The others are no longer needed.
    void keepOnly(RelayLease lease, MonoTime now) {
        allocated = true;
        untried.clear();
        nextAt = null;
        leases.stream().filter(other -> other != lease).forEach(other -> other.close(now));
        leases.removeIf(other -> other != lease);
    }

    /// What does not answer is given its time; what is refused is not asked again in another way.
    void lost(RelayLease lease, TurnLoss why, MonoTime now) {
        leases.remove(lease);
        allocated = false;
        if (why != TurnLoss.SILENT) {
            untried.clear();
        } else if (leases.isEmpty()) {
            tryNext(now);
        }
    }

    /// The next transport need not wait.
    void hurry(MonoTime now) {
        if (nextAt != null) {
            nextAt = now;
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
