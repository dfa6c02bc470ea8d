package dev.peercade.peer.edge.srtp;

import org.jitsi.srtp.SrtpPolicy;

/// Protection profiles, best first (RFC 7714, section 14.2; RFC 5764, section 4.1.2).
public enum SrtpProfile {
    AEAD_AES_128_GCM(0x0007, 12, 16),
    AES_CM_128_HMAC_SHA1_80(0x0001, 14, 10);

    /// Bytes, of each profile here.
    static final int KEY_BYTES = 16;

    private final int code;
    private final int saltBytes;
    private final int tagBytes;

    SrtpProfile(int code, int saltBytes, int tagBytes) {
        this.code = code;
        this.saltBytes = saltBytes;
        this.tagBytes = tagBytes;
    }

    /// As in the DTLS extension `use_srtp`.
    public int code() {
        return code;
    }

    int saltBytes() {
        return saltBytes;
    }

    int tagBytes() {
        return tagBytes;
    }

    /// Of what the exporter has to yield: both sides' keys and salts (RFC 5764, section 4.2).
    public int keyingMaterialBytes() {
        return 2 * (KEY_BYTES + saltBytes);
    }

    SrtpPolicy policy() {
        return switch (this) {
            case AEAD_AES_128_GCM ->
                new SrtpPolicy(
                        SrtpPolicy.AESGCM_ENCRYPTION,
                        KEY_BYTES,
                        SrtpPolicy.NULL_AUTHENTICATION,
                        0,
                        tagBytes,
                        saltBytes);
            case AES_CM_128_HMAC_SHA1_80 ->
                new SrtpPolicy(
                        SrtpPolicy.AESCM_ENCRYPTION,
                        KEY_BYTES,
                        SrtpPolicy.HMACSHA1_AUTHENTICATION,
                        20,
                        tagBytes,
                        saltBytes);
        };
    }
}
