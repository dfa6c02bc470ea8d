package dev.peercade.mediator.relay;

import dev.peercade.mediator.web.BoundedTable;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Base64;

/// Signs the records of relay nodes with the mediator's own Ed25519 key (RFC 8032). Thread-safe.
public final class RecordSigner {

    private final KeyPair keys;

    /// One record has one signature, for ever: it is computed once and not at each reading of the table.
    private final BoundedTable<String, String> signed = new BoundedTable<>(2 * RelayNode.TABLE_MAX);

    /// @param keys of Ed25519
    public RecordSigner(KeyPair keys) {
        this.keys = keys;
    }

    /// The public key, X.509 encoding in Base64.
    public String publicKey() {
        return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
    }

    /// The node as peers see it: signed, and without its secret.
    RelayNode signed(StoredRelayNode stored) {
        RelayNode unsigned = node(stored, "");
        return node(stored, signed.getOrMake(unsigned.signedText(), this::sign));
    }

    private static RelayNode node(StoredRelayNode stored, String signature) {
        NewRelayNode node = stored.node();
        return new RelayNode(
                stored.id(),
                node.ipv4(),
                node.ipv6(),
                node.port(),
                node.tlsPort(),
                node.agentPort(),
                node.certificatePin(),
                stored.registeredAt(),
                signature);
    }

    private String sign(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java knows Ed25519 (JEP 339).", e);
        }
    }
}
