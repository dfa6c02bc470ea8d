package dev.peercade.peer.time;

import java.time.Duration;

/// A moment on the clock of this process that only goes forward. Two processes' times are never compared.
///
/// @param nanos since an arbitrary origin; differences are taken by subtraction and may wrap
public record MonoTime(long nanos) {

    public MonoTime plus(Duration duration) {
        return new MonoTime(nanos + duration.toNanos());
    }

    public MonoTime plusNanos(long durationNanos) {
        return new MonoTime(nanos + durationNanos);
    }

    /// Nanoseconds from `earlier` to this; negative when `earlier` is later.
    public long nanosSince(MonoTime earlier) {
        return nanos - earlier.nanos;
    }

    public Duration since(MonoTime earlier) {
        return Duration.ofNanos(nanosSince(earlier));
    }

    public boolean isBefore(MonoTime other) {
        return nanos - other.nanos < 0;
    }
}
