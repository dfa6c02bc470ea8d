package dev.peercade.model.peer;

/// Body of `POST /peers`.
///
/// @param userName 3 to 32 of `a-z A-Z 0-9 . _ -`, unique regardless of case
/// @param password 8 to 200 characters
public record NewPeer(String userName, String password) {

    public static final String USER_NAME_PATTERN = "[A-Za-z0-9._-]{3,32}";
    public static final int PASSWORD_MIN = 8;
    public static final int PASSWORD_MAX = 200;

    /// Passwords stay out of every log.
    @Override
    public String toString() {
        return "NewPeer[userName=" + userName + "]";
    }
}
