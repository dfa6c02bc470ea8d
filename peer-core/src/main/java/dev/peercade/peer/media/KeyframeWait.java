package dev.peercade.peer.media;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The receive path's last stage: lets pass only what can be decoded, and pleads for a keyframe while nothing can.
final class KeyframeWait {

    /// A plea is repeated when no keyframe has come of it: first after a round trip and the time to encode and send
    /// one on a path that one can play on, then with back-off, so that a path that is too narrow is not filled with
    /// keyframes.
    static final Duration FIRST_REPEAT = Duration.ofMillis(250);

    static final Duration LAST_REPEAT = Duration.ofSeconds(1);

    /// The stream begins with a keyframe by itself; only where that one is lost it needs a plea.
    static final Duration PATIENCE_AT_START = Duration.ofMillis(100);

    private boolean waiting = true;
    private Duration repeat = FIRST_REPEAT;
    private @Nullable MonoTime pleadAt;
    private @Nullable MonoTime pleadedAt;
    private long pleas;
    private long delivered;
    private long useless;

    /// The first packet starts the wait for the first keyframe.
    void onMedia(MonoTime now) {
        if (waiting && pleadAt == null && pleadedAt == null) {
            pleadAt = now.plus(PATIENCE_AT_START);
        }
    }

    /// Whether the picture can be decoded.
    boolean admit(AccessUnit unit, MonoTime now) {
        if (unit.keyframe()) {
            waiting = false;
            repeat = FIRST_REPEAT;
            pleadAt = null;
        } else if (waiting) {
            useless++;
            return false;
        }
        delivered++;
        return true;
    }

    void onBroken(MonoTime now) {
        waiting = true;
        ask(now);
    }

    /// Pleads at once, or as soon as the latest plea is old enough to have been in vain.
    void ask(MonoTime now) {
        MonoTime earliest = pleadedAt == null ? now : pleadedAt.plus(repeat);
        MonoTime at = earliest.isBefore(now) ? now : earliest;
        pleadAt = Deadlines.earlier(pleadAt, at);
    }

    /// @param keyframeOnItsWay then pleading for another is put off
    boolean pollPlea(boolean keyframeOnItsWay, MonoTime now) {
        if (!Deadlines.isDue(pleadAt, now)) {
            return false;
        }
        if (keyframeOnItsWay) {
            pleadAt = now.plus(PATIENCE_AT_START);
            return false;
        }
        boolean repeated = waiting && pleadedAt != null && now.isBefore(pleadedAt.plus(LAST_REPEAT.multipliedBy(2)));
        if (repeated) {
            Duration doubled = repeat.multipliedBy(2);
            repeat = doubled.compareTo(LAST_REPEAT) < 0 ? doubled : LAST_REPEAT;
        }
        pleadedAt = now;
        pleadAt = waiting ? now.plus(repeat) : null;
        pleas++;
        return true;
    }

    @Nullable
    MonoTime deadline() {
        return pleadAt;
    }

    long pleas() {
        return pleas;
    }

    long delivered() {
        return delivered;
    }

    /// Whole pictures that came while a keyframe was awaited.
    long useless() {
        return useless;
    }
}
