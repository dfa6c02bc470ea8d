package dev.peercade.peer.edge.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the client makes of a mediator's faults, over real sockets.
@NullUnmarked
class OkHttpMediatorTest {

    private static final UUID ID = new UUID(1, 2);
    private static final String TOKEN = """
            {"id":"00000000-0000-0001-0000-000000000002","kind":"access","token":"T%d","expiresAt":"2999-01-01T00:00:00Z"}""";
    private static final String SESSION = """
            {"id":"00000000-0000-0001-0000-000000000002","streamer":"ann","game":{"id":"00000000-0000-0001-0000-000000000003",
            "name":"Doom"},"title":"t","admission":"ask","status":"READY","viewers":0,"createdAt":"2026-11-21T10:00:00Z",
            "thumbnailAt":null,"endReason":null,"added":"later"}""";

    private final MockWebServer server = new MockWebServer();
    private final MediatorConnector connector = new MediatorConnector();
    private final List<RecordedRequest> requests = new ArrayList<>();
    private int tokens;

    private interface Answer {
        MockResponse to(RecordedRequest request);
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void stop() {
        connector.close();
        server.close();
    }

    private static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private Mediator mediator(Answer answer) throws MediatorFailure {
        server.setDispatcher(new Dispatcher() {
            @Override
            public synchronized MockResponse dispatch(RecordedRequest request) {
                requests.add(request);
                return request.getUrl().encodedPath().endsWith("/tokens")
                        ? json(201, TOKEN.formatted(++tokens))
                        : answer.to(request);
            }
        });
        return connect("http://localhost:" + server.getPort(), null);
    }

    private Mediator connect(String uri, String pin) throws MediatorFailure {
        return connector.connect(URI.create(uri), "ann", "secret-word", false, pin, false);
    }

    private static MediatorFailure failureOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(MediatorFailure.class, call);
    }

    @Test
    void oneTokenServesManyCallsAndIsFetchedWithThePassword() throws Exception {
        Mediator mediator = mediator(_ -> json(200, SESSION));
        assertThat(mediator.session(ID).admission()).hasToString("ask");
        mediator.session(ID);
        assertThat(tokens).isEqualTo(1);
        assertThat(requests.getFirst().getHeaders().get("Authorization")).startsWith("Basic ");
        assertThat(requests.getLast().getHeaders().get("Authorization")).isEqualTo("Bearer T1");
    }

    @Test
    void aForgottenTokenIsFetchedAnewOnce() throws Exception {
        Mediator mediator =
                mediator(request -> "Bearer T1".equals(request.getHeaders().get("Authorization"))
                        ? json(401, "{\"code\":\"unauthenticated\"}")
                        : json(200, SESSION));
        assertThat(mediator.session(ID).title()).isEqualTo("t");
        assertThat(tokens).isEqualTo(2);
    }

    @Test
    void aProblemKeepsItsCodeItsDetailAndItsRemedy() throws Exception {
        Mediator mediator = mediator(_ -> json(
                409, "{\"code\":\"awaiting-approval\",\"detail\":\"Not yet.\",\"remedy\":\"Wait.\",\"status\":409}"));
        MediatorFailure failure = failureOf(() -> mediator.sessionEndpoint(ID));
        assertThat(failure.code()).isEqualTo("awaiting-approval");
        assertThat(failure.text()).isEqualTo("Not yet.");
        assertThat(failure.remedy()).isEqualTo("Wait.");
        assertThat(failure.passing()).isFalse();
    }

    @Test
    void anOverloadedMediatorIsAPassingFailure() throws Exception {
        Mediator mediator = mediator(_ -> json(503, "<html>"));
        assertThat(failureOf(() -> mediator.session(ID)).passing()).isTrue();
    }

    @Test
    void aBrokenConnectionIsTriedAgainForWhatMayBeRepeated() throws Exception {
        int[] calls = {0};
        Mediator mediator = mediator(_ -> ++calls[0] < 3
                ? new MockResponse.Builder()
                        .onResponseStart(new SocketEffect.CloseSocket())
                        .build()
                : json(200, SESSION));
        assertThat(mediator.session(ID).title()).isEqualTo("t");
    }

    @Test
    void nobodyThereIsToldInWords() throws Exception {
        int port = server.getPort();
        server.close();
        MediatorFailure failure =
                failureOf(() -> connect("http://127.0.0.1:" + port, null).info());
        assertThat(failure.code()).isEqualTo("unreachable");
        assertThat(failure.text()).contains("127.0.0.1:" + port);
        assertThat(failure.remedy()).isNotEmpty();
    }

    @Test
    void whatIsNoMediatorIsToldSo() throws Exception {
        Mediator html = mediator(_ -> json(200, "<html>hello</html>"));
        assertThat(failureOf(() -> html.session(ID)).code()).isEqualTo("malformed-answer");
        Mediator huge = mediator(_ -> json(200, "\"" + "x".repeat(2 * 1024 * 1024) + "\""));
        assertThat(failureOf(() -> huge.session(ID)).code()).isEqualTo("malformed-answer");
        Mediator deep = mediator(_ -> json(200, "[".repeat(5000)));
        assertThat(failureOf(() -> deep.session(ID)).code()).isEqualTo("malformed-answer");
    }

    @Test
    void plainHttpBeyondThisMachineIsRefusedBeforeAnythingIsSent() {
        MediatorFailure failure = failureOf(() -> connect("http://192.0.2.1:8080", null));
        assertThat(failure.code()).isEqualTo("plain-http");
        assertThat(failure.text()).doesNotContain("secret-word");
    }

    @Test
    void theChannelAuthenticatesDeliversAndTellsItsLossOnce() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        List<Mediator.PushEvent> events = new CopyOnWriteArrayList<>();
        SignalCodec codec = new SignalCodec(WireJson.mapper());
        Mediator mediator = mediator(_ -> new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        heard.add(text);
                        socket.send(codec.encode(new SignalMessage.Welcome("ann")));
                        socket.send("{\"v\":1,\"type\":\"from-the-future\",\"data\":{}}");
                        socket.send("x".repeat(SignalMessage.BYTES_MAX + 1));
                        socket.send("{\"v\":1,\"type\":\"session-changed\",\"data\":{\"session\":" + SESSION + "}}");
                        socket.close(1001, "restart");
                    }

                    @Override
                    public void onOpen(WebSocket socket, Response response) {}
                })
                .build());
        mediator.openPush(events::add);
        await().until(() -> events.size() >= 3);
        assertThat(heard)
                .singleElement()
                .asString()
                .contains("\"authenticate\"")
                .contains("T1");
        assertThat(events.get(0)).isInstanceOf(Mediator.PushEvent.Opened.class);
        assertThat(events.get(1)).isInstanceOf(Mediator.PushEvent.Received.class);
        assertThat(events.get(2)).isInstanceOf(Mediator.PushEvent.Lost.class);
        assertThat(events).hasSize(3);
    }

    @Test
    void credentialsStayOutOfEveryToString() throws Exception {
        Mediator mediator = mediator(_ -> json(200, SESSION));
        assertThat(mediator.toString()).doesNotContain("secret-word");
    }
}
