package dev.peercade.peer.secure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Stands before the DTLS library and lets through only records that it survives. Each record of a datagram is
/// judged by itself (RFC 6347, section 4.1.1). Not thread-safe.
public final class DatagramGuard {

    /// A chain of certificates that any peer has is below this; a fragment may declare up to 16 MiB, and the
    /// library allocates what is declared (CVE-2026-59646).
    static final int HANDSHAKE_MESSAGE_MAX = 16 * 1024;

    /// A protected record carries at least an explicit nonce (8) and a tag (16) with the GCM suites that are
    /// offered (RFC 5288, section 3); a shorter one kills the library's association (CVE-2026-75806).
    static final int PROTECTED_FRAGMENT_MIN = 24;

    /// RFC 6347, section 4.1: 2^14 of plaintext and at most 2048 of expansion.
    static final int FRAGMENT_MAX = (1 << 14) + 2048;

    private static final int RECORD_HEADER = 13;
    private static final int HANDSHAKE_HEADER = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static final int DTLS_MAJOR = 0xFE;
    private static final int DTLS_1_0_MINOR = 0xFF;
    private static final int DTLS_1_2_MINOR = 0xFD;

    private long accepted;
    private long refused;

    /// A record that may go on.
    ///
    /// @param bytes header and fragment
    public record DtlsRecord(Kind kind, int epoch, byte[] bytes) {

        /// Content types of RFC 5246, section 6.2.1.
        public enum Kind {
            CHANGE_CIPHER_SPEC,
            ALERT,
            HANDSHAKE,
            APPLICATION_DATA
        }

        @Override
        public String toString() {
            return "DtlsRecord[" + kind + ", epoch=" + epoch + ", " + bytes.length + " bytes]";
        }
    }

    /// The records that may go on, in order. What follows a malformed header is refused with it, since nobody knows
    /// where the next one begins.
    public List<DtlsRecord> filter(byte[] datagram) {
        List<DtlsRecord> records = new ArrayList<>(4);
        int at = 0;
        while (at < datagram.length) {
            int end = endOfRecord(datagram, at);
            if (end < 0) {
                refused++;
                break;
            }
            if (isHarmless(datagram, at, end)) {
                accepted++;
                records.add(new DtlsRecord(
                        kind(datagram[at]), number(datagram, at + 3, 2), Arrays.copyOfRange(datagram, at, end)));
            } else {
                refused++;
            }
            at = end;
        }
        return records;
    }

    /// Where the record that begins here ends, or -1 when this is no record.
    private static int endOfRecord(byte[] datagram, int at) {
        if (datagram.length - at < RECORD_HEADER) {
            return -1;
        }
        int type = datagram[at] & 0xFF;
        int minor = datagram[at + 2] & 0xFF;
        boolean known = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA;
        // A first ClientHello and a HelloVerifyRequest may carry the version number of DTLS 1.0 (RFC 6347, 4.2.1).
        boolean version =
                (datagram[at + 1] & 0xFF) == DTLS_MAJOR && (minor == DTLS_1_2_MINOR || minor == DTLS_1_0_MINOR);
        int length = number(datagram, at + 11, 2);
        if (!known || !version || length > FRAGMENT_MAX || length > datagram.length - at - RECORD_HEADER) {
            return -1;
        }
        return at + RECORD_HEADER + length;
    }

    private static boolean isHarmless(byte[] datagram, int at, int end) {
        int fragment = at + RECORD_HEADER;
        int length = end - fragment;
        int epoch = number(datagram, at + 3, 2);
        if (epoch > 0) {
            return length >= PROTECTED_FRAGMENT_MIN;
        }
        return switch (datagram[at] & 0xFF) {
            case CHANGE_CIPHER_SPEC -> length == 1 && datagram[fragment] == 1;
            case ALERT -> length == 2;
            case HANDSHAKE -> areHarmlessMessages(datagram, fragment, end);
            // Plaintext data is never right.
            default -> false;
        };
    }

    /// A record may carry several handshake messages or fragments (RFC 6347, section 4.2.3), each with its header.
    private static boolean areHarmlessMessages(byte[] datagram, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at < HANDSHAKE_HEADER) {
                return false;
            }
            int declared = number(datagram, at + 1, 3);
            int offset = number(datagram, at + 6, 3);
            int length = number(datagram, at + 9, 3);
            if (declared > HANDSHAKE_MESSAGE_MAX
                    || offset + length > declared
                    || length > end - at - HANDSHAKE_HEADER) {
                return false;
            }
            at += HANDSHAKE_HEADER + length;
        }
        return end > from;
    }

    private static DtlsRecord.Kind kind(byte type) {
        return DtlsRecord.Kind.values()[(type & 0xFF) - CHANGE_CIPHER_SPEC];
    }

    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /// Records let through.
    public long accepted() {
        return accepted;
    }

    /// Records held back, the rest of a malformed datagram counting as one.
    public long refused() {
        return refused;
    }
}
