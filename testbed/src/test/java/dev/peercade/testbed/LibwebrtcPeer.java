package dev.peercade.testbed;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.PortAllocatorConfig;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceGatheringState;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaType;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.VideoFrame;
import dev.onvoid.webrtc.media.video.VideoTrack;
import dev.onvoid.webrtc.media.video.VideoTrackSink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/// A peer that knows nothing of Peercade: libwebrtc, as browsers have it, with one video track in one direction.
final class LibwebrtcPeer implements AutoCloseable {

    private static final long PATIENCE_S = 20;

    /// Where there is no sound, any other ends the whole process.
    private final HeadlessAudioDeviceModule audio = new HeadlessAudioDeviceModule();
    private final PeerConnectionFactory factory = new PeerConnectionFactory(audio);
    private final CustomVideoSource source = new CustomVideoSource();
    private final VideoTrack track = factory.createVideoTrack("scene", source);
    private final CompletableFuture<Void> gathered = new CompletableFuture<>();
    private final CompletableFuture<VideoTrack> received = new CompletableFuture<>();
    private final RTCPeerConnection connection;

    private LibwebrtcPeer() {
        RTCConfiguration configuration = new RTCConfiguration();
        // Endpoints name UDP candidates only.
        configuration.portAllocatorConfig = new PortAllocatorConfig().setDisableTcp(true);
        connection = factory.createPeerConnection(configuration, new PeerConnectionObserver() {
            @Override
            public void onIceCandidate(RTCIceCandidate candidate) {}

            @Override
            public void onIceGatheringChange(RTCIceGatheringState state) {
                if (state == RTCIceGatheringState.COMPLETE) {
                    gathered.complete(null);
                }
            }

            @Override
            public void onTrack(RTCRtpTransceiver transceiver) {
                received.complete((VideoTrack) transceiver.getReceiver().getTrack());
            }
        });
    }

    /// Skips the test with a sentence where the library has no machine code for this platform, or lacks libraries of
    /// the system.
    ///
    /// @param direction in which the track goes, seen from here
    static LibwebrtcPeer open(RTCRtpTransceiverDirection direction) {
        LibwebrtcPeer peer = loaded();
        peer.prepare(direction);
        peer.preferH264();
        return peer;
    }

    /// Likewise, with all codecs, repairs and error correction that it has, in its own order.
    static LibwebrtcPeer openWithAll(RTCRtpTransceiverDirection direction) {
        LibwebrtcPeer peer = loaded();
        peer.prepare(direction);
        return peer;
    }

    private static LibwebrtcPeer loaded() {
        try {
            Class.forName(PeerConnectionFactory.class.getName());
        } catch (LinkageError | ClassNotFoundException e) {
            Assumptions.abort("this test needs libwebrtc, which does not load here: " + e);
        }
        return new LibwebrtcPeer();
    }

    private void prepare(RTCRtpTransceiverDirection direction) {
        connection.addTrack(track, List.of("stream"));
        connection.getTransceivers()[0].setDirection(direction);
    }

    private void preferH264() {
        RTCRtpTransceiver transceiver = connection.getTransceivers()[0];
        transceiver.setCodecPreferences(factory.getRtpSenderCapabilities(MediaType.VIDEO).getCodecs().stream()
                .filter(codec -> codec.getName().equals("H264")
                        && codec.getSDPFmtp()
                                .getOrDefault("packetization-mode", "")
                                .equals("1")
                        && codec.getSDPFmtp()
                                .getOrDefault("profile-level-id", "")
                                .equals("42e01f"))
                .toList());
    }

    /// Its own offer, with all its candidates. Who offers is ICE-controlling (RFC 8445, section 6.1.1).
    Sdp offer() throws Exception {
        setLocal(created());
        return local();
    }

    /// What can be told of it before it has an offer to answer: certificate and ICE credentials, but no candidates.
    Sdp announcement() throws Exception {
        return new Sdp(created().sdp);
    }

    private RTCSessionDescription created() throws Exception {
        Described offer = new Described();
        connection.createOffer(new RTCOfferOptions(), offer);
        return offer.get();
    }

    /// The other side's answer.
    void accept(Sdp answer) throws Exception {
        setRemote(RTCSdpType.ANSWER, answer);
    }

