package dev.peercade.peer.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When which packets of a transport arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
///
/// @param first transport-wide sequence number of the first packet told of, 0 to 65535
/// @param count of feedback packets so far, 0 to 255
/// @param arrivals of the packets from `first` on, in [#TICK_NANOS] since an origin of the receiver's, 0 to 2^32-1 for
///     the first that arrived; null for a packet that has not arrived. At most [#PACKETS_MAX]
public record TransportFeedback(Ssrc sender, Ssrc media, int first, int count, List<@Nullable Long> arrivals)
        implements RtcpPacket {

    public static final long TICK_NANOS = 250_000;

    /// As many as one run-length chunk can tell of.
    public static final int PACKETS_MAX = 8191;

    /// Of the reference time, which the first delta is added to.
    static final int REFERENCE_TICKS = 256;

    /// 24 bits of reference time.
    static final long ORIGIN_WRAP_TICKS = (1L << 24) * REFERENCE_TICKS;

    /// The list is unmodifiable and may hold nulls, which `List.copyOf` refuses.
    static List<@Nullable Long> arrivals(List<@Nullable Long> arrivals) {
        return Collections.unmodifiableList(new ArrayList<>(arrivals));
    }

    @Override
    public String toString() {
        return "TransportFeedback[" + arrivals.size() + " packets from " + first + "]";
    }
}
