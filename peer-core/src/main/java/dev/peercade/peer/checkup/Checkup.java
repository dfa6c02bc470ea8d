package dev.peercade.peer.checkup;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.checkup.CheckupEvent.Part;
import dev.peercade.peer.doctor.Assessment;
import dev.peercade.peer.doctor.Figure;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.doctor.Subject;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.session.Calls;
import dev.peercade.peer.session.Engine;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.session.MediatorSeat;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The order of a checkup: the mediator, then all that can be measured, then who reaches this machine, then the
/// visit. Owner's thread only.
final class Checkup implements Engine {

    private final CheckupRim rim;
    private final Mailbox mailbox;
    private final Calls calls;
    private final MediatorSeat seat;
    private final CheckupSettings settings;
    private final Consumer<CheckupEvent> events;
    private final Assessment assessment;
    private final StreamOpenings openings;

    private @Nullable MonoTime patienceEndsAt;
    private List<TransportAddress> mediator = List.of();
    private @Nullable OptionalDouble mediatorConnectMs;
    private @Nullable MediatorInfo info;
    private @Nullable Failure infoFailure;
    private boolean mediatorTold;
    private boolean locating = true;
    private int nodes;
    private @Nullable Measurements measurements;
    private boolean reachTold;
    private @Nullable Visit visit;
    private volatile boolean finished;