    /// Its answer with all its candidates, under the credentials that were announced. Who answers is ICE-controlled.
    Sdp answer(Sdp offer, Sdp announced) throws Exception {
        setRemote(RTCSdpType.OFFER, offer);
        Described answer = new Described();
        connection.createAnswer(new RTCAnswerOptions(), answer);
        RTCSessionDescription made = answer.get();
        Sdp known = new Sdp(made.sdp).with(announced.value("ice-ufrag"), announced.value("ice-pwd"));
        setLocal(new RTCSessionDescription(made.sdpType, known.text()));
        return local();
    }

    /// Its answer with all its candidates.
    Sdp answer(Sdp offer) throws Exception {
        setRemote(RTCSdpType.OFFER, offer);
        Described answer = new Described();
        connection.createAnswer(new RTCAnswerOptions(), answer);
        setLocal(answer.get());
        return local();
    }

    /// What it has sent, as it says itself.
    String outbound() throws Exception {
        return statistics().all(RTCStatsType.OUTBOUND_RTP);
    }

    /// What it has received, as it says itself.
    String inbound() throws Exception {
        return statistics().all(RTCStatsType.INBOUND_RTP);
    }

    void feed(VideoFrame frame) {
        source.pushFrame(frame);
    }

    /// Takes what is received and decoded, on a thread of the library's.
    void watch(VideoTrackSink sink) throws Exception {
        await(received).addSink(sink);
    }

    /// Its statistics now, as the W3C names them.
    Statistics statistics() throws Exception {
        CompletableFuture<Map<String, RTCStats>> found = new CompletableFuture<>();
        connection.getStats(report -> found.complete(report.getStats()));
        return new Statistics(await(found));
    }

    /// @param reports by their ids
    record Statistics(Map<String, RTCStats> reports) {

        /// An attribute of the first report of this type that has it, as text; empty where none has.
        String of(RTCStatsType type, String attribute) {
            return reports.values().stream()
                    .filter(report -> report.getType() == type)
                    .map(report -> report.getAttributes().get(attribute))
                    .filter(Objects::nonNull)
                    .map(String::valueOf)
                    .findFirst()
                    .orElse("");
        }

        /// All attributes of the reports of this type.
        String all(RTCStatsType type) {
            return reports.values().stream()
                    .filter(report -> report.getType() == type)
                    .map(report -> String.valueOf(report.getAttributes()))
                    .toList()
                    .toString();
        }

        /// Of the certificate that the other side has shown, as an endpoint spells it.
        String remoteFingerprint() {
            RTCStats certificate = reports.get(of(RTCStatsType.TRANSPORT, "remoteCertificateId"));
            return certificate == null
                    ? ""
                    : certificate.getAttributes().get("fingerprintAlgorithm") + " "
                            + certificate.getAttributes().get("fingerprint");
        }
    }

    private Sdp local() throws Exception {
        await(gathered);
        return new Sdp(connection.getLocalDescription().sdp);
    }

    private void setLocal(RTCSessionDescription description) throws Exception {
        Taken taken = new Taken();
        connection.setLocalDescription(description, taken);
        taken.get();
    }

    private void setRemote(RTCSdpType type, Sdp description) throws Exception {
        Taken taken = new Taken();
        connection.setRemoteDescription(new RTCSessionDescription(type, description.text()), taken);
        taken.get();
    }

    private static <T> T await(CompletableFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static final class Described implements CreateSessionDescriptionObserver {

        private final CompletableFuture<RTCSessionDescription> made = new CompletableFuture<>();

        @Override
        public void onSuccess(RTCSessionDescription description) {
            made.complete(description);
        }

        @Override
        public void onFailure(String error) {
            made.completeExceptionally(new AssertionError(error));
        }

        RTCSessionDescription get() throws Exception {
            return await(made);
        }
    }

    private static final class Taken implements SetSessionDescriptionObserver {

        private final CompletableFuture<Void> taken = new CompletableFuture<>();

        @Override
        public void onSuccess() {
            taken.complete(null);
        }

        @Override
        public void onFailure(String error) {
            taken.completeExceptionally(new AssertionError(error));
        }

        void get() throws Exception {
            await(taken);
        }
    }

    @Override
    public void close() {
        // The library counts references to the track, and its sender holds one.
        connection.removeTrack(connection.getSenders()[0]);
        connection.close();
        track.dispose();
        source.dispose();
        factory.dispose();
        audio.dispose();
    }
}
