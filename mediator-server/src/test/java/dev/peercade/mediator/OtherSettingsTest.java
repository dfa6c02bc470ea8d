package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mediators that are set up otherwise, on the database of the shared one.
class OtherSettingsTest {

    private final RunningMediator shared = TestMediator.shared();

    @TempDir
    Path data;

    @Test
    void aClosedMediatorMakesNoAccountsAndSaysSo() throws Exception {
        try (RunningMediator closed = start(settings -> settings.withRegistrationOpen(false), Map.of())) {
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
        try (RunningMediator next = start(UnaryOperator.identity(), Map.of())) {
            Caller again = new Caller(next, streamer.name(), streamer.authorization(), Map.of());
            assertThat(again.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class))
                    .isEqualTo(session);
        }
    }

    @Test
    void anAccessTokenEndsWithItsLifeAndADeviceTokenGetsTheNext() throws Exception {
        try (RunningMediator brief = start(UnaryOperator.identity(), Map.of("peercade.access-token-life", "2s"))) {
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
        try (RunningMediator strict = start(UnaryOperator.identity(), Map.of("peercade.registrations-per-hour", "2"))) {
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
                start(UnaryOperator.identity(), Map.of("peercade.origins", "https://play.example,https://b.example"))) {
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

    private RunningMediator start(UnaryOperator<ServerSettings> change, Map<String, String> properties)
            throws Exception {
        Map<String, String> before = new java.util.HashMap<>();
        properties.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        try {
            return MediatorServer.start(change.apply(
                    TestMediator.settings(data).withDatabase(TestMediator.bean(shared, DatabaseAddress.class))));
        } finally {
            before.forEach((name, value) -> {
                if (value == null) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
        }
    }
}
