package dev.peercade.mediator;

import dev.peercade.mediator.PeerCall.Answered;
import dev.peercade.mediator.PeerCall.View;
import dev.peercade.model.session.Admission;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What PROTOCOL's table of states says of sessions and requests, written down a second time: unchangeable, and each
/// call leads to the next world.
///
/// @param sessions in the order in which they were made, so that a seed chooses the same ones again
/// @param bars of session and viewer
record ModelWorld(Map<UUID, Session> sessions, Map<UUID, Request> requests, Set<Bar> bars) {

    static final ModelWorld EMPTY = new ModelWorld(Map.of(), Map.of(), Set.of());

    record Session(
            UUID id,
            String streamer,
            Admission admission,
            String status,
            int generation,
            @Nullable String endReason) {

        boolean finished() {
            return status.equals("FINISHED");
        }

        boolean viewable() {
            return status.equals("READY") || status.equals("ACTIVE");
        }
    }

    record Request(
            UUID id,
            UUID session,
            String viewer,
            String status,
            String admission,
            int generation,
            @Nullable String closeReason) {

        boolean open() {
            return !status.equals("CLOSED");
        }

        Request closed(String reason) {
            return new Request(
                    id,
                    session,
                    viewer,
                    "CLOSED",
                    reason.equals("REJECTED") ? "REJECTED" : admission,
                    generation,
                    reason);
        }
    }

    record Bar(UUID session, String viewer) {}

    /// What the call has to answer in this world, and the world after it.
    record Next(ModelWorld world, Answered answered) {}

    private static final Map<String, Set<String>> STREAMERS_STEPS = Map.of("READY", Set.of("PROCESSED"));
    private static final Map<String, Set<String>> VIEWERS_STEPS = Map.of("NEW", Set.of("READY"));

    /// @param fresh the id that the mediator chooses should the call make something
    Next next(String who, PeerCall call, UUID fresh) {
        return switch (call) {
            case PeerCall.Create create -> create(who, create, fresh);
            case PeerCall.PushSession push -> ofSession(push.session(), session -> push(who, session, push.valid()));
            case PeerCall.SetSession set -> ofSession(set.session(), session -> set(who, session, set.status()));
            case PeerCall.ReadSession read -> ofSession(read.session(), session -> seen(200, view(session)));
            case PeerCall.ListSessions list -> seen(200, list(who, list.streamer()));
            case PeerCall.Ask ask -> ofSession(ask.session(), session -> ask(who, session, fresh));
            case PeerCall.Poll poll -> ofSession(poll.session(), session -> poll(who, session));
            case PeerCall.ReadStreamersEndpoint read -> ofSession(read.session(), session -> endpoint(who, session));
            case PeerCall.Admit admit -> ofRequest(who, admit.request(), request -> admit(who, request, admit.admit()));
            case PeerCall.PushRequest push ->
                ofRequest(who, push.request(), request -> push(who, request, push.valid()));
            case PeerCall.SetRequest set -> ofRequest(who, set.request(), request -> set(who, request, set.status()));
            case PeerCall.ReadRequest read -> ofRequest(who, read.request(), request -> seen(200, view(who, request)));
        };
    }

    List<Request> openOf(UUID session) {
        return requests.values().stream()
                .filter(request -> request.session().equals(session) && request.open())
                .toList();
    }

    private Next create(String who, PeerCall.Create create, UUID fresh) {
        ModelWorld world = this;
        for (Session session : sessions.values()) {
            if (session.streamer().equals(who) && !session.finished()) {
                if (!create.replace()) {
                    return problem(409, "session-already-open");
                }
                world = world.finished(session, "REPLACED");
            }
        }
        Session made = new Session(fresh, who, create.admission(), "NEW", 0, null);
        ModelWorld after = world.with(made);
        return new Next(after, new Answered(201, after.view(made)));
    }

