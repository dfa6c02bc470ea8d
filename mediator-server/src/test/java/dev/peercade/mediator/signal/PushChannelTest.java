package dev.peercade.mediator.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.TokenOwner;
import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PushChannelTest {

    private final RunningMediator mediator = TestMediator.shared();

    @Test
    void theStreamerIsToldAtOnceOfARequestThatIsReadyWithTheViewersEndpoint() {
        Caller streamer = Caller.registered(mediator, "push-s");
        Caller viewer = Caller.registered(mediator, "push-v");
        StreamingSession session = ready(streamer, Admission.OPEN);
        try (PushListener toStreamer = listen(streamer);
                PushListener toViewer = listen(viewer)) {

            ViewRequest request = join(viewer, session.id());

            JsonNode message = awaitRequest(toStreamer, "READY");
            assertThat(message.path("v").asInt()).isEqualTo(1);
            assertThat(message.path("sessionId").asString())
                    .isEqualTo(session.id().toString());
            assertThat(message.path("requestId").asString())
                    .isEqualTo(request.id().toString());
            assertThat(message.at("/data/request/endpoint/host").asString()).isEqualTo("198.51.100.20");
            JsonNode toItsViewer = awaitRequest(toViewer, "READY");
            assertThat(toItsViewer.at("/data/request/endpoint").isNull())
                    .as("the viewer's endpoint is for the streamer only")
                    .isTrue();
        }
    }

    @Test
    void theEndOfASessionReachesItsViewersAndItsStreamer() {
        Caller streamer = Caller.registered(mediator, "push-s");
        Caller viewer = Caller.registered(mediator, "push-v");
        StreamingSession session = ready(streamer, Admission.OPEN);
        join(viewer, session.id());
        try (PushListener toViewer = listen(viewer);
                PushListener toStreamer = listen(streamer)) {

            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();

            assertThat(awaitRequest(toViewer, "CLOSED")
                            .at("/data/request/closeReason")
                            .asString())
                    .isEqualTo("session-finished");
            assertThat(toViewer.await(SignalType.SESSION_CHANGED)
                            .at("/data/session/status")
                            .asString())
                    .isEqualTo("FINISHED");
            assertThat(toStreamer
                            .await(SignalType.SESSION_CHANGED)
                            .at("/data/session/endReason")
                            .asString())
                    .isEqualTo("ended");
        }
    }

    @Test
    void aNewEndpointOfTheStreamerGoesToAdmittedViewersOnly() {
        Caller streamer = Caller.registered(mediator, "push-s");
        Caller admitted = Caller.registered(mediator, "push-a");
        Caller waiting = Caller.registered(mediator, "push-w");
        StreamingSession session = ready(streamer, Admission.ASK);
        ViewRequest request = ask(admitted, session.id());
        assertThat(ask(waiting, session.id()).streamer()).isNull();
        assertThat(request.streamer()).isNull();
        streamer.put(MediatorApi.VIEW_REQUEST_ADMISSION, new AdmissionDecision(true), request.id())
                .ok();
        try (PushListener toAdmitted = listen(admitted);
                PushListener toWaiting = listen(waiting)) {

            streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.99", 40_001), session.id())
                    .ok();

            JsonNode message = toAdmitted.await(SignalType.STREAMER_ENDPOINT_CHANGED);
            assertThat(message.at("/data/endpoint/host").asString()).isEqualTo("203.0.113.99");
            assertThat(message.at("/data/endpoint/generation").asInt()).isEqualTo(2);

            // What comes later than the endpoint proves that the endpoint did not come.
            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();
            JsonNode next = toWaiting.next();
            assertThat(next.path("type").asString()).isNotEqualTo("streamer-endpoint-changed");
        }
    }

    @Test
    void onlySubscribersHearOfTheListAndNoStrangerHearsOfRequests() {
        Caller streamer = Caller.registered(mediator, "push-s");
        Caller subscriber = Caller.registered(mediator, "push-l");
        Caller silent = Caller.registered(mediator, "push-n");
        try (PushListener subscribed = listen(subscriber);
                PushListener not = listen(silent)) {
            subscribed.send(new SignalMessage.SubscribeSessions(true));
            // A second welcome proves that the subscription before it has been taken.
            subscribed.send(new SignalMessage.Authenticate(token(subscriber)));
            subscribed.await(SignalType.WELCOME);

            StreamingSession session = ready(streamer, Admission.OPEN);
            JsonNode message = subscribed.await(SignalType.SESSION_CHANGED);
            assertThat(message.path("sessionId").asString())
                    .isEqualTo(session.id().toString());

            join(Caller.registered(mediator, "push-v"), session.id());
            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();
            JsonNode last = subscribed.await(SignalType.SESSION_CHANGED);
            assertThat(last.at("/data/session/status").asString()).isEqualTo("FINISHED");
            assertThat(not.poll(200)).isNull();
        }
    }

    @Test
    void whoDoesNotSayWhoItIsWithinFiveSecondsIsCut() {
        try (PushListener silent = new PushListener(mediator, Map.of())) {
            long start = System.nanoTime();
            assertThat(silent.closeCode(9)).isEqualTo(1008);
            assertThat((System.nanoTime() - start) / 1e9).isGreaterThan(4.5);
        }
    }

    @Test
    void aWrongTokenAndADeviceTokenAreRefused() {
        Caller peer = Caller.anonymous(mediator).register("push-" + Caller.suffix());
        for (String token :
                new String[] {"pca_wrong", "", peer.token(TokenKind.DEVICE).token()}) {
            try (PushListener listener = new PushListener(mediator, Map.of())) {
                listener.send(new SignalMessage.Authenticate(token));
                assertThat(listener.await(SignalType.REFUSED).at("/data/code").asString())
                        .isEqualTo("unauthenticated");
                assertThat(listener.closeCode(5)).isEqualTo(1008);
            }
        }
    }

    @Test
    void garbageIsRefusedAndAMessageOver16KiBEndsTheChannel() {
        Caller peer = Caller.registered(mediator, "push-g");
        for (String text :
                new String[] {"{", "[]", "{\"v\":2,\"type\":\"subscribe-sessions\"}", "{\"v\":1,\"type\":7}"}) {
            try (PushListener listener = listen(peer)) {
                listener.sendText(text);
                assertThat(listener.await(SignalType.REFUSED).at("/data/code").asString())
                        .isEqualTo("malformed-request");
            }
        }
        try (PushListener listener = listen(peer)) {
            listener.sendText("x".repeat(SignalMessage.BYTES_MAX + 1));
            assertThat(listener.closeCode(5)).isIn(1009, 1006);
        }
    }

    @Test
    void revokingATokenClosesItsChannel() {
        Caller peer = Caller.anonymous(mediator).register("push-" + Caller.suffix());
        Caller device = peer.bearer(peer.token(TokenKind.DEVICE).token());
        IssuedToken access = device.token(TokenKind.ACCESS);
        try (PushListener listener = PushListener.authenticated(mediator, access.token())) {
            String deviceTokenId = peer.get(MediatorApi.TOKENS)
                    .json()
                    .path("items")
                    .valueStream()
                    .filter(token -> token.path("kind").asString().equals("device"))
                    .findFirst()
                    .orElseThrow()
                    .path("id")
                    .asString();
            peer.delete(MediatorApi.TOKEN, deviceTokenId).ok();
            assertThat(listener.closeCode(5)).isEqualTo(1008);
        }
    }

    @Test
    void aPeerHasOnlySoManyChannels() {
        Caller peer = Caller.registered(mediator, "push-m");
        PushListener[] listeners = new PushListener[SignalChannels.PER_PEER_MAX];
        try {
            for (int i = 0; i < listeners.length; i++) {
                listeners[i] = listen(peer);
            }
            try (PushListener tooMany = new PushListener(mediator, Map.of())) {
                tooMany.send(new SignalMessage.Authenticate(token(peer)));
                assertThat(tooMany.await(SignalType.REFUSED).at("/data/code").asString())
                        .isEqualTo("too-many-requests");
            }
        } finally {
            for (PushListener listener : listeners) {
                listener.close();
            }
        }
    }

    /// Else all peers behind it would share the few places of channels that have not said yet who they are.
    @Test
    void aChannelThroughATrustedProxyHasItsClientsAddress(@TempDir Path data) throws Exception {
        try (RunningMediator behind =
                MediatorServer.start(TestMediator.settings(data, Map.of("PEERCADE_TRUSTED_PROXIES", "127.0.0.1"))
                        .withDatabase(TestMediator.bean(mediator, DatabaseAddress.class)))) {
            assertThat(addressSeen(behind)).isEqualTo(Address.of("203.0.113.7"));
        }
        assertThat(addressSeen(mediator)).as("said by nobody who is trusted").isEqualTo(Address.of("127.0.0.1"));
    }

    private static Address addressSeen(RunningMediator by) {
        Caller peer = Caller.registered(by, "push-p");
        try (PushListener listener = new PushListener(by, Map.of("X-Forwarded-For", "203.0.113.7"))) {
            listener.send(new SignalMessage.Authenticate(token(peer)));
            listener.await(SignalType.WELCOME);
            return TestMediator.bean(by, SignalChannels.class).all().stream()
                    .filter(channel -> {
                        TokenOwner owner = channel.owner();
                        return owner != null && owner.userName().equals(peer.name());
                    })
                    .map(SignalChannel::address)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "absent,101",
        "same,101",
        "null,403",
        "https://evil.example,403",
        "subdomain,403",
        "other-port,403",
        "other-scheme,403"
    })
    void onlyTheOwnOriginMayOpenAChannel(String origin, int status) {
        URI own = mediator.uri();
        Map<String, String> headers = switch (origin) {
            case "absent" -> Map.of();
            case "same" -> Map.of("Origin", own.toString());
            case "subdomain" -> Map.of("Origin", "http://evil." + own.getAuthority());
            case "other-port" -> Map.of("Origin", "http://" + own.getHost() + ":" + (own.getPort() + 1));
            case "other-scheme" -> Map.of("Origin", "https://" + own.getAuthority());
            default -> Map.of("Origin", origin);
        };
        try (PushListener listener = new PushListener(mediator, headers)) {
            assertThat(listener.handshakeStatus()).isEqualTo(status);
        }
    }

    private PushListener listen(Caller caller) {
        return PushListener.authenticated(mediator, token(caller));
    }

    private static String token(Caller caller) {
        return String.valueOf(caller.authorization()).substring("Bearer ".length());
    }

    private static JsonNode awaitRequest(PushListener listener, String status) {
        JsonNode message;
        do {
            message = listener.await(SignalType.REQUEST_CHANGED);
        } while (!message.at("/data/request/status").asString().equals(status));
        return message;
    }

    private static StreamingSession ready(Caller streamer, Admission admission) {
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Push", admission, null))
                .as(StreamingSession.class);
        return streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                .as(StreamingSession.class);
    }

    private static ViewRequest ask(Caller viewer, UUID sessionId) {
        return viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", sessionId).as(ViewRequest.class);
    }

    private static ViewRequest join(Caller viewer, UUID sessionId) {
        ViewRequest request = ask(viewer, sessionId);
        viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at("198.51.100.20", 50_000), request.id())
                .ok();
        return viewer.put(MediatorApi.VIEW_REQUEST_STATUS, new RequestStatusChange(RequestStatus.READY), request.id())
                .as(ViewRequest.class);
    }
}
