package dev.peercade.peer.media;

/// What a receive path has seen since its start. Every packet handed in is in exactly one of `packets`,
/// `duplicates`, `foreign` and `malformed`.
///
/// @param packets of the stream, each counted once; late ones too
/// @param bytes of those packets, headers included
/// @param lost expected less received (RFC 3550, appendix A.3), never below 0; a packet still awaited counts
/// @param repaired of the lost ones, those that have come again in time or not
/// @param pictures delivered whole
/// @param dropped pictures of which something arrived but that were not delivered: with a hole, malformed, or
///     useless before the next keyframe. A picture of which nothing arrived is in `lost` only
/// @param late packets that came after their gap had been given up
/// @param duplicates packets that were there already
/// @param foreign packets of another source or payload type
/// @param malformed RTP or RTCP packets that could not be read
/// @param keyframesAsked picture loss indications sent
/// @param jitterNanos interarrival jitter (RFC 3550, section 6.4.1)
public record ReceiveFigures(
        long packets,
        long bytes,
        long lost,
        long repaired,
        long pictures,
        long dropped,
        long late,
        long duplicates,
        long foreign,
        long malformed,
        long keyframesAsked,
        long jitterNanos) {}
