package dev.peercade.peer.session;

import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.RelayTransport;
import dev.peercade.peer.punch.RemoteCandidate;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Between addresses and what endpoints say of them.
final class LocalCandidates {

    private static final int HOST_PREFERENCE = 126;
    private static final int SERVER_REFLEXIVE_PREFERENCE = 100;

    private LocalCandidates() {}

    /// Host candidates in the given order, then the server-reflexive one where it differs from all of them, then
    /// those on relays.
    static List<Candidate> of(List<TransportAddress> hosts, @Nullable TransportAddress reflexive, List<Base> relays) {
        List<Candidate> candidates = new ArrayList<>();
        int others = relays.size() + 1;
        for (TransportAddress host : hosts) {
            if (candidates.size() < Endpoint.CANDIDATES_MAX - others) {
                candidates.add(candidate(CandidateKind.HOST, HOST_PREFERENCE, candidates.size(), host));
            }
        }
        if (reflexive != null && !hosts.contains(reflexive)) {
            candidates.add(candidate(
                    CandidateKind.SERVER_REFLEXIVE, SERVER_REFLEXIVE_PREFERENCE, candidates.size(), reflexive));
        }
        for (Base relay : relays) {
            TransportAddress relayed = relay.relayed();
            RelayTransport transport = relay.transport();
            if (relayed != null && transport != null) {
                candidates.add(
                        candidate(CandidateKind.RELAYED, transport.typePreference(), candidates.size(), relayed));
            }
        }
        return List.copyOf(candidates);
    }

    /// RFC 8445, section 5.1.2.1: type preference, local preference, 256 less the component, which is 1.
    private static Candidate candidate(CandidateKind kind, int typePreference, int rank, TransportAddress address) {
        long priority = (long) typePreference << 24 | (65535L - rank) << 8 | 255;
        return new Candidate(kind, priority, Integer.toString(rank + 1), literal(address), address.port());
    }

    static String literal(TransportAddress address) {
        try {
            return InetAddress.getByAddress(address.ip()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// What a peer's endpoint offers: its candidates, or else its host and port. What is no IP literal is left out: a
    /// name, such as a browser masks its addresses by, would have to be resolved by whoever trusts it.
    static List<RemoteCandidate> of(Endpoint endpoint) {
        List<RemoteCandidate> remote = new ArrayList<>();
        List<Candidate> candidates = endpoint.candidates();
        if (candidates != null && !candidates.isEmpty()) {
            candidates.stream()
                    .limit(Endpoint.CANDIDATES_MAX)
                    .forEach(candidate ->
                            add(remote, candidate.address(), candidate.port(), candidate.kind(), candidate.priority()));
        } else if (endpoint.host() != null && endpoint.port() != null) {
            long priority = (long) SERVER_REFLEXIVE_PREFERENCE << 24 | 65535L << 8 | 255;
            add(remote, endpoint.host(), endpoint.port(), CandidateKind.SERVER_REFLEXIVE, priority);
        }
        return remote;
    }

    private static void add(List<RemoteCandidate> remote, String literal, int port, CandidateKind kind, long priority) {
        TransportAddress address = AddressLiteral.parse(literal, port);
        if (address != null) {
            remote.add(new RemoteCandidate(address, kind, priority));
        }
    }

    /// The same endpoint for a mediator that does not listen on loopback itself.
    static Endpoint withoutLoopback(Endpoint endpoint) {
        List<Candidate> candidates = endpoint.candidates() == null
                ? List.of()
                : endpoint.candidates().stream()
                        .filter(candidate -> !isLoopback(candidate.address()))
                        .toList();
        boolean hostGoes = endpoint.host() != null && isLoopback(endpoint.host());
        return new Endpoint(
                hostGoes ? null : endpoint.host(),
                hostGoes ? null : endpoint.port(),
                candidates,
                endpoint.userFragment(),
                endpoint.password(),
                endpoint.fingerprint(),
                endpoint.media(),
                endpoint.relayLatencies(),
                endpoint.identity(),
                endpoint.generation());
    }

    private static boolean isLoopback(String literal) {
        return InetAddress.ofLiteral(literal).isLoopbackAddress();
    }
}