    Checkup(
            CheckupRim rim,
            Mailbox mailbox,
            Calls calls,
            MediatorSeat seat,
            CheckupSettings settings,
            Consumer<CheckupEvent> events) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.calls = calls;
        this.seat = seat;
        this.settings = settings;
        this.events = events;
        this.assessment = new Assessment(finding -> events.accept(new CheckupEvent.Found(finding)));
        this.openings = new StreamOpenings(rim.streams(), mailbox);
    }

    @Override
    public void start(MonoTime now) {
        patienceEndsAt = now.plus(settings.patience());
        events.accept(new CheckupEvent.Began(Part.MEDIATOR));
        ask(
                () -> Places.ofMediator(seat.uri()),
                this::mediatorResolved,
                (_, then) -> mediatorResolved(List.of(), then));
    }

    /// What comes after the time is up changes nothing, and nothing more is opened for it.
    private <T> void ask(Calls.Blocking<T> call, BiConsumer<T, MonoTime> done, BiConsumer<Failure, MonoTime> failed) {
        calls.run(call, inTime(done), inTime(failed));
    }

    private <T> BiConsumer<T, MonoTime> inTime(BiConsumer<T, MonoTime> work) {
        return (answer, now) -> {
            if (!reachTold && !finished) {
                work.accept(answer, now);
            }
        };
    }

    private void mediatorResolved(List<TransportAddress> addresses, MonoTime now) {
        mediator = addresses;
        openings.openFirstOf(addresses, (connectMs, _) -> mediatorConnectMs = connectMs, now);
        ask(
                () -> seat.mediator().info(),
                (answer, then) -> {
                    info = answer;
                    locate();
                },
                (failure, then) -> {
                    infoFailure = failure;
                    locate();
                });
    }

    /// Who else there is to ask.
    private void locate() {
        MediatorInfo known = info;
        if (known == null) {
            resolve(List.of());
        } else if (known.relayNodes() == 0) {
            assessment.add(Statement.NODES_NONE);
            resolve(List.of());
        } else if (!settings.signedIn()) {
            assessment.add(Statement.ACCOUNT_MISSING);
            resolve(List.of());
        } else {
            ask(() -> seat.mediator().relayNodes(), (all, _) -> resolve(all), (failure, _) -> {
                assessment.add(
                        failure.code().equals("unauthenticated") ? Statement.ACCOUNT_REFUSED : Statement.NODES_UNKNOWN);
                resolve(List.of());
            });
        }
    }

    private void resolve(List<RelayNode> all) {
        ask(
                () -> Places.of(mediator, rim.options().stunServer(), info, all),
                this::measure,
                (_, now) -> measure(new Places(null, null, List.of(), 0), now));
    }

    private void measure(Places places, MonoTime now) {
        locating = false;
        nodes = places.nodes().size();
        if (places.nodesLeftOut() > 0) {
            assessment.add(Statement.NODES_LEFT_OUT, Figure.NODES, places.nodesLeftOut());
        }
        if (info == null && places.stun() == null) {
            assessment.add(Statement.UDP_NOT_ASKED);
            return;
        }
        Measurements begun =
                new Measurements(rim, mailbox, places, assessment, part -> events.accept(new CheckupEvent.Began(part)));
        try {
            begun.start(now);
            measurements = begun;
        } catch (IOException e) {
            begun.close();
            assessment.add(Statement.UDP_NO_SOCKET);
        }
        for (int i = 0; i < nodes; i++) {
            int node = i + 1;
            Places.Node each = places.nodes().get(i);
            openings.open(each.udp(), null, (took, _) -> assessment.nodeStream(node, false, took), now);
            if (each.tls() != null) {
                openings.open(each.tls(), each.pin(), (took, _) -> assessment.nodeStream(node, true, took), now);
            }
        }
    }

    @Override
    public void advance(MonoTime now) {
        if (finished) {
            return;
        }
        openings.advance(now);
        if (measurements != null) {
            measurements.advance(now);
        }
        if (!reachTold && patienceEndsAt != null && !now.isBefore(patienceEndsAt)) {
            conclude(now);
        }
        tellMediator();
        boolean measured = measurements == null || measurements.isDone();
        if (!reachTold && mediatorTold && !locating && measured && openings.isDone()) {
            tellReach(now);
        }
        if (visit != null) {
            visit.advance(now);
        }
        if (reachTold && (visit == null || visit.isDone(now))) {
            end(now);
        }
    }

    private void tellMediator() {
        if (!mediatorTold && mediatorConnectMs != null && (info != null || infoFailure != null)) {
            assessMediator();
        }
    }

    private void assessMediator() {
        mediatorTold = true;
        OptionalDouble connectMs = mediatorConnectMs;
        if (info == null) {
            String code = infoFailure == null ? MediatorFailure.TIMEOUT : infoFailure.code();
            assessment.add(failure(code, connectMs != null && connectMs.isPresent()));
        } else if (connectMs == null) {
            assessment.add(Statement.MEDIATOR_ANSWERS_UNTIMED);
        } else if (connectMs.isPresent()) {
            assessment.add(Statement.MEDIATOR_ANSWERS, Figure.CONNECT_MS, connectMs.getAsDouble());
        } else {
            assessment.add(Statement.MEDIATOR_ANSWERS_BY_PROXY);
        }
    }

    private static Statement failure(String code, boolean connects) {
        return switch (code) {
            case MediatorFailure.CERTIFICATE_UNKNOWN, "invalid-pin" -> Statement.MEDIATOR_UNTRUSTED;
            case "plain-http" -> Statement.MEDIATOR_PLAIN_HTTP;
            case MediatorFailure.UNREACHABLE, MediatorFailure.TIMEOUT ->
                connects ? Statement.MEDIATOR_REFUSES : Statement.MEDIATOR_SILENT;
            default -> Statement.MEDIATOR_REFUSES;
        };
    }

    /// The time is up: what is known is told, and that the rest is not.
    private void conclude(MonoTime now) {
        openings.close();
        if (!mediatorTold) {
            assessMediator();
        }
        if (measurements != null) {
            measurements.conclude(now);
        }
        if (info != null || measurements != null) {
            assessment.add(Statement.TIME_IS_UP);
        } else if (!assessment.has(Subject.UDP)) {
            assessment.add(Statement.UDP_NOT_ASKED);
        }
        locating = false;
    }

    private void tellReach(MonoTime now) {
        reachTold = true;
        closeMeasurements();
        assessment.reach(nodes);
        UUID wanted = settings.session();
        if (wanted == null) {
            return;
        }
        if (!settings.signedIn()) {
            assessment.add(Statement.VISIT_NEEDS_ACCOUNT);
        } else {
            events.accept(new CheckupEvent.Began(Part.VISIT));
            visit = new Visit(rim.viewers(), wanted, mailbox, assessment, now);
        }
    }

    @Override
    public @Nullable MonoTime deadline() {
        MonoTime earliest = reachTold ? null : patienceEndsAt;
        earliest = Measurements.earlier(earliest, openings.deadline());
        if (measurements != null) {
            earliest = Measurements.earlier(earliest, measurements.deadline());
        }
        return Measurements.earlier(earliest, visit == null ? null : visit.deadline());
    }

    /// Ends with what is known; leaves the session that it visits.
    void stop(MonoTime now) {
        if (!finished) {
            end(now);
        }
    }

    private void end(MonoTime now) {
        finished = true;
        try {
            if (visit != null) {
                // However it comes to this: a view request that nobody leaves takes a place from others.
                visit.leave(now);
            }
            closeMeasurements();
        } finally {
            events.accept(new CheckupEvent.Done(assessment.diagnosis()));
        }
    }

    private void closeMeasurements() {
        openings.close();
        if (measurements != null) {
            measurements.close();
        }
    }

    @Override
    public void abort(Throwable fault, MonoTime now) {
        stop(now);
    }

    @Override
    public boolean isFinished() {
        return finished;
    }
}
