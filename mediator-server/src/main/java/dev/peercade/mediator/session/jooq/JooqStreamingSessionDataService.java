package dev.peercade.mediator.session.jooq;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static dev.peercade.mediator.jooq.Tables.PEER;
import static dev.peercade.mediator.jooq.Tables.STREAMING_SESSION;
import static dev.peercade.mediator.jooq.Tables.VIEW_REQUEST;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.peercade.mediator.session.SessionFilter;
import dev.peercade.mediator.session.StoredSession;
import dev.peercade.mediator.session.StreamingSessionDataService;
import dev.peercade.mediator.session.Thumbnail;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Streaming sessions in PostgreSQL.
public final class JooqStreamingSessionDataService implements StreamingSessionDataService {

    private static final Field<Integer> VIEWERS = field(select(count())
                    .from(VIEW_REQUEST)
                    .where(VIEW_REQUEST.SESSION_ID.eq(STREAMING_SESSION.ID))
                    .and(VIEW_REQUEST.STATUS.eq(RequestStatus.PROCESSED.name())))
            .as("viewers");

    private final DSLContext db;
    private final EndpointColumn endpoints;

    public JooqStreamingSessionDataService(DSLContext db, JsonMapper json) {
        this.db = db;
        this.endpoints = new EndpointColumn(json);
    }

