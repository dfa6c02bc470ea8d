package dev.peercade.peer.protocol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A call to the mediator that did not succeed.
///
/// @param code a problem code of the mediator in its wire spelling, or `unreachable`, `timeout`,
/// `certificate-unknown`
/// @param passing whether the same call may well succeed later
/// @param retryAfter how long the mediator wants to be left alone, or null where it does not say
public record Failure(
        String code,
        String message,
        String remedy,
        boolean passing,
        @Nullable Duration retryAfter) {

    public Failure(String code, String message, String remedy, boolean passing) {
        this(code, message, remedy, passing, null);
    }

    /// The status has changed meanwhile; perhaps by this very call, whose first answer was lost.
    boolean statusIsAnother() {
        return code.equals("illegal-transition");
    }

    /// Whether somebody is there, if only to take the connection and say nothing.
    boolean showsLife() {
        return !code.equals("unreachable");
    }
}
