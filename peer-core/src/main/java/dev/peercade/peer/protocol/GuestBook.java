package dev.peercade.peer.protocol;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.protocol.StreamerAction.Connect;
import dev.peercade.peer.protocol.StreamerAction.DeclareProcessed;
import dev.peercade.peer.protocol.StreamerAction.Serve;
import dev.peercade.peer.protocol.StreamerAction.StopServing;
import dev.peercade.peer.protocol.StreamerAction.TellGone;
import dev.peercade.peer.protocol.StreamerAction.TellStep;
import dev.peercade.peer.protocol.StreamerState.Guest;
import dev.peercade.peer.protocol.StreamerState.Guest.Phase;
import dev.peercade.peer.protocol.StreamerState.Live;
import dev.peercade.peer.time.MonoTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Brings what the mediator says of the requests and what the streamer does for them together. Works from levels, not
/// from edges: whatever was missed during an outage is made up for by the next reading.
final class GuestBook {

    /// As many as `punch` has room for; the others wait on the mediator.
    private static final int SERVED_MAX = 64;

    /// Unanswered ones among whom a person can still choose.
    private static final int ASKED_MAX = 64;

    /// Of every kind; more than a mediator leaves open on one session.
    private static final int GUESTS_MAX = 1024;

    private final Live before;
    private final Admission admission;
    private final MonoTime now;
    private final Map<UUID, Guest> guests;
    private final List<StreamerAction> actions = new ArrayList<>();

    GuestBook(Live live, Admission admission, MonoTime now) {
        this.before = live;
        this.admission = admission;
        this.now = now;
        this.guests = new LinkedHashMap<>(live.guests());
    }

    /// All open requests; a guest that is not among them has gone, unless it came after the question was asked.
    Transition<StreamerState, StreamerAction> readAll(List<ViewRequest> requests) {
        requests.forEach(this::take);
        var open = requests.stream().map(ViewRequest::id).collect(Collectors.toSet());
        MonoTime asked = before.link().pollSentAt();
        for (UUID request : List.copyOf(guests.keySet())) {
            Guest guest = Objects.requireNonNull(guests.get(request));
            if (!open.contains(request) && guest.since().isBefore(asked)) {
                leave(request, guest, CloseReason.LEFT);
            }
        }
        return done(before.link().answered(now, StreamerProtocol.POLL));
    }

    Transition<StreamerState, StreamerAction> read(ViewRequest request) {
        take(request);
        return done(before.link());
    }

    private void take(ViewRequest request) {
        Guest guest = guests.get(request.id());
        switch (request.status()) {
            case CLOSED -> {
                if (guest != null) {
                    leave(
                            request.id(),
                            guest,
                            request.closeReason() == null ? CloseReason.LEFT : request.closeReason());
                }
            }
            case NEW -> takeNew(request, guest);
            case READY, PROCESSED -> receiveReady(request);
        }
    }

    /// An answer that has not reached the mediator is given again.
    private void takeNew(ViewRequest request, @Nullable Guest guest) {
        if (request.admission() == AdmissionState.ADMITTED) {
            reach(request);
        } else if (request.admission() == AdmissionState.PENDING) {
            askOrAnswer(request, guest);
        }
    }

    private void askOrAnswer(ViewRequest request, @Nullable Guest guest) {
        if (guest == null) {
            if (guests.size() < GUESTS_MAX && isThereRoomToAsk(request)) {
                guests.put(request.id(), newcomer(request));
                actions.add(new StreamerAction.AskAdmission(request.id(), request.viewer()));
            }
        } else if (guest.phase() == Phase.ADMITTED || guest.phase() == Phase.REJECTED) {
            actions.add(new StreamerAction.Admit(request.id(), guest.phase() == Phase.ADMITTED));
        }
    }

    /// The oldest makes room for a newer one, so that a crowd that nobody answers keeps no friend out.
    private boolean isThereRoomToAsk(ViewRequest request) {
        var asked = guests.entrySet().stream()
                .filter(entry -> entry.getValue().phase() == Phase.ASKED)
                .toList();
        if (asked.size() < ASKED_MAX) {
            return true;
        }
        var oldest = Collections.min(
                asked, Comparator.comparing(entry -> entry.getValue().createdAt()));
        if (!oldest.getValue().createdAt().isBefore(request.createdAt())) {
            return false;
        }
        leave(oldest.getKey(), oldest.getValue(), CloseReason.EXPIRED);
        return true;
    }

    /// Whoever is ready comes before the eldest who has yet to say so.
    private boolean isThereRoomToServe(ViewRequest request) {
        if (guests.values().stream().filter(Guest::isReached).count() < SERVED_MAX) {
            return true;
        }
        var eldest = guests.entrySet().stream()
                .filter(entry -> entry.getValue().phase() == Phase.CONNECTING)
                .min(Comparator.comparing(entry -> entry.getValue().createdAt()));
        if (request.status() == RequestStatus.NEW || eldest.isEmpty()) {
            return false;
        }
        leave(eldest.get().getKey(), eldest.get().getValue(), CloseReason.EXPIRED);
        return true;
    }

    private Guest newcomer(ViewRequest request) {
        return new Guest(request.viewer(), Phase.ASKED, 0, now, request.createdAt(), false);
    }

