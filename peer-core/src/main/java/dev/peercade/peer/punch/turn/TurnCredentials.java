package dev.peercade.peer.punch.turn;

/// A long-term credential (RFC 8489, section 9.2), as the mediator mints it.
///
/// @param userName at most 256 characters of ASCII, so that a request is one datagram
public record TurnCredentials(String userName, String password) {

    private static final int USER_NAME_MAX = 256;

    public TurnCredentials {
        if (userName.length() > USER_NAME_MAX || userName.chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
            throw new IllegalArgumentException("the user name for a relay is not ASCII or too long");
        }
    }

    /// Passwords stay out of every log.
    @Override
    public String toString() {
        return "TurnCredentials[redacted]";
    }
}
