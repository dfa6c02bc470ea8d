package dev.peercade.peer.wire.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of MESSAGE-INTEGRITY. Not thread-safe.
public final class StunKey {

    static final int HASH_BYTES = 20;

    private final Mac mac;

    private StunKey(Mac mac) {
        this.mac = mac;
    }

    /// Of a short-term credential: the password itself (RFC 8489, section 9.1.1). ICE passwords are ASCII, so that
    /// OpaqueString changes nothing.
    public static StunKey ofPassword(String password) {
        return of(password.getBytes(StandardCharsets.UTF_8));
    }

    /// Of a long-term credential: MD5 over user name, realm and password (RFC 8489, section 9.2.2), all of them ASCII
    /// where a mediator mints them.
    public static StunKey ofLongTerm(String userName, String realm, String password) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return of(md5.digest((userName + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    private static StunKey of(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            return new StunKey(mac);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
        }
    }

    byte[] hash(byte[] covered) {
        return mac.doFinal(covered);
    }

    /// Keys stay out of every log.
    @Override
    public String toString() {
        return "StunKey[redacted]";
    }
}
