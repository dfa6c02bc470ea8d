package dev.peercade.mediator.web;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Who may use this mediator.
///
/// @param registration whether anyone may make an account; `PEERCADE_REGISTRATION`
/// @param operators user names that see metrics and administration, any case; `PEERCADE_OPERATORS`, with commas
/// @param origins of pages of other sites that may act here, such as `https://play.example`; `PEERCADE_ORIGINS`
/// @param accessTokenLife how long an access token is good; short, since the polls carry it
/// @param deviceTokenLife how long a device token is good
/// @param stunPort of the embedded STUN responder, or null where it is off
@ConfigurationProperties("peercade")
public record AccessSettings(
        @DefaultValue("open") Registration registration,
        @DefaultValue Set<String> operators,
        @DefaultValue Set<String> origins,
        @DefaultValue("15m") Duration accessTokenLife,
        @DefaultValue("180d") Duration deviceTokenLife,
        @Nullable Integer stunPort) {

    /// Whether anyone may make an account.
    public enum Registration {
        OPEN,
        CLOSED
    }

    public boolean isOperator(String userName) {
        return operators.stream().anyMatch(userName::equalsIgnoreCase);
    }
}
