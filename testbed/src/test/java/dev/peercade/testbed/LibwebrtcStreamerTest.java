package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCStatsType;
import dev.peercade.media.Picture;
import dev.peercade.media.VideoDecoder;
import dev.peercade.model.ProtocolStep;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.dtls.BouncyCastleDtls;
import dev.peercade.peer.edge.mediator.MediatorConnector;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.edge.stun.Ice4jAddressLocator;
import dev.peercade.peer.edge.udp.DatagramPort;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.LiveViewerSession;
import dev.peercade.peer.session.LocalOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorSeat;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.session.SessionRim;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.session.ViewerSettings;
import dev.peercade.peer.sim.SimIdentities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// libwebrtc as a streamer, introduced by hand, and our viewer: DTLS server, and ICE-controlled or, where it is the
/// one who offers, controlling like our viewer.
@Timeout(180)
@NullUnmarked
class LibwebrtcStreamerTest {

    private static final String VIEW_REQUESTS = "/view-requests";

    private static TestMediator running;

    private final List<ViewerEvent> events = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        running = TestMediator.start(folder);
        running.rest().register("anna", "ben");
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void ourViewerSeesWhatLibwebrtcSendsAsTheControlledSide() throws Exception {
        try (LibwebrtcPeer anna = LibwebrtcPeer.open(RTCRtpTransceiverDirection.SEND_ONLY);
                MovingPicture scene = new MovingPicture(anna::feed);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            Sdp announced = anna.announcement();
            Introduction met = new Introduction(running.rest(), announced);
            try (ViewerSession ben = core.watch(account(), settings(met), events::add)) {
                JsonNode viewer = met.awaitViewer();
                Sdp answer = anna.answer(Sdp.of(viewer, Sdp.Side.VIEWER, payloadType(viewer)), announced);
                assertThat(answer.value("setup")).isEqualTo("passive");
                met.push(answer);
                met.declareProcessed();

                assertSeen(ben, anna, viewer);
                assertThat(anna.statistics().of(RTCStatsType.TRANSPORT, "iceRole"))
                        .isEqualTo("controlled");
            }
        }
    }

