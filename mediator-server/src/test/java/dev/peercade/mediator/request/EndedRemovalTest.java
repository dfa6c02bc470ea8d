package dev.peercade.mediator.request;

import static dev.peercade.mediator.jooq.Tables.BARRED;
import static dev.peercade.mediator.jooq.Tables.GAME;
import static dev.peercade.mediator.jooq.Tables.STREAMING_SESSION;
import static dev.peercade.mediator.jooq.Tables.VIEW_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.game.GameService;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// What ended long ago goes; what has not ended, or not long ago, stays however old it is.
class EndedRemovalTest {

    private static final Instant LONG_AGO = Instant.now().minus(Duration.ofDays(31));
    private static final Instant LATELY = Instant.now().minus(Duration.ofDays(29));

    private final RunningMediator mediator = TestMediator.shared();
    private final DSLContext database = TestMediator.bean(mediator, DSLContext.class);
    private final EndedRemoval removal = TestMediator.bean(mediator, EndedRemoval.class);
    private final Caller streamer = Caller.registered(mediator, "old");

    @Test
    void aSessionThatEndedLongAgoGoesWithItsRequestsItsBarredAndItsGame() {
        String name = "Forgotten " + Caller.suffix();
        StreamingSession session = watched(name);
        UUID game = session.game().id();
        finish(session);
        age(session.id(), LONG_AGO);
        database.update(GAME)
                .set(GAME.CREATED_AT, LONG_AGO)
                .where(GAME.ID.eq(game))
                .execute();

        removal.run();

        assertThat(database.fetchCount(STREAMING_SESSION, STREAMING_SESSION.ID.eq(session.id())))
                .isZero();
        assertThat(database.fetchCount(VIEW_REQUEST, VIEW_REQUEST.SESSION_ID.eq(session.id())))
                .isZero();
        assertThat(database.fetchCount(BARRED, BARRED.SESSION_ID.eq(session.id())))
                .isZero();
        assertThat(database.fetchCount(GAME, GAME.ID.eq(game))).isZero();
    }

    @Test
    void aSessionThatEndedLatelyStaysWithItsGame() {
        StreamingSession session = watched("Recent " + Caller.suffix());
        finish(session);
        age(session.id(), LATELY);
        database.update(GAME)
                .set(GAME.CREATED_AT, LONG_AGO)
                .where(GAME.ID.eq(session.game().id()))
                .execute();

        removal.run();

        assertThat(database.fetchCount(STREAMING_SESSION, STREAMING_SESSION.ID.eq(session.id())))
                .isOne();
        assertThat(database.fetchCount(VIEW_REQUEST, VIEW_REQUEST.SESSION_ID.eq(session.id())))
                .isEqualTo(2);
        assertThat(database.fetchCount(BARRED, BARRED.SESSION_ID.eq(session.id())))
                .isOne();
        assertThat(database.fetchCount(GAME, GAME.ID.eq(session.game().id()))).isOne();
    }

    @Test
    void nothingThatIsAliveIsRemovedHoweverOldItIs() {
        StreamingSession session = watched("Alive " + Caller.suffix());
        database.update(STREAMING_SESSION)
                .set(STREAMING_SESSION.CREATED_AT, LONG_AGO)
                .where(STREAMING_SESSION.ID.eq(session.id()))
                .execute();
        // One request is open, the other was closed when its viewer was dropped.
        database.update(VIEW_REQUEST)
                .set(VIEW_REQUEST.CREATED_AT, LONG_AGO)
                .set(VIEW_REQUEST.CLOSED_AT, org.jooq.impl.DSL.when(VIEW_REQUEST.STATUS.eq("CLOSED"), LONG_AGO))
                .where(VIEW_REQUEST.SESSION_ID.eq(session.id()))
                .execute();
        database.update(GAME)
                .set(GAME.CREATED_AT, LONG_AGO)
                .where(GAME.ID.eq(session.game().id()))
                .execute();

        removal.run();

        assertThat(database.fetchCount(STREAMING_SESSION, STREAMING_SESSION.ID.eq(session.id())))
                .isOne();
        assertThat(database.select(VIEW_REQUEST.STATUS)
                        .from(VIEW_REQUEST)
                        .where(VIEW_REQUEST.SESSION_ID.eq(session.id()))
                        .fetch(VIEW_REQUEST.STATUS))
                .as("the open request stays, the closed one goes")
                .containsExactly("NEW");
        assertThat(database.fetchCount(BARRED, BARRED.SESSION_ID.eq(session.id())))
                .as("who was dropped stays barred from a session that goes on")
                .isOne();
        assertThat(database.fetchCount(GAME, GAME.ID.eq(session.game().id()))).isOne();
    }

