package dev.peercade.model.peer;

/// Who says so: the identity key of the account that pushes an endpoint, and its signature under the endpoint.
///
/// @param key Ed25519 (RFC 8410), X.509 encoding in Base64: 60 characters
/// @param signature over [Endpoint#signedText], 64 bytes in Base64: 88 characters
public record EndpointIdentity(String key, String signature) {

    public static final int KEY_CHARS = 60;
    public static final int SIGNATURE_CHARS = 88;
}
