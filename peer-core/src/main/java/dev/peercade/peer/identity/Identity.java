package dev.peercade.peer.identity;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.EndpointIdentity;
import java.util.UUID;
import java.util.function.Supplier;

/// Who we are at a mediator, and whom we know there. Any thread.
///
/// @param user our account's name
/// @param key ours; the first call may block while it is read or made
public record Identity(String user, Supplier<IdentityKey> key, KnownPeers others) {

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
        String remembered = others.keyOf(other);
        if (signer == null) {
            return remembered == null ? Standing.UNSIGNED : Standing.CHANGED;
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

    @Override
    public String toString() {
        return "Identity[" + user + "]";
    }
}