    private Next push(String who, Session session, boolean valid) {
        if (!session.streamer().equals(who)) {
            return problem(403, "forbidden");
        }
        if (session.finished()) {
            return problem(409, "illegal-transition");
        }
        if (!valid) {
            return problem(422, "invalid-endpoint");
        }
        String status = session.status().equals("NEW") ? "READY" : session.status();
        return changed(new Session(
                session.id(), who, session.admission(), status, session.generation() + 1, session.endReason()));
    }

    private Next set(String who, Session session, @Nullable String status) {
        if (!session.streamer().equals(who)) {
            return problem(403, "forbidden");
        }
        if (status == null) {
            return problem(422, "invalid-field");
        }
        if (session.finished() || !status.equals("FINISHED")) {
            return problem(409, "illegal-transition");
        }
        ModelWorld after = finished(session, "ENDED");
        return new Next(after, new Answered(200, after.view(after.sessionOf(session.id()))));
    }

    private Next ask(String who, Session session, UUID fresh) {
        if (session.streamer().equals(who)) {
            return problem(409, "own-session");
        }
        if (bars.contains(new Bar(session.id(), who))) {
            return problem(403, "barred");
        }
        if (!session.viewable()) {
            return problem(409, "session-not-viewable");
        }
        for (Request request : openOf(session.id())) {
            if (request.viewer().equals(who)) {
                return seen(200, view(who, request));
            }
        }
        String admission = session.admission() == Admission.OPEN ? "ADMITTED" : "PENDING";
        Request made = new Request(fresh, session.id(), who, "NEW", admission, 0, null);
        return new Next(with(made), new Answered(201, view(who, made)));
    }

    private Next poll(String who, Session session) {
        if (!session.streamer().equals(who)) {
            return problem(403, "forbidden");
        }
        Map<UUID, View.OfRequest> all = new TreeMap<>();
        requests.values().stream()
                .filter(request -> request.session().equals(session.id()))
                .forEach(request -> all.put(request.id(), view(who, request)));
        return seen(200, new View.OfRequests(all));
    }

    private Next endpoint(String who, Session session) {
        for (Request request : openOf(session.id())) {
            if (request.viewer().equals(who)) {
                return request.admission().equals("ADMITTED")
                        ? seen(200, new View.OfEndpoint(session.generation()))
                        : problem(409, "awaiting-approval");
            }
        }
        return problem(403, "forbidden");
    }

    private Next admit(String who, Request request, boolean admit) {
        if (request.viewer().equals(who)) {
            return problem(403, "forbidden");
        }
        if (!request.open() || !request.admission().equals("PENDING")) {
            return problem(409, "illegal-transition");
        }
        return admit
                ? changed(who, copy(request, request.status(), "ADMITTED", request.generation()))
                : close(who, request, "REJECTED");
    }

    private Next push(String who, Request request, boolean valid) {
        if (!request.viewer().equals(who)) {
            return problem(403, "forbidden");
        }
        if (!request.open()) {
            return problem(409, "illegal-transition");
        }
        return valid
                ? changed(who, copy(request, request.status(), request.admission(), request.generation() + 1))
                : problem(422, "invalid-endpoint");
    }

    private Next set(String who, Request request, @Nullable String status) {
        boolean viewer = request.viewer().equals(who);
        if (status == null) {
            return problem(422, "invalid-field");
        }
        if ((status.equals("READY") && !viewer) || (status.equals("PROCESSED") && viewer)) {
            return problem(403, "forbidden");
        }
        if (status.equals("CLOSED") && request.open()) {
            return close(who, request, viewer ? "LEFT" : "DROPPED");
        }
        if (!(viewer ? VIEWERS_STEPS : STREAMERS_STEPS)
                .getOrDefault(request.status(), Set.of())
                .contains(status)) {
            return problem(409, "illegal-transition");
        }
        if (viewer && !request.admission().equals("ADMITTED")) {
            return problem(409, "awaiting-approval");
        }
        if (viewer && request.generation() == 0) {
            return problem(409, "endpoint-missing");
        }
        return changed(who, copy(request, status, request.admission(), request.generation()));
    }

