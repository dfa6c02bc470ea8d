package dev.peercade.mediator.game.jooq;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static dev.peercade.mediator.jooq.Tables.STREAMING_SESSION;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;

import dev.peercade.mediator.game.GameDataService;
import dev.peercade.model.game.Game;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// The catalogue of games in PostgreSQL.
public final class JooqGameDataService implements GameDataService {

    private final DSLContext db;

    public JooqGameDataService(DSLContext db) {
        this.db = db;
    }

    @Override
    public boolean insert(Game game, Instant now) {
        return db.insertInto(GAME)
                        .set(GAME.ID, game.id())
                        .set(GAME.NAME, game.name())
                        .set(GAME.CREATED_AT, now)
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    @Override
    public Optional<Game> find(String name) {
        return db.selectFrom(GAME)
                .where(lower(GAME.NAME).eq(lower(DSL.val(name))))
                .fetchOptional(row -> new Game(row.getId(), row.getName()));
    }

    @Override
    public Optional<Game> hold(String name) {
        return db.selectFrom(GAME)
                .where(lower(GAME.NAME).eq(lower(DSL.val(name))))
                .forKeyShare()
                .fetchOptional(row -> new Game(row.getId(), row.getName()));
    }

    @Override
    public int count(int limit) {
        return db.fetchCount(db.select(GAME.ID).from(GAME).limit(limit));
    }

    @Override
    public int removeUnused(Instant before, int limit) {
        return db.deleteFrom(GAME)
                .where(GAME.ID.in(db.select(GAME.ID)
                        .from(GAME)
                        .where(GAME.CREATED_AT.lt(before))
                        .andNotExists(
                                db.selectOne().from(STREAMING_SESSION).where(STREAMING_SESSION.GAME_ID.eq(GAME.ID)))
                        .orderBy(GAME.ID)
                        .limit(limit)
                        // What is held now is about to be used.
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }

    @Override
    public List<Game> search(@Nullable String text, @Nullable String after, int limit) {
        return db.selectFrom(GAME)
                .where(text == null ? noCondition() : GAME.NAME.containsIgnoreCase(text))
                .and(after == null ? noCondition() : lower(GAME.NAME).gt(lower(DSL.val(after))))
                .orderBy(lower(GAME.NAME))
                .limit(limit)
                .fetch(row -> new Game(row.getId(), row.getName()));
    }
}
