package dev.peercade.mediator.request.jooq;

import static dev.peercade.mediator.jooq.Tables.BARRED;
import static dev.peercade.mediator.jooq.Tables.PEER;
import static dev.peercade.mediator.jooq.Tables.STREAMING_SESSION;
import static dev.peercade.mediator.jooq.Tables.VIEW_REQUEST;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.val;

import dev.peercade.mediator.request.StoredRequest;
import dev.peercade.mediator.request.ViewRequestDataService;
import dev.peercade.mediator.session.jooq.EndpointColumn;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// View requests in PostgreSQL.
public final class JooqViewRequestDataService implements ViewRequestDataService {

    private static final Condition OPEN = VIEW_REQUEST.STATUS.ne(RequestStatus.CLOSED.name());

    private final DSLContext db;
    private final EndpointColumn endpoints;

    public JooqViewRequestDataService(DSLContext db, JsonMapper json) {
        this.db = db;
        this.endpoints = new EndpointColumn(json);
    }

    @Override
    public boolean insert(StoredRequest stored) {
        ViewRequest request = stored.request();
        return db.insertInto(VIEW_REQUEST)
                        .set(VIEW_REQUEST.ID, request.id())
                        .set(VIEW_REQUEST.SESSION_ID, request.sessionId())
                        .set(VIEW_REQUEST.PEER_ID, stored.viewerId())
                        .set(VIEW_REQUEST.STATUS, request.status().name())
                        .set(VIEW_REQUEST.ADMISSION, request.admission().name())
                        .set(VIEW_REQUEST.CREATED_AT, request.createdAt())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    @Override
    public Optional<StoredRequest> find(UUID id) {
        return selectRequests().where(VIEW_REQUEST.ID.eq(id)).fetchOptional(this::stored);
    }

    @Override
    public Optional<StoredRequest> openOf(UUID sessionId, UUID viewerId) {
        return selectRequests()
                .where(VIEW_REQUEST.SESSION_ID.eq(sessionId))
                .and(VIEW_REQUEST.PEER_ID.eq(viewerId))
                .and(OPEN)
                .fetchOptional(this::stored);
    }

    @Override
    public int countOpenOfViewer(UUID viewerId) {
        return db.fetchCount(VIEW_REQUEST, VIEW_REQUEST.PEER_ID.eq(viewerId).and(OPEN));
    }

    @Override
    public int countOpenOfSession(UUID sessionId) {
        return db.fetchCount(VIEW_REQUEST, VIEW_REQUEST.SESSION_ID.eq(sessionId).and(OPEN));
    }

    @Override
    public List<StoredRequest> list(UUID sessionId, Set<RequestStatus> statuses, @Nullable Cursor cursor, int limit) {
        return selectRequests()
                .where(VIEW_REQUEST.SESSION_ID.eq(sessionId))
                .and(VIEW_REQUEST.STATUS.in(statuses.stream().map(Enum::name).toList()))
                .and(
                        cursor == null
                                ? noCondition()
                                : row(VIEW_REQUEST.CREATED_AT, VIEW_REQUEST.ID)
                                        .greaterThan(row(val(cursor.createdAt()), val(cursor.id()))))
                .orderBy(VIEW_REQUEST.CREATED_AT, VIEW_REQUEST.ID)
                .limit(limit)
                .fetch(this::stored);
    }

    @Override
    public boolean changeStatus(UUID id, RequestStatus expected, RequestStatus next) {
        return db.update(VIEW_REQUEST)
                        .set(VIEW_REQUEST.STATUS, next.name())
                        .where(is(id, expected))
                        .execute()
                == 1;
    }

    @Override
    public boolean close(UUID id, RequestStatus expected, CloseReason reason, Instant now) {
        return db.update(VIEW_REQUEST)
                        .set(VIEW_REQUEST.STATUS, RequestStatus.CLOSED.name())
                        .set(VIEW_REQUEST.CLOSE_REASON, reason.name())
                        .set(VIEW_REQUEST.CLOSED_AT, now)
                        .setNull(VIEW_REQUEST.ENDPOINT)
                        .where(is(id, expected))
                        .execute()
                == 1;
    }

    @Override
    public Set<UUID> closeAll(UUID sessionId, CloseReason reason, Instant now) {
        return db.update(VIEW_REQUEST)
                .set(VIEW_REQUEST.STATUS, RequestStatus.CLOSED.name())
                .set(VIEW_REQUEST.CLOSE_REASON, reason.name())
                .set(VIEW_REQUEST.CLOSED_AT, now)
                .setNull(VIEW_REQUEST.ENDPOINT)
                .where(VIEW_REQUEST.SESSION_ID.eq(sessionId))
                .and(OPEN)
                .returning(VIEW_REQUEST.ID)
                .fetchSet(VIEW_REQUEST.ID);
    }

    @Override
    public boolean admit(UUID id, AdmissionState expected, AdmissionState next) {
        return db.update(VIEW_REQUEST)
                        .set(VIEW_REQUEST.ADMISSION, next.name())
                        .where(VIEW_REQUEST.ID.eq(id))
                        .and(VIEW_REQUEST.ADMISSION.eq(expected.name()))
                        .and(OPEN)
                        .execute()
                == 1;
    }

    @Override
    public boolean putEndpoint(UUID id, Endpoint endpoint) {
        return db.update(VIEW_REQUEST)
                        .set(VIEW_REQUEST.ENDPOINT, endpoints.write(endpoint))
                        .set(VIEW_REQUEST.GENERATION, VIEW_REQUEST.GENERATION.plus(1))
                        .where(VIEW_REQUEST.ID.eq(id))
                        .and(OPEN)
                        .execute()
                == 1;
    }

    @Override
    public boolean anyProcessed(UUID sessionId) {
        return db.fetchExists(
                VIEW_REQUEST,
                VIEW_REQUEST.SESSION_ID.eq(sessionId).and(VIEW_REQUEST.STATUS.eq(RequestStatus.PROCESSED.name())));
    }

    @Override
    public void bar(UUID sessionId, UUID viewerId) {
        db.insertInto(BARRED)
                .set(BARRED.SESSION_ID, sessionId)
                .set(BARRED.PEER_ID, viewerId)
                .onConflictDoNothing()
                .execute();
    }

    @Override
    public boolean isBarred(UUID sessionId, UUID viewerId) {
        return db.fetchExists(BARRED, BARRED.SESSION_ID.eq(sessionId).and(BARRED.PEER_ID.eq(viewerId)));
    }

    @Override
    public Set<UUID> viewers(UUID sessionId, boolean admittedOnly) {
        Condition concerned = admittedOnly
                ? OPEN.and(VIEW_REQUEST.ADMISSION.eq(AdmissionState.ADMITTED.name()))
                : OPEN.or(VIEW_REQUEST.CLOSE_REASON.eq(CloseReason.SESSION_FINISHED.name()));
        return db.select(VIEW_REQUEST.PEER_ID)
                .from(VIEW_REQUEST)
                .where(VIEW_REQUEST.SESSION_ID.eq(sessionId))
                .and(concerned)
                .fetchSet(VIEW_REQUEST.PEER_ID);
    }

    @Override
    public List<OpenRequest> open() {
        return db.select(VIEW_REQUEST.ID, VIEW_REQUEST.PEER_ID, VIEW_REQUEST.STATUS, VIEW_REQUEST.ADMISSION)
                .from(VIEW_REQUEST)
                .where(OPEN)
                .fetch(found -> new OpenRequest(
                        found.value1(),
                        found.value2(),
                        RequestStatus.valueOf(found.value3()),
                        AdmissionState.valueOf(found.value4())));
    }

    @Override
    public int removeClosed(Instant before, int limit) {
        return db.deleteFrom(VIEW_REQUEST)
                .where(VIEW_REQUEST.ID.in(db.select(VIEW_REQUEST.ID)
                        .from(VIEW_REQUEST)
                        .where(VIEW_REQUEST.STATUS.eq(RequestStatus.CLOSED.name()))
                        .and(VIEW_REQUEST.CLOSED_AT.lt(before))
                        .orderBy(VIEW_REQUEST.CLOSED_AT)
                        .limit(limit)
                        .forUpdate()
                        .skipLocked()))
                .execute();
    }

    private SelectOnConditionStep<? extends Record> selectRequests() {
        return db.select(
                        VIEW_REQUEST.ID,
                        VIEW_REQUEST.SESSION_ID,
                        VIEW_REQUEST.PEER_ID,
                        VIEW_REQUEST.STATUS,
                        VIEW_REQUEST.ADMISSION,
                        VIEW_REQUEST.ENDPOINT,
                        VIEW_REQUEST.GENERATION,
                        VIEW_REQUEST.CREATED_AT,
                        VIEW_REQUEST.CLOSE_REASON,
                        PEER.USER_NAME,
                        STREAMING_SESSION.PEER_ID)
                .from(VIEW_REQUEST)
                .join(PEER)
                .on(PEER.ID.eq(VIEW_REQUEST.PEER_ID))
                .join(STREAMING_SESSION)
                .on(STREAMING_SESSION.ID.eq(VIEW_REQUEST.SESSION_ID));
    }

    private StoredRequest stored(Record found) {
        String closeReason = found.get(VIEW_REQUEST.CLOSE_REASON);
        ViewRequest request = new ViewRequest(
                found.get(VIEW_REQUEST.ID),
                found.get(VIEW_REQUEST.SESSION_ID),
                found.get(PEER.USER_NAME),
                RequestStatus.valueOf(found.get(VIEW_REQUEST.STATUS)),
                AdmissionState.valueOf(found.get(VIEW_REQUEST.ADMISSION)),
                endpoints.read(found.get(VIEW_REQUEST.ENDPOINT), found.get(VIEW_REQUEST.GENERATION)),
                found.get(VIEW_REQUEST.CREATED_AT),
                closeReason == null ? null : CloseReason.valueOf(closeReason));
        return new StoredRequest(request, found.get(VIEW_REQUEST.PEER_ID), found.get(STREAMING_SESSION.PEER_ID));
    }

    private static Condition is(UUID id, RequestStatus expected) {
        return VIEW_REQUEST.ID.eq(id).and(VIEW_REQUEST.STATUS.eq(expected.name()));
    }
}
