package dev.peercade.peer.media;

import org.jspecify.annotations.Nullable;

/// The viewer's numbers for RTP header extensions (RFC 8285), 1 to 14; null for one that it does not want.
///
/// @param transportSequence transport-wide sequence number
///     (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2)
/// @param videoTiming when the streamer did what with a picture; see [VideoTiming]
public record HeaderExtensionIds(
        @Nullable Integer transportSequence, @Nullable Integer videoTiming) {

    public static final String TRANSPORT_SEQUENCE_URI =
            "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    public static final String VIDEO_TIMING_URI = "http://www.webrtc.org/experiments/rtp-hdrext/video-timing";

    public static final HeaderExtensionIds NONE = new HeaderExtensionIds(null, null);
}
