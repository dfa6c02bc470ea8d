package dev.peercade.mediator.game.jooq;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static dev.peercade.mediator.jooq.Tables.STREAMING_SESSION;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;

import dev.peercade.mediator.game.GameDataService;
import dev.peercade.model.game.Game;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
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
        Condition unused =
                notExists(db.selectOne().from(STREAMING_SESSION).where(STREAMING_SESSION.GAME_ID.eq(GAME.ID)));
        List<UUID> locked = db.select(GAME.ID)
                .from(GAME)
                .where(GAME.CREATED_AT.lt(before))
                .and(unused)
                .orderBy(GAME.CREATED_AT)
                .limit(limit)
                // What is held now is about to be used.
                .forUpdate()
                .skipLocked()
                .fetch(GAME.ID);
        // A second statement, since the first one's picture of sessions is from before it held their games.
        return db.deleteFrom(GAME).where(GAME.ID.in(locked)).and(unused).execute();
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
