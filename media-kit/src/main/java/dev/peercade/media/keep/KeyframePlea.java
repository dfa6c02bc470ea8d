package dev.peercade.media.keep;

/// When to ask for a keyframe again: a request may get lost on its way. One thread.
public final class KeyframePlea {

    private static final long AGAIN_NANOS = 1_000_000_000;

    private boolean asked;
    private long askedNanos;

    /// Whether to ask now; the caller then does.
    ///
    /// @param nowNanos as [System#nanoTime()]
    public boolean due(long nowNanos) {
        if (asked && nowNanos - askedNanos < AGAIN_NANOS) {
            return false;
        }
        asked = true;
        askedNanos = nowNanos;
        return true;
    }
}