    /// Checks and handshake wait for nothing but the endpoint of somebody who is admitted; media waits for step 9.
    ///
    /// @return the guest as it is now, or null where it is not and cannot be reached
    private @Nullable Guest reach(ViewRequest request) {
        Guest known = guests.get(request.id());
        Endpoint endpoint = request.endpoint();
        if (endpoint == null || (known == null && guests.size() >= GUESTS_MAX)) {
            return null;
        }
        Guest guest = known == null ? newcomer(request) : known;
        if (admission == Admission.ASK && guest.phase() == Phase.ASKED) {
            // Whatever the mediator says, the app has not said yes.
            askOrAnswer(request, known);
            return null;
        }
        int generation = endpoint.generation() == null ? 0 : endpoint.generation();
        // A late reading must not bring an older endpoint back.
        if (guest.isExpected() || (guest.mayReturn() && generation > guest.generation())) {
            if (!guest.isReached() && !isThereRoomToServe(request)) {
                return null;
            }
            actions.add(new Connect(request.id(), guest.viewer(), endpoint));
            guest = guest.reachedAt(generation);
            guests.put(request.id(), guest);
        }
        return guest.isReached() ? guest : null;
    }

    @Step(ProtocolStep.RECEIVE_READY_REQUEST)
    private void receiveReady(ViewRequest request) {
        Guest before = guests.get(request.id());
        if (before != null && !before.mayReturn()) {
            actions.add(new StreamerAction.CloseRequest(request.id()));
            return;
        }
        Guest guest = reach(request);
        if (guest == null) {
            return;
        }
        boolean fresh = guest.phase() == Phase.CONNECTING;
        if (fresh) {
            actions.add(new TellStep(ProtocolStep.RECEIVE_READY_REQUEST));
            actions.add(new Serve(request.id()));
            guest = guest.in(Phase.SERVED);
        }
        if (!guest.declaring()) {
            if (request.status() == RequestStatus.READY) {
                guest = declareProcessed(request.id(), guest);
            } else if (!fresh) {
                // The answer to step 10 was lost, but not the question.
                actions.add(new TellStep(ProtocolStep.DECLARE_PROCESSED));
                guest = guest.declaring(true);
            }
        }
        guests.put(request.id(), guest);
    }

    @Step(ProtocolStep.DECLARE_PROCESSED)
    private Guest declareProcessed(UUID request, Guest guest) {
        actions.add(new DeclareProcessed(request));
        return guest.declaring(true);
    }

    Transition<StreamerState, StreamerAction> processed(UUID request) {
        if (guests.containsKey(request)) {
            actions.add(new TellStep(ProtocolStep.DECLARE_PROCESSED));
        }
        return done(before.link());
    }

    /// The next reading tries again, where that still makes sense.
    Transition<StreamerState, StreamerAction> notProcessed(UUID request) {
        guests.computeIfPresent(request, (_, guest) -> guest.declaring(false));
        return done(before.link());
    }

    Transition<StreamerState, StreamerAction> answer(UUID request, boolean admitted) {
        Guest guest = guests.get(request);
        if (guest != null && guest.phase() == Phase.ASKED) {
            actions.add(new StreamerAction.Admit(request, admitted));
            guests.put(request, guest.in(admitted ? Phase.ADMITTED : Phase.REJECTED));
        }
        return done(before.link());
    }

    Transition<StreamerState, StreamerAction> drop(UUID request) {
        Guest guest = guests.get(request);
        if (guest != null && guest.phase() != Phase.DROPPED) {
            actions.add(new StreamerAction.CloseRequest(request));
            leave(request, guest, CloseReason.DROPPED);
            guests.put(request, guest.in(Phase.DROPPED));
        }
        return done(before.link());
    }

    @Step(ProtocolStep.STREAM)
    Transition<StreamerState, StreamerAction> mediaFlows(UUID request) {
        Guest guest = guests.get(request);
        if (guest != null) {
            actions.add(new TellStep(ProtocolStep.STREAM));
            actions.add(new StreamerAction.TellServed(request, guest.viewer()));
        }
        return done(before.link());
    }

    /// The request stays as it is on the mediator: closing it would bar a viewer whose network failed.
    Transition<StreamerState, StreamerAction> pathLost(UUID request, CloseReason reason) {
        Guest guest = guests.get(request);
        if (guest != null && guest.isReached()) {
            actions.add(new StopServing(request));
            actions.add(new TellGone(request, guest.viewer(), reason));
            guests.put(request, guest.in(Phase.LOST));
        }
        return done(before.link());
    }

    private void leave(UUID request, Guest guest, CloseReason reason) {
        guests.remove(request);
        if (guest.isReached()) {
            actions.add(new StopServing(request));
        }
        if (guest.phase() != Phase.LOST && guest.phase() != Phase.DROPPED) {
            actions.add(new TellGone(request, guest.viewer(), reason));
        }
    }

    private Transition<StreamerState, StreamerAction> done(Link link) {
        return new Transition<>(
                new Live(before.session(), before.polled(), Collections.unmodifiableMap(guests), link),
                List.copyOf(actions));
    }
}
