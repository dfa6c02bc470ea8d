package dev.peercade.peer.punch;

import dev.peercade.peer.port.Entropy;

/// ICE user fragment and password (RFC 8445, section 5.3).
public record IceCredentials(String userFragment, String password) {

    /// 48 bits tell viewers apart and keep strangers from guessing; RFC 8445 asks for 24.
    private static final int USER_FRAGMENT_CHARACTERS = 8;

    /// 144 bits; RFC 8445 asks for 128.
    private static final int PASSWORD_CHARACTERS = 24;

    public static IceCredentials random(Entropy entropy) {
        return new IceCredentials(entropy.iceText(USER_FRAGMENT_CHARACTERS), entropy.iceText(PASSWORD_CHARACTERS));
    }

    /// Passwords stay out of every log.
    @Override
    public String toString() {
        return "IceCredentials[redacted]";
    }
}
