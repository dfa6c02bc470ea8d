package dev.peercade.mediator.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Whether the API speaks HTTPS, and with what (PROTOCOL rule 5: HTTPS everywhere but on loopback).
///
/// @param certificate null where the API speaks plain HTTP
/// @param exposed whether that goes beyond loopback, which its operator has then asked for
public record Transport(@Nullable ServerCertificate certificate, boolean exposed) {

    /// @throws StartException when only one half of a certificate is given, or it cannot be used
    public static Transport of(ServerSettings.Tls tls, ListenAddress listen, DataDirectory directory)
            throws StartException {
        Path certificate = tls.certificate();
        Path key = tls.key();
        if (certificate != null && key != null) {
            return new Transport(ServerCertificate.given(certificate, key), false);
        }
        if (certificate != null || key != null) {
            throw new SettingException(
                    "A certificate needs its key, and a key its certificate; only one of them is given.",
                    "Give both, with " + Setting.TLS_CERT.named() + " and " + Setting.TLS_KEY.named() + ".");
        }
        if (listen.isLoopback() || tls.allowPlainHttp()) {
            return new Transport(null, !listen.isLoopback());
        }
        return new Transport(ServerCertificate.own(directory), false);
    }

    public String scheme() {
        return certificate == null ? "http" : "https";
    }
}