    /// RFC 8445, section 7.3.1.1: whose tie-breaker is the smaller is told so by an error 487, and yields.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereBothAreControllingOneYields(boolean oursIsLarger) throws Exception {
        try (LibwebrtcPeer anna = LibwebrtcPeer.open(RTCRtpTransceiverDirection.SEND_ONLY);
                MovingPicture scene = new MovingPicture(anna::feed);
                MediatorConnector connector = new MediatorConnector()) {
            Introduction met = new Introduction(running.rest(), anna.offer());
            MediatorSeat seat = new MediatorSeat(
                    connector.connect(running.rest().uri(), "ben", Rest.PASSWORD, false, null, false),
                    running.rest().uri(),
                    SimIdentities.alone("ben"));
            Entropy entropy = new Biased(new SecureEntropy(), oursIsLarger);
            try (ViewerSession ben = LiveViewerSession.start(rim(entropy), seat, settings(met), events::add)) {
                JsonNode viewer = met.awaitViewer();
                anna.accept(Sdp.of(viewer, Sdp.Side.VIEWER, payloadType(viewer)));
                met.declareProcessed();

                assertSeen(ben, anna, viewer);
                assertThat(anna.statistics().of(RTCStatsType.TRANSPORT, "iceRole"))
                        .isEqualTo(oursIsLarger ? "controlled" : "controlling");
            }
        }
    }

    /// Draws numbers, tie-breakers among them, that are larger or smaller than nearly all others.
    private record Biased(Entropy fair, boolean large) implements Entropy {

        private static final long TOP = 0xFFFFL << 48;

        @Override
        public long nextLong() {
            return large ? fair.nextLong() | TOP : fair.nextLong() & ~TOP;
        }

        @Override
        public String iceText(int characters) {
            return fair.iceText(characters);
        }
    }

    private static SessionRim rim(Entropy entropy) {
        BouncyCastleDtls channels = new BouncyCastleDtls();
        return new SessionRim(
                new SystemClock(),
                entropy,
                DatagramPort::open,
                new SocketStreams(),
                new Ice4jAddressLocator(),
                () -> channels,
                new LocalOptions(null, null, true));
    }

    private void assertSeen(ViewerSession viewer, LibwebrtcPeer streamer, JsonNode endpoint) throws Exception {
        eventually().until(() -> pictures().size() >= 60);
        assertThat(steps()).contains(ProtocolStep.STREAM);
        assertThat(events).filteredOn(ViewerEvent.PathChanged.class::isInstance).isNotEmpty();
        eventually().until(() -> viewer.path().packets() > 0);
        assertThat(viewer.path().rung()).isIn(Rung.LAN, Rung.IPV6, Rung.PUNCHED);
        assertThatAllDecode();
        LibwebrtcPeer.Statistics told = streamer.statistics();
        assertThat(told.of(RTCStatsType.TRANSPORT, "dtlsState")).isEqualTo("connected");
        assertThat(told.of(RTCStatsType.TRANSPORT, "dtlsRole")).isEqualTo("server");
        assertThat(told.remoteFingerprint())
                .isEqualTo(endpoint.path("fingerprint").asString());
    }

    private void assertThatAllDecode() throws Exception {
        Set<Long> hashes = new HashSet<>();
        try (VideoDecoder decoder = VideoDecoder.open()) {
            for (AccessUnit unit : pictures()) {
                VideoDecoder.Decoded decoded = decoder.decode(unit.annexB(), 0);
                assertThat(decoded.damage()).isNull();
                for (Picture picture : decoded.pictures()) {
                    assertThat(picture.width()).isEqualTo(MovingPicture.WIDTH);
                    assertThat(picture.height()).isEqualTo(MovingPicture.HEIGHT);
                    hashes.add(picture.lumaHash());
                    picture.close();
                }
            }
        }
        assertThat(hashes).as("pictures that move").hasSizeGreaterThan(30);
    }

    private List<AccessUnit> pictures() {
        return events.stream()
                .filter(ViewerEvent.PictureReceived.class::isInstance)
                .map(event -> ((ViewerEvent.PictureReceived) event).picture())
                .toList();
    }

    private List<ProtocolStep> steps() {
        return events.stream()
                .filter(ViewerEvent.StepTaken.class::isInstance)
                .map(event -> ((ViewerEvent.StepTaken) event).step())
                .toList();
    }

    private static int payloadType(JsonNode endpoint) {
        return endpoint.path("media").path("codecs").path(0).path("payloadType").asInt();
    }

    private static MediatorAccount account() {
        return new MediatorAccount(running.rest().uri(), "ben", Rest.PASSWORD, false, null);
    }

    private static ViewerSettings settings(Introduction met) {
        return new ViewerSettings(SessionChoice.byId(UUID.fromString(met.session)), ConnectOptions.NORMAL);
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(40));
    }

    /// The streamer's side of the protocol, over REST.
    private static final class Introduction {

        private final Rest mediator;
        private final String token;
        private final String session;
        private String request = "";

        /// Steps 2 and 3.
        Introduction(Rest mediator, Sdp known) throws Exception {
            this.mediator = mediator;
            token = mediator.token("anna");
            session = call("POST", "/streaming-sessions", Map.of("game", "Scene", "title", "bars", "replace", true))
                    .path("id")
                    .asString();
            push(known);
        }

        void push(Sdp description) throws Exception {
            call("PUT", "/streaming-sessions/" + session + "/endpoint", description.endpoint());
        }

        /// Steps 4A and 9.
        ///
        /// @return the viewer's endpoint
        JsonNode awaitViewer() throws Exception {
            String ready = "/streaming-sessions/" + session + VIEW_REQUESTS + "?statuses=READY";
            JsonNode found =
                    eventually().until(() -> call("GET", ready, null).path("items"), requests -> !requests.isEmpty());
            request = VIEW_REQUESTS + "/" + found.path(0).path("id").asString();
            return call("GET", request, null).path("endpoint");
        }

        /// Step 10.
        void declareProcessed() throws Exception {
            call("PUT", request + "/status", Map.of("status", "PROCESSED"));
        }

        private JsonNode call(String method, String path, Object body) throws Exception {
            Rest.Answer answer = mediator.bearer(token, method, path, body);
            assertThat(answer.status()).as(method + " " + path + ": " + answer).isBetween(200, 204);
            return answer.body();
        }
    }
}
