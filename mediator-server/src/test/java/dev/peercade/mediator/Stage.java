package dev.peercade.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/// A session, a view request on it and a caller of each role, put into any situation by real calls.
final class Stage {

    private static final RequestBody THUMBNAIL = RequestBody.create(Pictures.jpeg(64, 36), MediaType.get("image/jpeg"));

    private final Map<Role, Caller> callers = new EnumMap<>(Role.class);
    private @Nullable Situation present;
    private UUID sessionId = UUID.randomUUID();
    private UUID requestId = UUID.randomUUID();

    private Stage() {}

    static synchronized Stage open(RunningMediator mediator) {
        Stage stage = new Stage();
        Caller anonymous = Caller.anonymous(mediator);
        for (Role role : Role.values()) {
            stage.callers.put(role, Caller.registered(mediator, role.label()));
        }
        stage.callers.put(Role.ANONYMOUS, anonymous);
        Caller operator = anonymous.basic(TestMediator.OPERATOR, Caller.PASSWORD);
        if (operator.get(MediatorApi.TOKENS).status() != 200) {
            operator = anonymous.register(TestMediator.OPERATOR);
        }
        stage.callers.put(Role.OPERATOR, operator.withAccessToken());
        return stage;
    }

    Caller caller(Role role) {
        return Objects.requireNonNull(callers.get(role));
    }

    /// The id that a path of this kind is about, once the stage is in this situation.
    UUID id(String path, Situation situation) {
        if (present != situation) {
            arrange(situation);
        }
        return path.startsWith(MediatorApi.SESSIONS) ? sessionId : requestId;
    }

    /// A call has changed something.
    void spoilt() {
        present = null;
    }

    private void arrange(Situation situation) {
        callers.values().forEach(Stage::finishAll);
        Caller other = caller(Role.OTHER_STREAMER);
        UUID othersSession = open(other, Admission.OPEN);
        endpoint(other, othersSession);
        join(caller(Role.OTHER_VIEWER), othersSession);

        Caller streamer = caller(Role.OWNER_STREAMER);
        Caller viewer = caller(Role.OWNER_VIEWER);
        sessionId = open(streamer, situation == Situation.PENDING ? Admission.ASK : Admission.OPEN);
        streamer.send("PUT", MediatorApi.SESSION_THUMBNAIL.replace("{id}", sessionId.toString()), THUMBNAIL)
                .ok();
        requestId = UUID.randomUUID();
        if (situation != Situation.SESSION_NEW) {
            endpoint(streamer, sessionId);
            requestId = join(viewer, sessionId);
        }
        if (situation.compareTo(Situation.REQUEST_READY) >= 0) {
            viewer.put(MediatorApi.VIEW_REQUEST_STATUS, new RequestStatusChange(RequestStatus.READY), requestId)
                    .ok();
        }
        if (situation.compareTo(Situation.PROCESSED) >= 0) {
            streamer.put(MediatorApi.VIEW_REQUEST_STATUS, new RequestStatusChange(RequestStatus.PROCESSED), requestId)
                    .ok();
        }
        if (situation == Situation.FINISHED) {
            finishAll(streamer);
        }
        present = situation;
    }

    private static void finishAll(Caller caller) {
        if (caller.authorization() == null) {
            return;
        }
        Page<StreamingSession> open = caller.get(
                        MediatorApi.SESSIONS + "?statuses=NEW,READY,ACTIVE&query=" + caller.name())
                .as(Page.class, StreamingSession.class);
        for (StreamingSession session : open.items()) {
            caller.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();
        }
    }

    private static UUID open(Caller streamer, Admission admission) {
        return streamer.post(MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Stage", admission, null))
                .as(StreamingSession.class)
                .id();
    }

    private static void endpoint(Caller streamer, UUID session) {
        streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session)
                .ok();
    }

    private static UUID join(Caller viewer, UUID session) {
        UUID request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session)
                .as(ViewRequest.class)
                .id();
        viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, Endpoints.at("198.51.100.20", 50_000), request)
                .ok();
        return request;
    }
}
