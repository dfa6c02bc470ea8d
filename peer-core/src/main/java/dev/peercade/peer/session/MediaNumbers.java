package dev.peercade.peer.session;

import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.peer.MediaDescription.Codec;
import dev.peercade.model.peer.MediaDescription.HeaderExtension;
import dev.peercade.peer.media.HeaderExtensionIds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What both sides say of the media, and the numbers that follow: the viewer's rule.
final class MediaNumbers {

    static final int H264_PAYLOAD_TYPE = 96;

    static final int RETRANSMISSION_PAYLOAD_TYPE = 97;

    static final int CORRECTION_PAYLOAD_TYPE = 98;

    private static final int TRANSPORT_SEQUENCE_ID = 1;

    /// This side's own.
    static final HeaderExtensionIds EXTENSIONS = new HeaderExtensionIds(TRANSPORT_SEQUENCE_ID, null);

    private static final String H264 = "H264";

    /// draft-ietf-payload-flexible-fec-scheme-03, as browsers name it; the window in microseconds.
    private static final String CORRECTION = "flexfec-03";

    private static final String CORRECTION_PARAMETERS = "repair-window=200000";

    /// RFC 6184, section 6.
    private static final int CLOCK_RATE = 90_000;

    /// What any desktop decodes: constrained baseline, level 3.1; FFmpeg takes more than it says here.
    private static final String VIEWER_PROFILE = "42e01f";

    private MediaNumbers() {}

    static MediaDescription streamer(String profileLevelId) {
        return description(profileLevelId);
    }

    static MediaDescription viewer() {
        return description(VIEWER_PROFILE);
    }

    private static MediaDescription description(String profileLevelId) {
        return new MediaDescription(
                List.of(
                        new Codec(
                                H264,
                                H264_PAYLOAD_TYPE,
                                CLOCK_RATE,
                                "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + profileLevelId,
                                RETRANSMISSION_PAYLOAD_TYPE),
                        new Codec(CORRECTION, CORRECTION_PAYLOAD_TYPE, CLOCK_RATE, CORRECTION_PARAMETERS, null)),
                List.of(new HeaderExtension(HeaderExtensionIds.TRANSPORT_SEQUENCE_URI, TRANSPORT_SEQUENCE_ID)));
    }

    /// What the viewer wants stamped.
    static HeaderExtensionIds extensionsOf(MediaDescription viewer) {
        return new HeaderExtensionIds(idOf(HeaderExtensionIds.TRANSPORT_SEQUENCE_URI, viewer), null);
    }

    private static @Nullable Integer idOf(String uri, MediaDescription viewer) {
        return viewer.extensions().stream()
                .filter(extension -> extension.uri().equals(uri))
                .map(HeaderExtension::id)
                .findFirst()
                .orElse(null);
    }

    /// The number that a peer has for parity packets, or null where it knows none.
    static @Nullable Integer correctionOf(MediaDescription peer) {
        return peer.codecs().stream()
                .filter(codec -> codec.name().equalsIgnoreCase(CORRECTION))
                .map(Codec::payloadType)
                .findFirst()
                .orElse(null);
    }

    /// H.264 in packetization mode 1 as this side has it, or empty where it has none.
    static Optional<Codec> h264Of(MediaDescription peer) {
        return peer.codecs().stream()
                .filter(codec -> codec.name().equalsIgnoreCase(H264)
                        && codec.parameters() != null
                        && codec.parameters().toLowerCase(Locale.ROOT).contains("packetization-mode=1"))
                .findFirst();
    }
}
