package dev.peercade.peer.wire;

/// 16-bit numbers that wrap, as RTP counts packets.
public final class SequenceNumber {

    private SequenceNumber() {}

    /// How far `a` is ahead of `b`, from -32768 to 32767.
    public static int distance(int a, int b) {
        return (short) (a - b);
    }

    public static boolean isAfter(int a, int b) {
        return distance(a, b) > 0;
    }

    public static int next(int number) {
        return (number + 1) & 0xFFFF;
    }

    /// The number without wraps that ends in these 16 bits and lies nearest to `reference`. May be negative when it
    /// lies before the first that was unwrapped.
    public static long unwrap(int number, long reference) {
        return reference + distance(number, (int) reference & 0xFFFF);
    }

    /// Likewise for the 32 bits of an RTP timestamp.
    public static long unwrapTimestamp(long timestamp, long reference) {
        return reference + (int) (timestamp - reference);
    }
}
