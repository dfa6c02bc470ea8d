package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.media.video.I420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// libwebrtc as a viewer: ICE-controlling, and DTLS client.
@Timeout(180)
class LibwebrtcViewerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// @param spread from the darkest to the lightest sample
    private record Seen(int width, int height, int spread, int hash) {

        static Seen of(VideoFrame frame) {
            I420Buffer picture = frame.buffer.toI420();
            try {
                ByteBuffer luma = picture.getDataY();
                int least = 255;
                int most = 0;
                int hash = 0;
                for (int at = 0; at < luma.limit(); at += 97) {
                    int sample = Byte.toUnsignedInt(luma.get(at));
                    least = Math.min(least, sample);
                    most = Math.max(most, sample);
                    hash = 31 * hash + sample;
                }
                return new Seen(picture.getWidth(), picture.getHeight(), most - least, hash);
            } finally {
                picture.release();
            }
        }
    }

    @Test
    void libwebrtcDecodesTheScene(@TempDir Path folder) throws Exception {
        try (LibwebrtcPeer ben = LibwebrtcPeer.open(RTCRtpTransceiverDirection.RECV_ONLY);
                TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.start(
                    folder, mediator.as("anna", "stream", "--game", "Scene", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                List<Seen> pictures = new CopyOnWriteArrayList<>();
                JsonNode streamer = introduce(mediator, ben, pictures);
                await().atMost(PATIENCE).until(() -> pictures.size() >= 120);

                assertThat(pictures).allSatisfy(picture -> {
                    assertThat(picture.width()).isEqualTo(1280);
                    assertThat(picture.height()).isEqualTo(720);
                    assertThat(picture.spread())
                            .as("a real picture, not a plain area")
                            .isGreaterThan(40);
                });
                assertThat(pictures.stream().map(Seen::hash).distinct())
                        .as("pictures that move")
                        .hasSizeGreaterThan(60);
                LibwebrtcPeer.Statistics seen = ben.statistics();
                assertThat(seen.of(RTCStatsType.TRANSPORT, "iceRole")).isEqualTo("controlling");
                assertThat(seen.of(RTCStatsType.TRANSPORT, "dtlsRole")).isEqualTo("client");
                assertThat(seen.of(RTCStatsType.TRANSPORT, "dtlsState")).isEqualTo("connected");
                assertThat(seen.remoteFingerprint())
                        .isEqualTo(streamer.path("fingerprint").asString());
            }
        }
    }

    /// @return the streamer's endpoint
    private static JsonNode introduce(Rest mediator, LibwebrtcPeer viewer, List<Seen> pictures) throws Exception {
        String session =
                "/streaming-sessions/" + mediator.onlySession("ben").path("id").asString();
        String request = "/view-requests/"
                + mediator.call("ben", "POST", session + "/view-requests", Map.of())
                        .body()
                        .path("id")
                        .asString();
        Sdp offer = viewer.offer();
        Map<String, Object> endpoint = offer.endpoint();
        assertThat(mediator.call("ben", "PUT", request + "/endpoint", endpoint).status())
                .isBetween(200, 204);
        JsonNode streamer =
                mediator.call("ben", "GET", session + "/endpoint", null).body();
        viewer.accept(Sdp.of(streamer, Sdp.Side.STREAMER, offer.payloadType()));
        viewer.watch(frame -> pictures.add(Seen.of(frame)));
        assertThat(mediator.call("ben", "PUT", request + "/status", Map.of("status", "READY"))
                        .status())
                .isBetween(200, 204);
        return streamer;
    }
}
