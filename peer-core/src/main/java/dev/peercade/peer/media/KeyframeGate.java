package dev.peercade.peer.media;

import dev.peercade.peer.media.packetize.PacketizedFrame;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The send path's first stage: a viewer's stream begins with a keyframe, and its pleas for one are heard, not too
/// often.
final class KeyframeGate {

    /// A keyframe costs about ten times another picture. A plea takes half a round trip to here and its keyframe
    /// another half back, below 300 ms on paths that one can play on, so a plea within that time is likely about
    /// the same loss; and no viewer can force more than about three keyframes a second on all the others.
    static final Duration MIN_INTERVAL = Duration.ofMillis(300);

    private boolean open;
    private boolean wanted = true;
    private @Nullable MonoTime askedAt;
    private long asked;

    /// Whether the picture may pass. One that may not is useless to the viewer.
    boolean admit(PacketizedFrame frame, MonoTime now) {
        if (frame.keyframe()) {
            open = true;
            wanted = false;
            askedAt = now;
        }
        return open;
    }

    /// The viewer cannot decode.
    void ask() {
        wanted = true;
    }

    /// Whether the encoder has to be asked now.
    boolean pollRequest(MonoTime now) {
        if (!wanted || (askedAt != null && now.isBefore(askedAt.plus(MIN_INTERVAL)))) {
            return false;
        }
        // Before the first keyframe the wish stays: an encoder that has lost it is asked again.
        wanted = !open;
        askedAt = now;
        asked++;
        return true;
    }

    @Nullable
    MonoTime deadline() {
        return wanted && askedAt != null ? askedAt.plus(MIN_INTERVAL) : null;
    }

    long asked() {
        return asked;
    }
}
