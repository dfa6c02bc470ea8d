package dev.peercade.peer.wire.stun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key of a short-term credential: the password itself (RFC 8489, section 9.1.1). Not thread-safe.
public final class StunKey {

    static final int HASH_BYTES = 20;

    private final Mac mac;

    private StunKey(Mac mac) {
        this.mac = mac;
    }

    /// ICE passwords are ASCII, so that OpaqueString changes nothing.
    public static StunKey ofPassword(String password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
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
