package dev.peercade.peer.nodes;

import dev.peercade.model.relay.RelayNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.function.Predicate;

/// Whether a record is the mediator's word: Ed25519 (RFC 8032) over its text.
public final class RecordSignature implements Predicate<RelayNode> {

    private static final String ALGORITHM = "Ed25519";

    /// 64 bytes in Base64.
    private static final int CHARS = 88;

    private final PublicKey key;

    private RecordSignature(PublicKey key) {
        this.key = key;
    }

    /// @param relayKey as the mediator's info names it: X.509 encoding in Base64
    /// @throws IllegalArgumentException when it is no Ed25519 key
    public static RecordSignature of(String relayKey) {
        try {
            byte[] encoded = Base64.getDecoder().decode(relayKey);
            return new RecordSignature(
                    KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The mediator's key for relay nodes is none.", e);
        }
    }

    /// Whether records can be checked with it.
    public static boolean isKey(String relayKey) {
        try {
            return of(relayKey).key != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean test(RelayNode node) {
        if (node.signature().length() != CHARS) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(node.signedText().getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(node.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
