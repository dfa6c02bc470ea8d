package dev.peercade.peer.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/// The key of one account: Ed25519 (RFC 8032).
///
/// @param publicKey X.509 encoding in Base64
public record IdentityKey(PrivateKey secret, String publicKey) {

    public static final String ALGORITHM = "Ed25519";

    public static IdentityKey of(PrivateKey secret, PublicKey shown) {
        return new IdentityKey(secret, Base64.getEncoder().encodeToString(shown.getEncoded()));
    }

    /// 64 bytes in Base64.
    String sign(String text) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK signs with Ed25519.", e);
        }
    }

    /// Whether this is that key's signature; false also for what is no key and no signature.
    static boolean isSigned(String text, String publicKey, String signature) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            byte[] encoded = Base64.getDecoder().decode(publicKey);
            verifier.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded)));
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /// The secret stays out of every log.
    @Override
    public String toString() {
        return "IdentityKey[" + publicKey + "]";
    }
}
