package dev.peercade.peer.punch;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The checks to one peer and the answers to its own, and who of the two is controlling. Not thread-safe.
final class CheckMessages {

    private final IceCredentials local;
    private final IceCredentials remote;
    private final StunKey localKey;
    private final StunKey remoteKey;
    private final Entropy entropy;
    private PunchRole role;
    private long tieBreaker;

    CheckMessages(PunchRole role, IceCredentials local, IceCredentials remote, Entropy entropy) {
        this.role = role;
        this.local = local;
        this.remote = remote;
        this.localKey = StunKey.ofPassword(local.password());
        this.remoteKey = StunKey.ofPassword(remote.password());
        this.entropy = entropy;
        this.tieBreaker = entropy.nextLong();
    }

    PunchRole role() {
        return role;
    }

    TransactionId newTransaction() {
        return new TransactionId(entropy.nextInt(), entropy.nextLong());
    }

    /// @param heard what came this way last of the peer's, a check or an answer, or null
    byte[] check(TransactionId transaction, Base base, boolean nominate, @Nullable TransactionId heard) {
        StunWriter writer = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction)
                .text(StunAttribute.USERNAME, remote.userFragment() + ":" + local.userFragment())
                .int32(StunAttribute.PRIORITY, base.priority())
                .int64(attributeOf(role), tieBreaker);
        if (nominate && role == PunchRole.CONTROLLING) {
            writer.flag(StunAttribute.USE_CANDIDATE);
        }
        if (heard != null) {
            writer.transaction(StunAttribute.HEARD_CHECK, heard);
        }
        return writer.integrity(remoteKey).fingerprint().toBytes();
    }

    /// Whether the peer claims the role that we have, and may not keep it: RFC 8445, section 7.3.1.1, lets the larger
    /// tie-breaker decide. Where ours is the smaller, our role has changed afterwards.
    boolean isRefused(StunMessage request) {
        byte[] claim = request.attribute(attributeOf(role));
        if (claim == null || claim.length != Long.BYTES) {
            return false;
        }
        boolean ours = Long.compareUnsigned(tieBreaker, ByteBuffer.wrap(claim).getLong()) >= 0;
        boolean weKeep = ours == (role == PunchRole.CONTROLLING);
        if (!weKeep) {
            role = other(role);
        }
        return weKeep;
    }

    /// @param token by which the peer can tell that it has got this (decision 19), or null
    byte[] success(StunMessage request, TransportAddress to, @Nullable TransactionId token) {
        StunWriter writer = answer(StunMessage.Kind.SUCCESS, request).mappedAddress(to);
        if (token != null) {
            writer.transaction(StunAttribute.ANSWER_TOKEN, token);
        }
        return writer.integrity(localKey).fingerprint().toBytes();
    }

    byte[] roleConflict(StunMessage request) {
        return answer(StunMessage.Kind.ERROR, request)
                .error(487, "Role Conflict")
                .integrity(localKey)
                .fingerprint()
                .toBytes();
    }

    private static StunWriter answer(StunMessage.Kind kind, StunMessage request) {
        return new StunWriter(kind, StunMessage.BINDING, request.transaction());
    }

    boolean isAuthentic(StunMessage answer) {
        return answer.isAuthenticatedBy(remoteKey);
    }

    /// The peer keeps the role that a check of ours claimed. RFC 8445, section 7.2.5.1: what counts is that claim,
    /// since
    /// the role may have changed after it, by a check of the peer's or by the refusal of another of ours. With the
    /// other role goes a new tie-breaker.
    ///
    /// @param claimed null where that check is not known any more
    void yieldRole(@Nullable PunchRole claimed) {
        if (role == claimed) {
            role = other(role);
            tieBreaker = entropy.nextLong();
        }
    }

    private static int attributeOf(PunchRole role) {
        return role == PunchRole.CONTROLLING ? StunAttribute.ICE_CONTROLLING : StunAttribute.ICE_CONTROLLED;
    }

    private static PunchRole other(PunchRole role) {
        return role == PunchRole.CONTROLLING ? PunchRole.CONTROLLED : PunchRole.CONTROLLING;
    }
}
