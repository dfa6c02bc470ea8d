package dev.peercade.peer.edge.mediator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the client makes of a mediator's faults, over real sockets.
@NullUnmarked
class OkHttpMediatorTest {

    private static final UUID ID = new UUID(1, 2);
    private static final String PIN = "sha-256 " + "AB:".repeat(31) + "AB";
    private static final String ID_TEXT = "00000000-0000-0001-0000-000000000002";
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

    @TempDir
    private Path directory;

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

    /// What JSON may hold and nothing can be done with, beside one that is sound.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"node\":null,\"userName\":\"u\",\"credential\":\"c\",\"expiresAt\":\"2026-11-21T22:00:00Z\"}",
                "{\"node\":{\"id\":null,\"port\":3478,\"agentPort\":1,\"certificatePin\":\"PIN\"},\"userName\":\"u\",\"credential\":\"c\"}",
                "{\"node\":{\"id\":\"ID\",\"port\":0,\"agentPort\":1,\"certificatePin\":\"PIN\"},\"userName\":\"u\",\"credential\":\"c\"}",
                "{\"node\":{\"id\":\"ID\",\"port\":3478,\"agentPort\":1,\"certificatePin\":null},\"userName\":\"u\",\"credential\":\"c\"}",
                "{\"node\":{\"id\":\"ID\",\"port\":3478,\"agentPort\":1,\"certificatePin\":\"PIN\"},\"userName\":\"ü\",\"credential\":\"c\"}",
                "{\"node\":{\"id\":\"ID\",\"port\":3478,\"agentPort\":1,\"certificatePin\":\"PIN\"},\"userName\":\"u\",\"credential\":null}"
            })
    void relaysThatMakeNoSenseAreLeftOut(String nonsense) throws Exception {
        String sound = "{\"node\":{\"id\":\"ID\",\"port\":3478,\"agentPort\":1,\"certificatePin\":\"PIN\"},"
                + "\"userName\":\"u\",\"credential\":\"c\"}";
        String answer = ("[" + nonsense + "," + sound + "]").replace("PIN", PIN).replace("ID", ID_TEXT);
        Mediator mediator = mediator(_ -> json(200, answer));
        assertThat(mediator.requestRelays(ID)).hasSize(1);
    }

    @Test
    void relayNodesAreReadAndWhatTheirNamesAreAskedWithStaysOutOfTexts() throws Exception {
        String node = """
                {"id":"00000000-0000-0001-0000-000000000002","ipv4":"203.0.113.9","ipv6":null,"port":3478,"tlsPort":null,
                "agentPort":3480,"certificatePin":"%s","registeredAt":"2026-11-21T10:00:00Z","signature":"AA==",
                "added":"later"}""".formatted(PIN);
        String access = """
                [{"node":%s,"userName":"1700000000:a","credential":"very-secret","expiresAt":"2026-11-21T22:00:00Z"}]""".formatted(node);
        Mediator mediator = mediator(
                request -> switch (request.getMethod() + request.getUrl().encodedPath()) {
                    case "GET/api/v1/relay-nodes" -> json(200, "[" + node + "]");
                    case "POST/api/v1/relay-nodes" -> json(201, node);
                    case "POST/api/v1/view-requests/" + ID_TEXT + "/relays",
                            "POST/api/v1/streaming-sessions/" + ID_TEXT + "/relays" -> json(200, access);
                    case "PUT/api/v1/relay-nodes/" + ID_TEXT + "/heartbeat", "DELETE/api/v1/relay-nodes/" + ID_TEXT ->
                        json(204, "");
                    default -> json(404, "{}");
                });
        assertThat(mediator.relayNodes())
                .singleElement()
                .extracting(RelayNode::port)
                .isEqualTo(3478);
        NewRelayNode wanted = new NewRelayNode("203.0.113.9", null, 3478, null, 3480, "sha-256 00", "s".repeat(32));
        assertThat(mediator.registerRelayNode(wanted).id()).isEqualTo(ID);
        mediator.beatRelayNode(ID);
        assertThat(mediator.requestRelays(ID)).isEqualTo(mediator.sessionRelays(ID));
        assertThat(mediator.requestRelays(ID)).hasSize(1);
        assertThat(mediator.requestRelays(ID).toString()).doesNotContain("very-secret", "1700000000");
        mediator.removeRelayNode(ID);
        assertThat(requests.getLast().getMethod()).isEqualTo("DELETE");
    }

    @Test
    void aTableThatHasHolesIsNoTable() throws Exception {
        Mediator mediator = mediator(_ -> json(200, "[null]"));
        assertThat(failureOf(mediator::relayNodes).code()).isEqualTo("malformed-answer");
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

    private MockResponse tokenOfAnotherEra(String date, String expiresAt) {
        MockResponse.Builder answer = new MockResponse.Builder()
                .code(201)
                .setHeader("Content-Type", "application/json")
                .body(TOKEN.formatted(++tokens).replace("2999-01-01T00:00:00Z", expiresAt));
        return (date == null ? answer : answer.setHeader("Date", date)).build();
    }

    /// Our clock is wrong by decades, as far as the mediator is concerned; or it says no time; or makes no sense.
    @Test
    void aClockThatIsWrongByHoursCostsNoTokenPerCall() throws Exception {
        String[][] eras = {
            {"Wed, 01 Jan 2020 00:00:00 GMT", "2020-01-01T00:10:00Z"},
            {"Mon, 01 Jan 2080 00:00:00 GMT", "2080-01-01T00:10:00Z"},
            {null, "2020-01-01T00:10:00Z"},
            {"Wed, 01 Jan 2020 00:00:00 GMT", "2019-01-01T00:10:00Z"},
            {"Wed, 01 Jan 2020 00:00:00 GMT", "+1000000000-12-31T23:59:59.999999999Z"},
        };
        for (String[] era : eras) {
            tokens = 0;
            server.setDispatcher(new Dispatcher() {
                @Override
                public synchronized MockResponse dispatch(RecordedRequest request) {
                    return request.getUrl().encodedPath().endsWith("/tokens")
                            ? tokenOfAnotherEra(era[0], era[1])
                            : json(200, SESSION);
                }
            });
            Mediator mediator = connect("http://localhost:" + server.getPort(), null);
            for (int call = 0; call < 20; call++) {
                mediator.session(ID);
            }
            assertThat(tokens).as(era[0] + " to " + era[1]).isEqualTo(1);
        }
    }

    @Test
    void aWishToBeLeftAloneIsHandedOn() throws Exception {
        String[] wishes = {"7", "Wed, 01 Jan 2020 00:00:00 GMT", "-5", "99999999999"};
        Duration[] read = {Duration.ofSeconds(7), null, Duration.ZERO, Duration.ofHours(1)};
        for (int i = 0; i < wishes.length; i++) {
            String wish = wishes[i];
            Mediator mediator = mediator(_ -> json(429, "{\"code\":\"too-many-requests\"}")
                    .newBuilder()
                    .setHeader("Retry-After", wish)
                    .build());
            MediatorFailure failure = failureOf(() -> mediator.session(ID));
            assertThat(failure.passing()).isTrue();
            assertThat(failure.retryAfter()).isEqualTo(read[i]);
        }
    }

    /// Pinned: another certificate is named; a fault of TLS that has nothing to do with it afterwards is not.
    @Test
    void aFaultOfTlsIsNotToldAsAnUnknownCertificate() throws Exception {
        SSLSocketFactory tls = selfSigned();
        AtomicBoolean broken = new AtomicBoolean();
        try (ServerSocket front = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(front, tls, broken));
            String pin = "sha-256 " + "AB:".repeat(31) + "AB";
            Mediator mediator = connect("https://127.0.0.1:" + front.getLocalPort(), pin);
            assertThat(failureOf(mediator::info).code()).isEqualTo(MediatorFailure.CERTIFICATE_UNKNOWN);
            broken.set(true);
            MediatorFailure failure = failureOf(mediator::info);
            assertThat(failure.code()).isEqualTo(MediatorFailure.UNREACHABLE);
            assertThat(failure.text()).startsWith("No secure connection");
        }
    }

    /// A server that speaks TLS with a certificate of its own, or answers a handshake in plain text.
    private static void greet(ServerSocket front, SSLSocketFactory tls, AtomicBoolean broken) {
        while (!front.isClosed()) {
            try (Socket raw = front.accept()) {
                if (broken.get()) {
                    raw.getInputStream().read(new byte[1000]);
                    raw.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                } else {
                    ((SSLSocket) tls.createSocket(raw, null, true)).startHandshake();
                }
            } catch (IOException e) {
                // the client has hung up, or the test is over
            }
        }
    }

    private SSLSocketFactory selfSigned() throws Exception {
        Path store = directory.resolve("server.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=mediator", "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", "changeit", "-keystore", store.toString()));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getSocketFactory();
    }

    /// An address that swallows everything is no slow mediator.
    @Test
    void aConnectionThatNobodyTakesIsToldAsUnreachableWithinFiveSeconds() throws Exception {
        List<SocketChannel> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // The kernel drops what comes once nobody accepts and the queue is full.
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
                waiting.add(channel);
            }
            long began = System.nanoTime();
            MediatorFailure failure = failureOf(() ->
                    connect("http://127.0.0.1:" + full.getLocalPort(), null).info());
            assertThat(failure.code()).isEqualTo(MediatorFailure.UNREACHABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
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
