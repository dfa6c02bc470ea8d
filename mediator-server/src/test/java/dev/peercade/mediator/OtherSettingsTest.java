package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.game.GameService;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mediators that are set up otherwise, on the database of the shared one.
class OtherSettingsTest {

    private final RunningMediator shared = TestMediator.shared();

    @TempDir
    Path data;

    @Test
    void aClosedMediatorMakesNoAccountsAndSaysSo() throws Exception {
        try (RunningMediator closed = start(Map.of("PEERCADE_REGISTRATION", "closed"))) {
            Caller anonymous = Caller.anonymous(closed);
            assertThat(anonymous.get(MediatorApi.INFO).as(MediatorInfo.class).registrationOpen())
                    .isFalse();
            anonymous
                    .post(MediatorApi.PEERS, new NewPeer("late-" + Caller.suffix(), Caller.PASSWORD))
                    .isProblem(ProblemCode.REGISTRATION_CLOSED);
        }
    }

    @Test
    void anotherMediatorOnTheSameDatabaseGoesOnWithSessionsAndTokens() throws Exception {
        Caller streamer = Caller.registered(shared, "again");
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Goes on", null, null))
                .as(StreamingSession.class);
        try (RunningMediator next = start(Map.of())) {
            Caller again = new Caller(next, streamer.name(), streamer.authorization(), Map.of());
            assertThat(again.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class))
                    .isEqualTo(session);
        }
    }

    @Test
    void anAccessTokenEndsWithItsLifeAndADeviceTokenGetsTheNext() throws Exception {
        try (RunningMediator brief = start(Map.of("PEERCADE_ACCESS_TOKEN_LIFE", "2s"))) {
            Caller owner = Caller.anonymous(brief).register("brief-" + Caller.suffix());
            Caller device = owner.bearer(owner.token(TokenKind.DEVICE).token());
            Caller first = device.withAccessToken();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> first.get(MediatorApi.GAMES).status() == 401);
            first.get(MediatorApi.GAMES).isProblem(ProblemCode.UNAUTHENTICATED);
            assertThat(device.withAccessToken().get(MediatorApi.GAMES).status()).isEqualTo(200);
        }
    }

    @Test
    void anAddressMakesOnlySoManyAccounts() throws Exception {
        try (RunningMediator strict = start(Map.of("PEERCADE_REGISTRATIONS_PER_HOUR", "2"))) {
            Caller anonymous = Caller.anonymous(strict);
            anonymous.register("one-" + Caller.suffix());
            anonymous.register("two-" + Caller.suffix());
            Caller.Answer third = anonymous
                    .post(MediatorApi.PEERS, new NewPeer("three-" + Caller.suffix(), Caller.PASSWORD))
                    .isProblem(ProblemCode.TOO_MANY_REQUESTS);
            assertThat(third.headers().get("Retry-After")).isNotNull();
        }
    }

    @Test
    void aPageOfAnOriginThatTheOperatorNamesMayAct() throws Exception {
        try (RunningMediator friendly =
                start(Map.of("PEERCADE_ORIGINS", "https://PLAY.example:443/,https://b.example"))) {
            Caller peer = Caller.registered(friendly, "origin");
            assertThat(peer.with("Origin", "https://play.example")
                            .post(MediatorApi.GAMES, new NewGame("Go"))
                            .status())
                    .isEqualTo(201);
            peer.with("Origin", "https://evil.example")
                    .post(MediatorApi.GAMES, new NewGame("Go"))
                    .isProblem(ProblemCode.FORBIDDEN);
        }
    }

    /// Behind a proxy that the operator names each peer has its own address; whoever else says so is not believed.
    @Test
    void onlyATrustedProxySaysWhereACallComesFrom() throws Exception {
        Map<String, String> environment =
                Map.of("PEERCADE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8", "PEERCADE_REGISTRATIONS_PER_HOUR", "1");
        try (RunningMediator behind = start(environment)) {
            Caller anonymous = Caller.anonymous(behind);
            assertThat(registrationFrom(anonymous, "203.0.113.1")).isEqualTo(201);
            assertThat(registrationFrom(anonymous, "203.0.113.1")).isEqualTo(429);
            assertThat(registrationFrom(anonymous, "203.0.113.2")).isEqualTo(201);
            assertThat(registrationFrom(anonymous, "203.0.113.77, 203.0.113.2, 10.1.2.3"))
                    .as("what a client puts in front of what the proxies write counts for nothing")
                    .isEqualTo(429);
            Caller forwarded = anonymous.with("Forwarded", "for=203.0.113.3");
            forwarded.register("from-" + Caller.suffix());
            anonymous
                    .with("Forwarded", "for=203.0.113.4")
                    .post(MediatorApi.PEERS, new NewPeer("from-" + Caller.suffix(), Caller.PASSWORD))
                    .isProblem(ProblemCode.TOO_MANY_REQUESTS);
        }
        Map<String, String> elsewhere =
                Map.of("PEERCADE_TRUSTED_PROXIES", "192.0.2.1", "PEERCADE_REGISTRATIONS_PER_HOUR", "1");
        for (Map<String, String> untrusting : List.of(elsewhere, Map.of("PEERCADE_REGISTRATIONS_PER_HOUR", "1"))) {
            try (RunningMediator direct = start(untrusting)) {
                Caller anonymous = Caller.anonymous(direct);
                assertThat(registrationFrom(anonymous, "203.0.113.1")).isEqualTo(201);
                assertThat(registrationFrom(anonymous, "203.0.113.2")).isEqualTo(429);
            }
        }
    }

    @Test
    void aGuesserBehindTheProxyLocksNobodyElseOut() throws Exception {
        try (RunningMediator behind = start(Map.of("PEERCADE_TRUSTED_PROXIES", "127.0.0.1"))) {
            String name = "proxied-" + Caller.suffix();
            Caller.anonymous(behind).register(name);
            Caller guesser = Caller.anonymous(behind).basic(name, "wrong").with("X-Forwarded-For", "203.0.113.1");
            int status = 0;
            for (int guess = 0; guess < 10; guess++) {
                status = guesser.get(MediatorApi.GAMES).status();
            }
            assertThat(status).isEqualTo(429);
            Caller owner = Caller.anonymous(behind).basic(name, Caller.PASSWORD);
            assertThat(owner.with("X-Forwarded-For", "203.0.113.2")
                            .get(MediatorApi.GAMES)
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theProxysOwnHttpsOriginIsTheMediatorsOnlyFromATrustedProxy() throws Exception {
        Map<String, String> asTheProxySends = Map.of(
                "X-Forwarded-For",
                "203.0.113.1",
                "X-Forwarded-Proto",
                "https",
                "X-Forwarded-Host",
                "play.example",
                "Origin",
                "https://play.example");
        Map<String, String> onAnotherPort = new HashMap<>(asTheProxySends);
        onAnotherPort.put("X-Forwarded-Host", "play.example:8443");
        onAnotherPort.put("Origin", "https://play.example:8443");
        Map<String, String> ofAnotherSite = new HashMap<>(asTheProxySends);
        ofAnotherSite.put("Origin", "https://evil.example");
        try (RunningMediator behind = start(Map.of("PEERCADE_TRUSTED_PROXIES", "127.0.0.0/8"))) {
            assertThat(actsFrom(behind, asTheProxySends)).isEqualTo(201);
            assertThat(actsFrom(behind, onAnotherPort)).isEqualTo(201);
            assertThat(actsFrom(behind, ofAnotherSite)).isEqualTo(403);
        }
        assertThat(actsFrom(shared, asTheProxySends)).isEqualTo(403);
    }

    @Test
    void anOperatorsNameIsFreeOnTheMediatorsOwnMachineOnly() throws Exception {
        String admin = "admin-" + Caller.suffix();
        try (RunningMediator behind =
                start(Map.of("PEERCADE_TRUSTED_PROXIES", "127.0.0.1", "PEERCADE_OPERATORS", admin))) {
            Caller anonymous = Caller.anonymous(behind);
            NewPeer wish = new NewPeer(admin.toUpperCase(Locale.ROOT), Caller.PASSWORD);
            String refused = anonymous
                    .with("X-Forwarded-For", "203.0.113.1")
                    .post(MediatorApi.PEERS, wish)
                    .isProblem(ProblemCode.USER_NAME_TAKEN)
                    .body();
            Caller operator = anonymous.register(admin);
            assertThat(operator.get("/actuator/metrics").status()).isEqualTo(200);
            assertThat(anonymous.post(MediatorApi.PEERS, wish).body())
                    .as("a name that really is taken is answered alike")
                    .isEqualTo(refused);
        }
        String next = "admin-" + Caller.suffix();
        try (RunningMediator unaware = start(Map.of("PEERCADE_OPERATORS", next))) {
            Caller.anonymous(unaware)
                    .with("X-Forwarded-For", "203.0.113.1")
                    .post(MediatorApi.PEERS, new NewPeer(next, Caller.PASSWORD))
                    .isProblem(ProblemCode.USER_NAME_TAKEN);
        }
    }

    @Test
    void aPeerAddsOnlySoManyGamesAndTheCatalogueTakesOnlySoMany() throws Exception {
        try (RunningMediator strict = start(Map.of("PEERCADE_GAMES_PER_HOUR", "2"))) {
            Caller peer = Caller.registered(strict, "adds");
            String mark = Caller.suffix();
            peer.post(MediatorApi.GAMES, new NewGame("One " + mark)).ok();
            peer.post(MediatorApi.SESSIONS, new NewStreamingSession("Two " + mark, "Adds", null, true))
                    .ok();
            Caller.Answer third =
                    peer.post(MediatorApi.GAMES, new NewGame("Three " + mark)).isProblem(ProblemCode.TOO_MANY_REQUESTS);
            assertThat(third.headers().get("Retry-After")).isNotNull();
            peer.post(MediatorApi.SESSIONS, new NewStreamingSession("Four " + mark, "Adds", null, true))
                    .isProblem(ProblemCode.TOO_MANY_REQUESTS);
            peer.post(MediatorApi.GAMES, new NewGame("one " + mark)).ok();
            Caller.registered(strict, "adds")
                    .post(MediatorApi.GAMES, new NewGame("Five " + mark))
                    .ok();
        }
        try (RunningMediator full = start(Map.of("PEERCADE_GAMES_MAX", "1"))) {
            Caller peer = Caller.registered(full, "adds");
            peer.post(MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Of a game that stays", null, true))
                    .ok();
            String unused = "Six " + Caller.suffix();
            Caller.registered(shared, "adds")
                    .post(MediatorApi.GAMES, new NewGame(unused))
                    .ok();
            GameService games = TestMediator.bean(full, GameService.class);
            while (has(peer, unused)) {
                peer.post(MediatorApi.GAMES, new NewGame("Seven " + Caller.suffix()))
                        .ok();
            }
            while (games.removeUnused(Instant.now()) > 0) {
                assertThat(has(peer, "Chess")).isTrue();
            }
            peer.post(MediatorApi.GAMES, new NewGame("Eight " + Caller.suffix()))
                    .isProblem(ProblemCode.CATALOGUE_FULL);
            peer.post(MediatorApi.SESSIONS, new NewStreamingSession("chess", "Of a game that is there", null, true))
                    .ok();
        }
    }

    @Test
    void aPeerMakesOnlySoManySessionsAndAsksOnlySoOften() throws Exception {
        try (RunningMediator strict =
                start(Map.of("PEERCADE_SESSIONS_PER_HOUR", "2", "PEERCADE_VIEW_REQUESTS_PER_HOUR", "1"))) {
            Caller streamer = Caller.registered(strict, "busy");
            NewStreamingSession wish = new NewStreamingSession("Chess", "Busy", null, true);
            streamer.post(MediatorApi.SESSIONS, wish).ok();
            StreamingSession session = streamer.post(MediatorApi.SESSIONS, wish).as(StreamingSession.class);
            Caller.Answer third = streamer.post(MediatorApi.SESSIONS, wish).isProblem(ProblemCode.TOO_MANY_REQUESTS);
            assertThat(third.headers().get("Retry-After")).isNotNull();
            streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                    .ok();
            for (Caller viewer : List.of(Caller.registered(strict, "eager"), Caller.registered(strict, "eager"))) {
                viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                        .ok();
                Caller.Answer again = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                        .isProblem(ProblemCode.TOO_MANY_REQUESTS);
                assertThat(again.headers().get("Retry-After")).isNotNull();
            }
        }
    }

    @Test
    void aPeerAsksOnlySoOftenForLeaveToUseRelayNodes() throws Exception {
        try (RunningMediator strict = start(Map.of("PEERCADE_RELAY_ACCESSES_PER_HOUR", "2"))) {
            Caller streamer = Caller.registered(strict, "relayed");
            StreamingSession session = streamer.post(
                            MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Relayed", null, true))
                    .as(StreamingSession.class);
            streamer.post(MediatorApi.SESSION_RELAYS, "", session.id()).ok();
            streamer.post(MediatorApi.VIEW_REQUEST_RELAYS, "", session.id()).isProblem(ProblemCode.NOT_FOUND);
            Caller.Answer third = streamer.post(MediatorApi.SESSION_RELAYS, "", session.id())
                    .isProblem(ProblemCode.TOO_MANY_REQUESTS);
            assertThat(third.headers().get("Retry-After")).isNotNull();
        }
    }

    private static boolean has(Caller peer, String game) {
        Page<Game> found = peer.get(MediatorApi.GAMES + "?query=" + game).as(Page.class, Game.class);
        return !found.items().isEmpty();
    }

    private static int registrationFrom(Caller anonymous, String forwardedFor) {
        return anonymous
                .with("X-Forwarded-For", forwardedFor)
                .post(MediatorApi.PEERS, new NewPeer("from-" + Caller.suffix(), Caller.PASSWORD))
                .status();
    }

    private static int actsFrom(RunningMediator mediator, Map<String, String> headers) {
        Caller peer = Caller.registered(mediator, "origin");
        return new Caller(mediator, peer.name(), peer.authorization(), headers)
                .post(MediatorApi.GAMES, new NewGame("Go"))
                .status();
    }

    private RunningMediator start(Map<String, String> environment) throws Exception {
        return MediatorServer.start(TestMediator.settings(data, environment)
                .withDatabase(TestMediator.bean(shared, DatabaseAddress.class)));
    }
}
