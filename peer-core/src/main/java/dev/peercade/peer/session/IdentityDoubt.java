package dev.peercade.peer.session;

import dev.peercade.peer.identity.Standing;
import dev.peercade.peer.protocol.Failure;
import org.jspecify.annotations.Nullable;

/// What is said of a peer whose identity key is not what it should be.
final class IdentityDoubt {

    private IdentityDoubt() {}

    /// A mediator that lies may show one name in its list and tell another here, whose key nobody remembers. Null where
    /// it is the one that was picked, or nobody was.
    static @Nullable Failure ofAnother(@Nullable String picked, String told) {
        return picked == null || picked.equalsIgnoreCase(told)
                ? null
                : new Failure(
                        "identity-forged",
                        "The mediator says that this session is " + told + "'s, not " + picked + "'s.",
                        "Do not trust this mediator: ask its operator, or use another one.",
                        false);
    }

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
            case MISSING ->
                new Failure(
                        "identity-missing",
                        "This computer remembers an identity key of " + peer + ", who shows none now.",
                        "Ask %s, by other means than this mediator, whether it is so: a page in a browser has no key. Only then watch without one (--accept-identity %s)."
                                .formatted(peer, peer),
                        false);
            case UNREADABLE ->
                new Failure(
                        "identity-unreadable",
                        "Whether this is " + peer
                                + " cannot be told: the identity keys of others on this computer cannot be read.",
                        "The log names the file: make it readable, or move it away to begin anew.",
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
