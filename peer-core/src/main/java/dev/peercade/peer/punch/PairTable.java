package dev.peercade.peer.punch;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pairs of our bases with one peer's candidates. Bounded, whatever the peer names or sends from. Not
/// thread-safe.
final class PairTable {

    /// 16 signalled candidates, twice over three bases, and some peer-reflexive ones.
    static final int PAIRS_MAX = 64;

    /// As many as 16 with several generations of addresses.
    private static final int CANDIDATES_MAX = 32;

    /// A relay is used for a moment only where its first check overtakes that of a better path: it starts later by
    /// more than most round trips take.
    private static final Duration RELAY_DELAY = Duration.ofMillis(150);

    private final Map<FiveTuple, CandidatePair> pairs = new LinkedHashMap<>();
    private final Map<TransportAddress, RemoteCandidate> candidates = new LinkedHashMap<>();
    private final List<Base> bases = new ArrayList<>();

    PairTable(Collection<Base> bases) {
        this.bases.addAll(bases);
    }

    Collection<CandidatePair> all() {
        return pairs.values();
    }

    @Nullable
    CandidatePair get(FiveTuple tuple) {
        return pairs.get(tuple);
    }

    boolean has(Base base) {
        return bases.contains(base);
    }

    boolean knows(TransportAddress remote) {
        return pairs.keySet().stream().anyMatch(tuple -> tuple.remote().equals(remote));
    }

    /// These instead of those named before. What was named before and lives is kept.
    void name(List<RemoteCandidate> named, MonoTime now) {
        Set<TransportAddress> addresses =
                named.stream().map(RemoteCandidate::address).collect(Collectors.toSet());
        candidates.keySet().retainAll(addresses);
        pairs.values()
                .removeIf(pair -> pair.kind() != CandidateKind.PEER_REFLEXIVE
                        && !addresses.contains(pair.tuple.remote())
                        && !pair.isHealthy(now));
        for (RemoteCandidate candidate : named) {
            boolean room = candidates.size() < CANDIDATES_MAX || candidates.containsKey(candidate.address());
            if (candidate.address().isSendable() && room) {
                candidates.put(candidate.address(), candidate);
                bases.forEach(base -> pair(base, candidate, now));
            }
        }
    }

    void addBase(Base base, MonoTime now) {
        bases.add(base);
        candidates.values().forEach(candidate -> pair(base, candidate, now));
    }

    void removeBase(Base base) {
        bases.remove(base);
        pairs.keySet().removeIf(tuple -> tuple.base().equals(base));
    }

    private void pair(Base base, RemoteCandidate candidate, MonoTime now) {
        FiveTuple tuple = new FiveTuple(base, candidate.address());
        CandidatePair known = pairs.get(tuple);
        if (known != null) {
            known.named(candidate.kind(), candidate.priority());
        } else if (base.reaches(candidate.address()) && makeRoom(now)) {
            CandidatePair pair = new CandidatePair(tuple, candidate.kind(), candidate.priority());
            boolean late = pair.rung().isRelayed() && bases.contains(Base.SOCKET);
            pair.nextCheckAt = late ? now.plus(RELAY_DELAY) : now;
            pairs.put(tuple, pair);
        }
    }

    /// RFC 8445, section 7.3.1.3: an unknown source becomes a peer-reflexive candidate. Null where there is no room.
    @Nullable
    CandidatePair reflexive(FiveTuple from, long priority, MonoTime now) {
        if (!bases.contains(from.base()) || !from.remote().isSendable() || !makeRoom(now)) {
            return null;
        }
        CandidatePair pair = new CandidatePair(from, CandidateKind.PEER_REFLEXIVE, priority);
        pairs.put(from, pair);
        return pair;
    }

    /// Whoever has been given up makes room, and of those that nobody has named whoever is silent.
    private boolean makeRoom(MonoTime now) {
        if (pairs.size() >= PAIRS_MAX) {
            pairs.values().stream()
                    .filter(pair -> !pair.isHealthy(now)
                            && (pair.kind() == CandidateKind.PEER_REFLEXIVE || pair.nextCheckAt == null))
                    .findFirst()
                    .ifPresent(eldest -> pairs.remove(eldest.tuple));
        }
        return pairs.size() < PAIRS_MAX;
    }
}
