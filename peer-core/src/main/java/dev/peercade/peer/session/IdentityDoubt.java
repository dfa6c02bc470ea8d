package dev.peercade.peer.session;

import dev.peercade.peer.identity.Standing;
import dev.peercade.peer.protocol.Failure;
import org.jspecify.annotations.Nullable;

/// What is said of a peer whose identity key is not what it should be.
final class IdentityDoubt {

    private IdentityDoubt() {}

    /// Null where there is no doubt.
    static @Nullable Failure of(String peer, Standing standing) {
        return switch (standing) {
            case UNSIGNED, FIRST, KNOWN -> null;
            case CHANGED ->
                new Failure(
                        "identity-changed",
                        peer + " has another identity key than the one that this computer remembers.",
                        "Ask %s, by other means than this mediator, whether it is so: a new computer has a new key. Only then accept the new one (--accept-identity %s)."
                                .formatted(peer, peer),
                        false);
            case FORGED ->
                new Failure(
                        "identity-forged",
                        "What the mediator says of " + peer + " is not what " + peer + " has signed.",
                        "Do not trust this mediator: ask its operator, or use another one.",
                        false);
        };
    }
}