    @Override
    public boolean insert(StoredSession stored) {
        StreamingSession session = stored.session();
        return db.insertInto(STREAMING_SESSION)
                        .set(STREAMING_SESSION.ID, session.id())
                        .set(STREAMING_SESSION.PEER_ID, stored.streamerId())
                        .set(STREAMING_SESSION.GAME_ID, session.game().id())
                        .set(STREAMING_SESSION.TITLE, session.title())
                        .set(STREAMING_SESSION.ADMISSION, session.admission().name())
                        .set(STREAMING_SESSION.STATUS, session.status().name())
                        .set(STREAMING_SESSION.CREATED_AT, session.createdAt())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    @Override
    public Optional<StoredSession> find(UUID id) {
        return selectSessions().where(STREAMING_SESSION.ID.eq(id)).fetchOptional(this::stored);
    }

    @Override
    public Optional<StoredSession> lock(UUID id) {
        return db.select(STREAMING_SESSION.ID)
                .from(STREAMING_SESSION)
                .where(STREAMING_SESSION.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional()
                // A second statement, since the first one's picture of other rows is from before it waited.
                .flatMap(locked -> find(id));
    }

    @Override
    public Optional<UUID> unfinishedOf(UUID streamerId) {
        return db.select(STREAMING_SESSION.ID)
                .from(STREAMING_SESSION)
                .where(STREAMING_SESSION.PEER_ID.eq(streamerId))
                .and(STREAMING_SESSION.STATUS.ne(SessionStatus.FINISHED.name()))
                .fetchOptional(STREAMING_SESSION.ID);
    }

    @Override
    public boolean changeStatus(UUID id, SessionStatus expected, SessionStatus next) {
        return db.update(STREAMING_SESSION)
                        .set(STREAMING_SESSION.STATUS, next.name())
                        .where(is(id, expected))
                        .execute()
                == 1;
    }

    @Override
    public boolean finish(UUID id, SessionStatus expected, EndReason reason, Instant now) {
        return db.update(STREAMING_SESSION)
                        .set(STREAMING_SESSION.STATUS, SessionStatus.FINISHED.name())
                        .set(STREAMING_SESSION.END_REASON, reason.name())
                        .set(STREAMING_SESSION.ENDED_AT, now)
                        .setNull(STREAMING_SESSION.ENDPOINT)
                        .setNull(STREAMING_SESSION.THUMBNAIL)
                        .setNull(STREAMING_SESSION.THUMBNAIL_AT)
                        .where(is(id, expected))
                        .execute()
                == 1;
    }

    @Override
    public boolean putEndpoint(UUID id, SessionStatus expected, SessionStatus next, Endpoint endpoint) {
        return db.update(STREAMING_SESSION)
                        .set(STREAMING_SESSION.STATUS, next.name())
                        .set(STREAMING_SESSION.ENDPOINT, endpoints.write(endpoint))
                        .set(STREAMING_SESSION.GENERATION, STREAMING_SESSION.GENERATION.plus(1))
                        .where(is(id, expected))
                        .execute()
                == 1;
    }

    @Override
    public Optional<Endpoint> endpoint(UUID id) {
        return db.select(STREAMING_SESSION.ENDPOINT, STREAMING_SESSION.GENERATION)
                .from(STREAMING_SESSION)
                .where(STREAMING_SESSION.ID.eq(id))
                .fetchOptional()
                .map(found -> endpoints.read(found.value1(), found.value2()));
    }

    @Override
    public boolean putThumbnail(UUID id, Thumbnail thumbnail) {
        return db.update(STREAMING_SESSION)
                        .set(STREAMING_SESSION.THUMBNAIL, thumbnail.jpeg())
                        .set(STREAMING_SESSION.THUMBNAIL_AT, thumbnail.pushedAt())
                        .where(STREAMING_SESSION.ID.eq(id))
                        .and(STREAMING_SESSION.STATUS.ne(SessionStatus.FINISHED.name()))
                        .execute()
                == 1;
    }

    @Override
    public Optional<Thumbnail> thumbnail(UUID id) {
        return db.select(STREAMING_SESSION.THUMBNAIL, STREAMING_SESSION.THUMBNAIL_AT)
                .from(STREAMING_SESSION)
                .where(STREAMING_SESSION.ID.eq(id))
                .and(STREAMING_SESSION.THUMBNAIL.isNotNull())
                .fetchOptional(found -> new Thumbnail(found.value1(), found.value2()));
    }

    @Override
    public List<StoredSession> list(SessionFilter filter, int limit) {
        List<String> shown = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (SessionStatus status : filter.statuses()) {
            boolean visible = status == SessionStatus.READY || status == SessionStatus.ACTIVE;
            (visible ? shown : own).add(status.name());
        }
        return selectSessions()
                .where(STREAMING_SESSION
                        .STATUS
                        .in(shown)
                        .or(STREAMING_SESSION.PEER_ID.eq(filter.asker()).and(STREAMING_SESSION.STATUS.in(own))))
                .and(search(filter))
                .and(after(filter.cursor()))
                .orderBy(STREAMING_SESSION.CREATED_AT.desc(), STREAMING_SESSION.ID.desc())
                .limit(limit)
                .fetch(this::stored);
    }

    @Override
    public List<OpenSession> unfinished() {
        return db.select(STREAMING_SESSION.ID, STREAMING_SESSION.PEER_ID)
                .from(STREAMING_SESSION)
                .where(STREAMING_SESSION.STATUS.ne(SessionStatus.FINISHED.name()))
                .fetch(found -> new OpenSession(found.value1(), found.value2()));
    }

    @Override
    public int removeFinished(Instant before, int limit) {
        return db.deleteFrom(STREAMING_SESSION)
                .where(STREAMING_SESSION.ID.in(db.select(STREAMING_SESSION.ID)
                        .from(STREAMING_SESSION)
                        .where(STREAMING_SESSION.STATUS.eq(SessionStatus.FINISHED.name()))
                        .and(STREAMING_SESSION.ENDED_AT.lt(before))
                        .andNotExists(db.selectOne()
                                .from(VIEW_REQUEST)
                                .where(VIEW_REQUEST.SESSION_ID.eq(STREAMING_SESSION.ID))
                                .and(VIEW_REQUEST.STATUS.ne(RequestStatus.CLOSED.name())))
                        .orderBy(STREAMING_SESSION.ENDED_AT)
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }

    private SelectOnConditionStep<? extends Record> selectSessions() {
        return db.select(
                        STREAMING_SESSION.ID,
                        STREAMING_SESSION.PEER_ID,
                        STREAMING_SESSION.TITLE,
                        STREAMING_SESSION.ADMISSION,
                        STREAMING_SESSION.STATUS,
                        STREAMING_SESSION.CREATED_AT,
                        STREAMING_SESSION.GENERATION,
                        STREAMING_SESSION.THUMBNAIL_AT,
                        STREAMING_SESSION.END_REASON,
                        PEER.USER_NAME,
                        GAME.ID,
                        GAME.NAME,
                        VIEWERS)
                .from(STREAMING_SESSION)
                .join(PEER)
                .on(PEER.ID.eq(STREAMING_SESSION.PEER_ID))
                .join(GAME)
                .on(GAME.ID.eq(STREAMING_SESSION.GAME_ID));
    }

    private StoredSession stored(Record found) {
        String endReason = found.get(STREAMING_SESSION.END_REASON);
        StreamingSession session = new StreamingSession(
                found.get(STREAMING_SESSION.ID),
                found.get(PEER.USER_NAME),
                new Game(found.get(GAME.ID), found.get(GAME.NAME)),
                found.get(STREAMING_SESSION.TITLE),
                Admission.valueOf(found.get(STREAMING_SESSION.ADMISSION)),
                SessionStatus.valueOf(found.get(STREAMING_SESSION.STATUS)),
                found.get(VIEWERS),
                found.get(STREAMING_SESSION.CREATED_AT),
                found.get(STREAMING_SESSION.THUMBNAIL_AT),
                endReason == null ? null : EndReason.valueOf(endReason));
        // Its first endpoint made it READY.
        boolean listed = found.get(STREAMING_SESSION.GENERATION) > 0;
        return new StoredSession(session, found.get(STREAMING_SESSION.PEER_ID), listed);
    }

    private static Condition is(UUID id, SessionStatus expected) {
        return STREAMING_SESSION.ID.eq(id).and(STREAMING_SESSION.STATUS.eq(expected.name()));
    }

    private static Condition search(SessionFilter filter) {
        String game = filter.game();
        String query = filter.query();
        Condition byGame = game == null || game.isBlank()
                ? noCondition()
                : lower(GAME.NAME).eq(lower(val(game.strip())));
        Condition byQuery = query == null || query.isBlank()
                ? noCondition()
                : STREAMING_SESSION
                        .TITLE
                        .containsIgnoreCase(query.strip())
                        .or(GAME.NAME.containsIgnoreCase(query.strip()))
                        .or(PEER.USER_NAME.containsIgnoreCase(query.strip()));
        return byGame.and(byQuery);
    }

    private static Condition after(@Nullable Cursor cursor) {
        return cursor == null
                ? noCondition()
                : row(STREAMING_SESSION.CREATED_AT, STREAMING_SESSION.ID)
                        .lessThan(row(val(cursor.createdAt()), val(cursor.id())));
    }
}