    private Next close(String who, Request request, String reason) {
        Set<Bar> barred = new HashSet<>(bars);
        if (!reason.equals("LEFT")) {
            barred.add(new Bar(request.session(), request.viewer()));
        }
        return new ModelWorld(sessions, requests, barred).changed(who, request.closed(reason));
    }

    private ModelWorld finished(Session session, String reason) {
        ModelWorld world = this;
        for (Request request : openOf(session.id())) {
            world = world.with(request.closed("SESSION_FINISHED"));
        }
        return world.with(new Session(
                session.id(), session.streamer(), session.admission(), "FINISHED", session.generation(), reason));
    }

    private Next changed(Session session) {
        ModelWorld after = with(session);
        return new Next(after, new Answered(200, after.view(session)));
    }

    /// A session is ACTIVE exactly while one of its requests is PROCESSED.
    private Next changed(String who, Request request) {
        ModelWorld after = with(request);
        Session session = sessionOf(request.session());
        if (session.viewable()) {
            String status = after.viewers(session.id()) > 0 ? "ACTIVE" : "READY";
            after = after.with(new Session(
                    session.id(), session.streamer(), session.admission(), status, session.generation(), null));
        }
        return new Next(after, new Answered(200, view(who, request)));
    }

    private ModelWorld with(Session session) {
        Map<UUID, Session> all = new LinkedHashMap<>(sessions);
        all.put(session.id(), session);
        return new ModelWorld(all, requests, bars);
    }

    private ModelWorld with(Request request) {
        Map<UUID, Request> all = new LinkedHashMap<>(requests);
        all.put(request.id(), request);
        return new ModelWorld(sessions, all, bars);
    }

    private static Request copy(Request request, String status, String admission, int generation) {
        return new Request(request.id(), request.session(), request.viewer(), status, admission, generation, null);
    }

    private int viewers(UUID session) {
        return (int) openOf(session).stream()
                .filter(request -> request.status().equals("PROCESSED"))
                .count();
    }

    private View.OfSessions list(String who, String streamer) {
        Predicate<Session> shown =
                session -> session.viewable() || (session.status().equals("NEW") && who.equals(streamer));
        Map<UUID, View.OfSession> all = new TreeMap<>();
        sessions.values().stream()
                .filter(session -> session.streamer().equals(streamer))
                .filter(shown)
                .forEach(session -> all.put(session.id(), view(session)));
        return new View.OfSessions(all);
    }

    private View.OfSession view(Session session) {
        return new View.OfSession(
                session.id(), session.streamer(), session.status(), viewers(session.id()), session.endReason());
    }

    /// The endpoint is the streamer's to see, while the request is open.
    private static View.OfRequest view(String who, Request request) {
        boolean shown = !request.viewer().equals(who) && request.open() && request.generation() > 0;
        return new View.OfRequest(
                request.id(),
                request.session(),
                request.viewer(),
                request.status(),
                request.admission(),
                shown ? request.generation() : null,
                request.closeReason());
    }

    private Session sessionOf(UUID id) {
        return Objects.requireNonNull(sessions.get(id));
    }

    private Next ofSession(UUID id, Function<Session, Next> known) {
        Session session = sessions.get(id);
        return session == null ? problem(404, "not-found") : known.apply(session);
    }

    private Next ofRequest(String who, UUID id, Function<Request, Next> known) {
        Request request = requests.get(id);
        if (request == null) {
            return problem(404, "not-found");
        }
        boolean party = request.viewer().equals(who)
                || sessionOf(request.session()).streamer().equals(who);
        return party ? known.apply(request) : problem(404, "not-found");
    }

    private Next seen(int status, View view) {
        return new Next(this, new Answered(status, view));
    }

    private Next problem(int status, String code) {
        return seen(status, new View.OfProblem(code));
    }
}