    @Test
    void moreThanAPortionGoesAtOnce() {
        Caller peer = Caller.registered(mediator, "gone");
        Game game = peer.post(MediatorApi.GAMES, new NewGame("Many " + Caller.suffix()))
                .as(Game.class);
        UUID owner = owner(peer);
        for (int i = 0; i < 1_100; i++) {
            database.insertInto(STREAMING_SESSION)
                    .set(STREAMING_SESSION.ID, UUID.randomUUID())
                    .set(STREAMING_SESSION.PEER_ID, owner)
                    .set(STREAMING_SESSION.GAME_ID, game.id())
                    .set(STREAMING_SESSION.TITLE, "Old")
                    .set(STREAMING_SESSION.ADMISSION, "OPEN")
                    .set(STREAMING_SESSION.STATUS, "FINISHED")
                    .set(STREAMING_SESSION.END_REASON, "ENDED")
                    .set(STREAMING_SESSION.CREATED_AT, LONG_AGO)
                    .set(STREAMING_SESSION.ENDED_AT, LONG_AGO)
                    .execute();
        }

        removal.run();

        assertThat(database.fetchCount(STREAMING_SESSION, STREAMING_SESSION.PEER_ID.eq(owner)))
                .isZero();
    }

    /// Whoever removes looks before the session is there and deletes after it.
    @Test
    void aGameThatIsTakenUpWhileUnusedOnesAreRemovedStays() throws Exception {
        GameService games = TestMediator.bean(mediator, GameService.class);
        StreamingSessionService sessions = TestMediator.bean(mediator, StreamingSessionService.class);
        TransactionTemplate transaction =
                new TransactionTemplate(TestMediator.bean(mediator, PlatformTransactionManager.class));
        PeerPrincipal peer = new PeerPrincipal(owner(streamer), streamer.name(), false, null);
        for (int round = 0; round < 100; round++) {
            Game game = streamer.post(MediatorApi.GAMES, new NewGame("Taken up " + Caller.suffix()))
                    .as(Game.class);
            AtomicBoolean committed = new AtomicBoolean();
            CountDownLatch removed = new CountDownLatch(3);
            CompletableFuture<?> removing = Objects.requireNonNull(transaction.execute(status -> {
                sessions.create(peer, new NewStreamingSession(game.name(), "Race", null, true));
                CompletableFuture<?> started = CompletableFuture.runAsync(() -> {
                    while (!committed.get()) {
                        games.removeUnused(Instant.now());
                        removed.countDown();
                    }
                });
                await().until(() -> removed.getCount() == 0 || started.isDone());
                return started;
            }));
            committed.set(true);
            removing.join();
            assertThat(database.fetchCount(GAME, GAME.ID.eq(game.id()))).isOne();
        }
    }

    /// A session with an open request and one whose viewer was dropped.
    private StreamingSession watched(String game) {
        StreamingSession session = streamer.post(MediatorApi.SESSIONS, new NewStreamingSession(game, "Old", null, null))
                .as(StreamingSession.class);
        streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                .ok();
        Caller.registered(mediator, "old-v")
                .post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .ok();
        ViewRequest dropped = Caller.registered(mediator, "old-v")
                .post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);
        streamer.put(MediatorApi.VIEW_REQUEST_STATUS, "{\"status\":\"CLOSED\"}", dropped.id())
                .ok();
        return session;
    }

    private void finish(StreamingSession session) {
        streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                .ok();
    }

    private void age(UUID session, Instant ended) {
        database.update(STREAMING_SESSION)
                .set(STREAMING_SESSION.ENDED_AT, ended)
                .where(STREAMING_SESSION.ID.eq(session))
                .execute();
        database.update(VIEW_REQUEST)
                .set(VIEW_REQUEST.CLOSED_AT, ended)
                .where(VIEW_REQUEST.SESSION_ID.eq(session))
                .execute();
    }

    private UUID owner(Caller peer) {
        return database.select(dev.peercade.mediator.jooq.Tables.PEER.ID)
                .from(dev.peercade.mediator.jooq.Tables.PEER)
                .where(dev.peercade.mediator.jooq.Tables.PEER.USER_NAME.eq(peer.name()))
                .fetchSingle(dev.peercade.mediator.jooq.Tables.PEER.ID);
    }
}
