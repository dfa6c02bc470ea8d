package dev.peercade.peer.media;

/// The video clock of RTP (RFC 6184, section 8.2.1: 90 kHz) and the NTP time of reports.
final class RtpClock {

    static final int HERTZ = 90_000;

    /// Seconds from 1900 to 1970.
    private static final long NTP_TO_UNIX_SECONDS = 2_208_988_800L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private RtpClock() {}

    /// Exact for 32 years either way.
    static long ticks(long nanos) {
        return Math.floorDiv(nanos * 9, 100_000L);
    }

    static long nanos(long ticks) {
        return ticks * 100_000L / 9;
    }

    /// NTP time in 32 bits of seconds and 32 bits of fraction, wrapping in 2036 as it is meant to.
    static long ntp(long unixNanos) {
        long seconds = Math.floorDiv(unixNanos, NANOS_PER_SECOND) + NTP_TO_UNIX_SECONDS;
        long fraction = (Math.floorMod(unixNanos, NANOS_PER_SECOND) << 32) / NANOS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /// The middle 32 bits, in 1/65536 s (RFC 3550, section 6.4.1, LSR).
    static long middle(long ntp) {
        return ntp >>> 16 & 0xFFFFFFFFL;
    }

    /// A duration in 1/65536 s.
    static long shortDuration(long nanos) {
        return Math.max(0, nanos) / 1_000 * 65_536 / 1_000_000 & 0xFFFFFFFFL;
    }
}
