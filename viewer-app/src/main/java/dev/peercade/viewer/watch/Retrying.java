package dev.peercade.viewer.watch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// When a view that has broken off is tried again by itself.
final class Retrying {

    /// Growing, since what is not back in a second may take a while; five minutes in all, as long as it takes to
    /// restart a router.
    private static final List<Duration> WAITS = List.of(
            seconds(2), seconds(4), seconds(8), seconds(15), seconds(30), seconds(60), seconds(60), seconds(60));

    static final int ATTEMPTS = WAITS.size();

    /// Nothing has come for so long: a new way is looked for. A shorter break is over before a new way is found.
    static final Duration STALLED = seconds(20);

    /// A view that has lasted so long has nothing to do with the attempts before.
    static final Duration STEADY = seconds(30);

    /// Ends after which the session may well be there still. What a person has decided is none of them.
    private static final Set<String> PASSING = Set.of(
            "streamer-lost",
            "viewer-lost",
            "expired",
            "no-path",
            "no-media",
            "handshake-failed",
            "unreachable",
            "timeout",
            "unavailable",
            "too-many-requests");

    /// Ends after which this session cannot be had any more, whoever asks for it again.
    private static final Set<String> FINAL = Set.of(
            "ended",
            "session-finished",
            "session-not-viewable",
            "not-found",
            "dropped",
            "barred",
            "rejected",
            "own-session",
            "identity-changed",
            "identity-missing",
            "identity-forged",
            "no-common-codec");

    private Retrying() {}

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    /// @param code of a session's end
    static boolean helps(String code) {
        return PASSING.contains(code);
    }

    /// Whether nobody should be offered to try again.
    ///
    /// @param code of a session's end
    static boolean isSenseless(String code) {
        return FINAL.contains(code);
    }

    /// @param attempt from 1
    /// @return null where there have been enough
    static @Nullable Duration waitBefore(int attempt) {
        return attempt > ATTEMPTS ? null : WAITS.get(attempt - 1);
    }
}
