package dev.peercade.peer.secure;

import org.jspecify.annotations.Nullable;

/// Protects what leaves and unprotects what comes (RFC 3711, RFC 7714), with the keys of one DTLS association. Not
/// thread-safe; the session's owner thread calls. A packet that fails authentication or is a replay is null, never an
/// exception.
public interface SrtpTransform {

    byte[] protectRtp(byte[] packet);

    byte[] protectRtcp(byte[] packet);

    byte @Nullable [] unprotectRtp(byte[] packet);

    byte @Nullable [] unprotectRtcp(byte[] packet);
}
