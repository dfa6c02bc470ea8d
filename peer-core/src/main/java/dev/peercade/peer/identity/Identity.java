package dev.peercade.peer.identity;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.EndpointIdentity;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Who we are at a mediator, and whom we know there. Any thread.
///
/// @param user our account's name
/// @param key ours; the first call may block while it is read or made
public record Identity(String user, Supplier<IdentityKey> key, KnownPeers others) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /// May block, as the key's supplier may.
    ///
    /// @param place the session or the view request whose endpoint it is
    public Endpoint sign(Endpoint endpoint, UUID place) {
        IdentityKey own = key.get();
        return endpoint.signedBy(new EndpointIdentity(own.publicKey(), own.sign(endpoint.signedText(user, place))));
    }

    /// Judges an endpoint that another peer is said to have pushed, and remembers a key that comes first.
    public Standing meet(String other, UUID place, Endpoint endpoint) {
        EndpointIdentity signer = endpoint.identity();
        // Whatever a mediator makes up, a name is a word and the rest is there.
        if (!NAME.matcher(other).matches() || signer != null && !isWhole(signer)) {
            return Standing.FORGED;
        }
        if (signer == null && others.mayLackKey(other)) {
            return Standing.UNSIGNED;
        }
        String remembered;
        try {
            remembered = others.keyOf(other);
        } catch (IOException e) {
            return Standing.UNREADABLE;
        }
        if (signer == null) {
            return remembered == null ? Standing.UNSIGNED : Standing.MISSING;
        }
        if (!IdentityKey.isSigned(endpoint.signedText(other, place), signer.key(), signer.signature())) {
            return Standing.FORGED;
        }
        if (remembered == null) {
            others.remember(other, signer.key());
            return Standing.FIRST;
        }
        return remembered.equals(signer.key()) ? Standing.KNOWN : Standing.CHANGED;
    }

    /// Loads what signing and judging need.
    public void warmUp() {
        String text = "peercade";
        IdentityKey.isSigned(text, key.get().publicKey(), key.get().sign(text));
    }

    private static boolean isWhole(EndpointIdentity signer) {
        return signer.key() != null
                && signer.key().length() == EndpointIdentity.KEY_CHARS
                && signer.signature() != null
                && signer.signature().length() == EndpointIdentity.SIGNATURE_CHARS;
    }

    @Override
    public String toString() {
        return "Identity[" + user + "]";
    }
}
