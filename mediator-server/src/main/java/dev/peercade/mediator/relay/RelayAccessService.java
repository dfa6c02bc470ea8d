package dev.peercade.mediator.relay;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.request.ViewRequestService;
import dev.peercade.mediator.session.StoredSession;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.SessionStatus;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Service;

/// Mints leave to use relay nodes, as draft-uberti-behave-turn-rest-00, section 2.2, has it: a user name with its
/// expiry in front, and what an HMAC makes of it with the secret that the node shares with the mediator.
@Service
public class RelayAccessService {

    /// Longer than an evening's play, after which a peer asks anew; what leaks is worthless on the next day.
    static final Duration LIFE = Duration.ofHours(12);

    /// A peer measures each node that it is told of, and an endpoint names 16 latencies.
    static final int NODES_MAX = 16;

    private final RelayNodeService nodes;
    private final RecordSigner signer;
    private final StreamingSessionService sessions;
    private final ViewRequestService requests;
    private final Clock clock;

    RelayAccessService(
            RelayNodeService nodes,
            RecordSigner signer,
            StreamingSessionService sessions,
            ViewRequestService requests,
            Clock clock) {
        this.nodes = nodes;
        this.signer = signer;
        this.sessions = sessions;
        this.requests = requests;
        this.clock = clock;
    }

    /// For either party of a request that is open and admitted.
    ///
    /// @throws ProblemException NOT_FOUND, AWAITING_APPROVAL or ILLEGAL_TRANSITION
    public List<RelayAccess> forRequest(PeerPrincipal peer, UUID id) {
        ViewRequest request = requests.get(peer, id).request();
        if (request.status() == RequestStatus.CLOSED) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The view request is CLOSED.");
        }
        if (request.admission() != AdmissionState.ADMITTED) {
            throw new ProblemException(ProblemCode.AWAITING_APPROVAL, "The streamer has not admitted this viewer yet.");
        }
        return mint(request.sessionId(), id);
    }

    /// For the streamer of a session that is not FINISHED.
    ///
    /// @throws ProblemException NOT_FOUND, FORBIDDEN or ILLEGAL_TRANSITION
    public List<RelayAccess> forSession(PeerPrincipal peer, UUID id) {
        StoredSession stored = sessions.get(id);
        if (!stored.streamerId().equals(peer.id())) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "This session is another peer's.");
        }
        if (stored.session().status() == SessionStatus.FINISHED) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The session is FINISHED.");
        }
        return mint(id, id);
    }

    /// All parties of a session get the same nodes, or they could not agree on one; other sessions get others.
    ///
    /// @param holder whose id stands in the user name, so that a node counts each one's allocations
    private List<RelayAccess> mint(UUID sessionId, UUID holder) {
        Instant expiresAt = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.SECONDS);
        String userName = expiresAt.getEpochSecond() + ":" + holder;
        return nodes.all().stream()
                .sorted(Comparator.<StoredRelayNode>comparingLong(node -> mixed(sessionId, node.id()))
                        .thenComparing(StoredRelayNode::id))
                .limit(NODES_MAX)
                .map(node -> new RelayAccess(
                        signer.signed(node),
                        userName,
                        credential(userName, node.node().sharedSecret()),
                        expiresAt))
                .toList();
    }

    /// Rendezvous hashing with the finalizer of SplitMix64.
    private static long mixed(UUID sessionId, UUID nodeId) {
        long z = sessionId.getMostSignificantBits() ^ Long.rotateLeft(nodeId.getMostSignificantBits(), 32);
        z += sessionId.getLeastSignificantBits() * 0x9E3779B97F4A7C15L ^ nodeId.getLeastSignificantBits();
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static String credential(String userName, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(userName.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA1.", e);
        }
    }
}
