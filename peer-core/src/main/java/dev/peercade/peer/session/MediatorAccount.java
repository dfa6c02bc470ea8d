package dev.peercade.peer.session;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Which mediator, and as whom.
///
/// @param server such as `https://play.example:8480`
/// @param secret a password, or a device token where `deviceToken` is true
/// @param pin `sha-256` fingerprint of the certificate that the user has accepted for this server, or null where the
///     platform's authorities decide
public record MediatorAccount(
        URI server,
        String userName,
        String secret,
        boolean deviceToken,
        @Nullable String pin) {

    /// Passwords and tokens stay out of every log.
    @Override
    public String toString() {
        return "MediatorAccount[" + server + ", userName=" + userName + "]";
    }
}
