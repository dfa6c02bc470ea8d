package dev.peercade.mediator;

import dev.peercade.mediator.Caller.Answer;
import dev.peercade.mediator.PeerCall.Answered;
import dev.peercade.mediator.PeerCall.Done;
import dev.peercade.mediator.PeerCall.View;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Peers that make [PeerCall]s over real HTTP.
///
/// @param callers by user name
record RestPeers(Map<String, Caller> callers) {

    private static final Endpoint VALID = Endpoints.at("203.0.113.10", 40_000);
    private static final Endpoint INVALID = Endpoints.at("peer.example", 40_000);

    Done make(String who, PeerCall call) {
        Caller caller = Objects.requireNonNull(callers.get(who));
        long from = System.nanoTime();
        Answer answer = send(caller, call);
        long to = System.nanoTime();
        return new Done(who, call, answered(call, answer), from, to);
    }

    /// What an earlier run has left is over.
    void finishAll() {
        for (Caller caller : callers.values()) {
            Page<StreamingSession> left = caller.get(
                            MediatorApi.SESSIONS + "?statuses=NEW,READY,ACTIVE&query=" + caller.name())
                    .as(Page.class, StreamingSession.class);
            for (StreamingSession session : left.items()) {
                caller.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                        .ok();
            }
        }
    }

    private static Answer send(Caller caller, PeerCall call) {
        return switch (call) {
            case PeerCall.Create create ->
                caller.post(
                        MediatorApi.SESSIONS,
                        new NewStreamingSession("Chess", "Model", create.admission(), create.replace()));
            case PeerCall.PushSession push ->
                caller.put(MediatorApi.SESSION_ENDPOINT, push.valid() ? VALID : INVALID, push.session());
            case PeerCall.SetSession set -> caller.put(MediatorApi.SESSION_STATUS, status(set.status()), set.session());
            case PeerCall.ReadSession read -> caller.get(MediatorApi.SESSION, read.session());
            case PeerCall.ListSessions list ->
                caller.get(MediatorApi.SESSIONS + "?statuses=NEW,READY,ACTIVE&query=" + list.streamer());
            case PeerCall.Ask ask -> caller.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", ask.session());
            case PeerCall.Poll poll ->
                caller.get(MediatorApi.SESSION_VIEW_REQUESTS + "?statuses=NEW,READY,PROCESSED,CLOSED", poll.session());
            case PeerCall.ReadStreamersEndpoint read -> caller.get(MediatorApi.SESSION_ENDPOINT, read.session());
            case PeerCall.Admit admit ->
                caller.put(MediatorApi.VIEW_REQUEST_ADMISSION, new AdmissionDecision(admit.admit()), admit.request());
            case PeerCall.PushRequest push ->
                caller.put(MediatorApi.VIEW_REQUEST_ENDPOINT, push.valid() ? VALID : INVALID, push.request());
            case PeerCall.SetRequest set ->
                caller.put(MediatorApi.VIEW_REQUEST_STATUS, status(set.status()), set.request());
            case PeerCall.ReadRequest read -> caller.get(MediatorApi.VIEW_REQUEST, read.request());
        };
    }

    private static String status(@Nullable String status) {
        return status == null ? "{}" : "{\"status\":\"" + status + "\"}";
    }

    private static Answered answered(PeerCall call, Answer answer) {
        if (answer.status() >= 300) {
            return new Answered(
                    answer.status(),
                    new View.OfProblem(answer.json().path("code").asString()));
        }
        View view = switch (call) {
            case PeerCall.Create _, PeerCall.PushSession _, PeerCall.SetSession _, PeerCall.ReadSession _ ->
                view(answer.as(StreamingSession.class));
            case PeerCall.ListSessions _ -> {
                Map<UUID, View.OfSession> all = new TreeMap<>();
                Page<StreamingSession> page = answer.as(Page.class, StreamingSession.class);
                page.items().forEach(session -> all.put(session.id(), view(session)));
                yield new View.OfSessions(all);
            }
            case PeerCall.Poll _ -> {
                Map<UUID, View.OfRequest> all = new TreeMap<>();
                Page<ViewRequest> page = answer.as(Page.class, ViewRequest.class);
                page.items().forEach(request -> all.put(request.id(), view(request)));
                yield new View.OfRequests(all);
            }
            case PeerCall.ReadStreamersEndpoint _ -> {
                Integer generation = answer.as(Endpoint.class).generation();
                yield new View.OfEndpoint(generation == null ? -1 : generation);
            }
            case PeerCall.Ask _,
                    PeerCall.Admit _,
                    PeerCall.PushRequest _,
                    PeerCall.SetRequest _,
                    PeerCall.ReadRequest _ -> view(answer.as(ViewRequest.class));
        };
        return new Answered(answer.status(), view);
    }

    private static View.OfSession view(StreamingSession session) {
        return new View.OfSession(
                session.id(),
                session.streamer(),
                session.status().name(),
                session.viewers(),
                session.endReason() == null ? null : session.endReason().name());
    }

    private static View.OfRequest view(ViewRequest request) {
        Endpoint endpoint = request.endpoint();
        return new View.OfRequest(
                request.id(),
                request.sessionId(),
                request.viewer(),
                request.status().name(),
                request.admission().name(),
                endpoint == null ? null : endpoint.generation(),
                request.closeReason() == null ? null : request.closeReason().name());
    }
}
