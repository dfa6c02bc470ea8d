package dev.peercade.peer.session;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.FiveTuple;
import dev.peercade.peer.punch.turn.TurnLoss;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of a session on relay nodes: on two nodes at a time, so that one is there when the other dies.
/// Owner's thread only.
final class Relays implements RelayLease.Listener {

    /// What is told of them.
    interface Listener {

        void relayAllocated(Base base, MonoTime now);

        void relayGone(Base base, MonoTime now);

        /// With the leave that we have no relay can be used now.
        void relaysExhausted(MonoTime now);

        void fromRelay(FiveTuple from, byte[] load, MonoTime now);
    }

    private static final Logger log = LoggerFactory.getLogger(Relays.class);

    private static final int AT_ONCE = 2;

    /// Before a node that has failed is tried again.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final RelayLease.Reach reach;
    private final Listener listener;
    private final List<RelayAttempt> attempts = new ArrayList<>();
    private final Map<UUID, MonoTime> pausedUntil = new HashMap<>();
    private List<RelayAccess> usable = List.of();
    private boolean udpBlocked;
    private @Nullable Duration keepAlive;
    private int numbers;

    Relays(RelayLease.Reach reach, Listener listener) {
        this.reach = reach;
        this.listener = listener;
    }

    /// From now on these, the best first. What is allocated stays.
    ///
    /// @param blocked whether UDP is known not to get out
    void use(List<RelayAccess> ranked, boolean blocked, MonoTime now) {
        usable = List.copyOf(ranked);
        udpBlocked = blocked;
        fill(now);
    }

    private void fill(MonoTime now) {
        pausedUntil.values().removeIf(until -> !now.isBefore(until));
        for (RelayAccess access : usable) {
            if (attempts.size() >= AT_ONCE) {
                return;
            }
            UUID node = access.node().id();
            boolean tried =
                    attempts.stream().anyMatch(attempt -> attempt.node().id().equals(node));
            if (!tried && !pausedUntil.containsKey(node)) {
                RelayAttempt attempt = new RelayAttempt(access, reach, this, udpBlocked, now);
                if (attempt.isOver()) {
                    // No address of it can be reached from here, for now.
                    pausedUntil.put(node, now.plus(PAUSE));
                } else {
                    attempts.add(attempt);
                }
            }
        }
    }

    /// A stream is tried at once from now on, also beside what works or waits for an answer.
    void udpIsBlocked(MonoTime now) {
        udpBlocked = true;
        attempts.forEach(attempt -> attempt.tryStream(now));
    }

    /// @param interval within which a NAT before us wants to see something
    void keepAliveEvery(Duration interval, MonoTime now) {
        keepAlive = interval;
        attempts.forEach(attempt -> attempt.keepAliveEvery(interval, now));
        if (udpBlocked) {
            udpBlocked = false;
            attempts.forEach(attempt -> attempt.tryUdp(now));
        }
    }

    /// Whether the datagram came from a relay, which is dealt with then.
    boolean onDatagram(TransportAddress from, byte[] datagram, MonoTime now) {
        for (RelayAttempt attempt : attempts) {
            RelayLease lease = attempt.leaseFrom(from);
            if (lease != null) {
                lease.onDatagram(datagram, now);
                return true;
            }
        }
        return false;
    }

    /// What goes to a base that is gone is lost.
    void send(FiveTuple over, byte[] datagram, MonoTime now) {
        RelayLease lease = leaseAt(over.base());
        if (lease != null) {
            lease.send(over.remote(), datagram, now);
        }
    }

    /// Media takes this path.
    void carryMedia(FiveTuple over, MonoTime now) {
        RelayLease lease = leaseAt(over.base());
        if (lease != null) {
            lease.bind(over.remote(), now);
        }
    }

    private @Nullable RelayLease leaseAt(Base base) {
        for (RelayAttempt attempt : attempts) {
            RelayLease lease = attempt.at(base);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    void advance(MonoTime now) {
        List.copyOf(attempts).forEach(attempt -> attempt.advance(now));
        fill(now);
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = null;
        for (RelayAttempt attempt : attempts) {
            earliest = MediaSocket.earlier(earliest, attempt.deadline());
        }
        if (attempts.size() < AT_ONCE) {
            for (MonoTime paused : pausedUntil.values()) {
                earliest = MediaSocket.earlier(earliest, paused);
            }
        }
        return earliest;
    }

    void close(MonoTime now) {
        usable = List.of();
        pausedUntil.clear();
        attempts.forEach(attempt -> attempt.close(now));
        attempts.clear();
    }

    @Override
    public void allocated(RelayLease lease, TransportAddress relayed, double roundTripMs, MonoTime now) {
        Base base = new Base(++numbers, lease.transport(), relayed);
        lease.is(base);
        attemptOf(lease).works(lease, now);
        if (keepAlive != null) {
            lease.keepAliveEvery(keepAlive, now);
        }
        log.info("Relay over {} stands by", lease.transport());
        listener.relayAllocated(base, now);
    }

    @Override
    public void lost(RelayLease lease, TurnLoss why, MonoTime now) {
        RelayAttempt attempt = attemptOf(lease);
        attempt.lost(lease, why, now);
        if (attempt.isOver()) {
            attempts.remove(attempt);
            // A relay that has started anew, or knew us by another address, is as good as it was.
            if (why != TurnLoss.FORGOTTEN) {
                pausedUntil.put(attempt.node().id(), now.plus(PAUSE));
            }
        }
        Base base = lease.base();
        if (base != null) {
            log.info("The relay over {} is gone: {}", lease.transport(), why);
            listener.relayGone(base, now);
        } else {
            log.debug("No relay over {}: {}", lease.transport(), why);
        }
        fill(now);
        if (why == TurnLoss.UNAUTHENTICATED || attempts.isEmpty()) {
            listener.relaysExhausted(now);
        }
    }

    @Override
    public void received(RelayLease lease, TransportAddress peer, byte[] load, MonoTime now) {
        Base base = lease.base();
        if (base != null) {
            listener.fromRelay(new FiveTuple(base, peer), load, now);
        }
    }

    private RelayAttempt attemptOf(RelayLease lease) {
        return attempts.stream()
                .filter(attempt -> attempt.has(lease))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a lease belongs to an attempt"));
    }
}
