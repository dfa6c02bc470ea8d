package dev.peercade.peer.checkup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Figure;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Mapping;
import dev.peercade.peer.doctor.Reach;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.doctor.Subject;
import dev.peercade.peer.doctor.Verdict;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.Calls;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.LocalOptions;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorSeat;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.UnusableMediator;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.sim.FakeMediator;
import dev.peercade.peer.sim.SimIdentities;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNatQuestions;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.SimRelay;
import dev.peercade.peer.sim.SimStreams;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A whole checkup in virtual time, over a seeded network and a mediator in memory.
@NullUnmarked
class CheckupTest {

    private static final TransportAddress STUN = SimNet.address(203, 0, 113, 7, 3478);
    private static final TransportAddress STUN_SECOND = SimNet.address(203, 0, 113, 8, 3478);
    private static final UUID SESSION = new UUID(4, 2);

    private final VirtualClock clock = new VirtualClock();
    private final SimNet net = new SimNet(clock, 21);
    private final FakeMediator fake = new FakeMediator(3478);
    private final SimNat nat = new SimNat(
            new byte[] {(byte) 198, 51, 100, 9},
            SimNat.Behaviour.ENDPOINT_INDEPENDENT,
            SimNat.Behaviour.ADDRESS_AND_PORT_DEPENDENT);
    private final List<CheckupEvent> events = new ArrayList<>();
    private final List<Duration> toldAt = new ArrayList<>();

    private Mediator mediator = fake.as("anna");
    private Duration callsTake = Duration.ofMillis(30);
    private Duration nameServiceTakes = Duration.ofMillis(30);
    private int calls;
    private Duration patience = CheckupSettings.PATIENCE;
    private boolean signedIn = true;
    private UUID session;
    private Consumer<Consumer<ViewerEvent>> streamer = _ -> {};
    private boolean left;
    private int sockets;
    private int opened;
    private Checkup checkup;

    /// What a real owner thread does, without the thread.
    private final class Owner implements Mailbox, Calls {

        @Override
        public void post(Consumer<MonoTime> message) {
            clock.in(Duration.ZERO, () -> {
                message.accept(clock.now());
                checkup.advance(clock.now());
            });
        }

        @Override
        public <T> void run(Blocking<T> call, BiConsumer<T, MonoTime> done, BiConsumer<Failure, MonoTime> failed) {
            clock.in(calls++ == 0 ? nameServiceTakes : callsTake, () -> {
                try {
                    T value = call.call();
                    post(now -> done.accept(value, now));
                } catch (MediatorFailure e) {
                    post(now -> failed.accept(new Failure(e.code(), e.text(), e.remedy(), e.passing()), now));
                }
            });
        }
    }

    private Diagnosis run() {
        Owner owner = new Owner();
        StreamPort streams = new SimStreams(clock, net, SimNet.address(192, 168, 1, 5, 1));
        CheckupRim rim = new CheckupRim(
                clock,
                net.entropy(),
                new CheckupRim.Udp(
                        (_, batches) -> net.open(SimNet.address(192, 168, 1, 5, 50_000 + sockets++), nat, batches),
                        (_, batches) -> net.open(SimNet.address(192, 168, 1, 5, 50_000 + sockets++), nat, batches)),
                (to, pin, told) -> {
                    opened++;
                    return streams.open(to, pin, told);
                },
                new LocalOptions(null, null, false),
                (_, told) -> {
                    streamer.accept(told);
                    return new Watching(told);
                });
        URI server = URI.create("https://203.0.113.7:8480");
        CheckupSettings settings = new CheckupSettings(
                new MediatorAccount(server, "anna", "secret", false, null),
                signedIn,
                session,
                ConnectOptions.NORMAL,
                patience);
        checkup = new Checkup(
                rim, owner, owner, new MediatorSeat(mediator, server, SimIdentities.alone("anna")), settings, event -> {
                    events.add(event);
                    toldAt.add(Duration.ofNanos(clock.now().nanos()));
                });
        owner.post(checkup::start);
        for (int ms = 0; ms < 60_000 && (checkup == null || !checkup.isFinished()); ms++) {
            clock.advance(Duration.ofMillis(1));
            if (checkup.deadline() != null && !clock.now().isBefore(checkup.deadline())) {
                checkup.advance(clock.now());
            }
        }
        assertThat(checkup.isFinished()).isTrue();
        assertThat(events.getLast()).isInstanceOf(CheckupEvent.Done.class);
        Diagnosis diagnosis = ((CheckupEvent.Done) events.getLast()).diagnosis();
        assertThat(diagnosis.findings())
                .as("whatever was told, and nothing twice")
                .containsExactlyInAnyOrderElementsOf(events.stream()
                        .filter(CheckupEvent.Found.class::isInstance)
                        .map(event -> ((CheckupEvent.Found) event).finding())
                        .toList());
        assertThat(diagnosis.findings().stream().map(finding -> finding.subject() + "/" + finding.node()))
                .doesNotHaveDuplicates();
        return diagnosis;
    }

    private final class Watching implements ViewerSession {
        private final Consumer<ViewerEvent> told;

        Watching(Consumer<ViewerEvent> told) {
            this.told = told;
        }

        @Override
        public void requestKeyframe() {}

        @Override
        public PathFigures path() {
            return new PathFigures(
                    new PathFigures.Way(CandidateKind.RELAYED, Rung.RELAYED_UDP, Move.FIRST),
                    42.0,
                    990,
                    1_000_000,
                    10,
                    0);
        }

        @Override
        public void leave() {
            left = true;
            clock.in(Duration.ofMillis(100), () -> told.accept(ended("left")));
        }

        @Override
        public void close() {}
    }

    private static ViewerEvent ended(String code) {
        return new ViewerEvent.Ended(new SessionEnd(code, false, "Anna at 203.0.113.7 is away.", ""));
    }

    private static List<Statement> statements(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::statement).toList();
    }

    @Test
    void behindAHomeRouterEverythingIsFoundWithinTenSeconds() {
        new SimNatQuestions(net, List.of(STUN, STUN_SECOND), true);
        SimRelay near = new SimRelay(net, 1);
        SimRelay far = new SimRelay(net, 2);
        net.setFar(far.address(), Duration.ofMillis(100));
        fake.setRelays(List.of(near.access(), far.access()));

        Diagnosis diagnosis = run();

        assertThat(statements(diagnosis))
                .containsExactly(
                        Statement.MEDIATOR_ANSWERS_BY_PROXY,
                        Statement.UDP_PASSES,
                        Statement.MAPPING_SAME,
                        Statement.FILTERING_BY_PORT,
                        Statement.HAIRPIN_WORKS,
                        Statement.MTU_WHOLE,
                        Statement.IPV6_NO_ADDRESS,
                        Statement.LINK_GOOD,
                        Statement.NODE_UDP_GOOD,
                        Statement.NODE_TCP_OPEN,
                        Statement.NODE_UDP_POOR,
                        Statement.NODE_TCP_OPEN,
                        Statement.REACH_MOST);
        assertThat(diagnosis.findings().get(8).figures()).containsEntry(Figure.ROUND_TRIP_MS, 20.0);
        assertThat(diagnosis.findings().get(10).figures()).containsEntry(Figure.ROUND_TRIP_MS, 220.0);
        assertThat(toldAt.getLast()).isLessThan(Duration.ofSeconds(10));
        assertThat(events.stream().filter(CheckupEvent.Began.class::isInstance))
                .containsExactly(
                        new CheckupEvent.Began(CheckupEvent.Part.MEDIATOR),
                        new CheckupEvent.Began(CheckupEvent.Part.ROUTER),
                        new CheckupEvent.Began(CheckupEvent.Part.LINKS));
    }

    @Test
    void whereUdpIsBlockedARelayByTcpIsLeft() {
        new SimNatQuestions(net, List.of(STUN), true);
        fake.setRelays(List.of(new SimRelay(net, 1).access()));
        nat.block(true);

        assertThat(statements(run()))
                .contains(
                        Statement.UDP_BLOCKED,
                        Statement.MTU_UNKNOWN,
                        Statement.LINK_SILENT,
                        Statement.NODE_UDP_SILENT,
                        Statement.NODE_TCP_OPEN,
                        Statement.REACH_RELAYED)
                .doesNotContain(Statement.MAPPING_UNKNOWN);
    }

    @Test
    void withoutAnAccountNodesAreLeftOutAndTheRestIsFound() {
        new SimNatQuestions(net, List.of(STUN), true);
        fake.setRelays(List.of(new SimRelay(net, 1).access()));
        signedIn = false;
        session = SESSION;

        assertThat(statements(run()))
                .contains(
                        Statement.ACCOUNT_MISSING,
                        Statement.MAPPING_SAME_PROBABLY,
                        Statement.REACH_MOST_NO_RELAY,
                        Statement.VISIT_NEEDS_ACCOUNT);
        assertThat(net.log().stream().map(SimNet.Passed::to))
                .noneMatch(to -> to.equals(SimNet.address(9, 9, 8, 1, 3478)));
    }

    @ParameterizedTest
    @CsvSource({
        "unreachable, MEDIATOR_SILENT",
        "timeout, MEDIATOR_SILENT",
        "certificate-unknown, MEDIATOR_UNTRUSTED",
        "plain-http, MEDIATOR_PLAIN_HTTP",
        "malformed-answer, MEDIATOR_REFUSES"
    })
    void aMediatorThatDoesNotAnswerIsAFindingAndNotTheEnd(String code, Statement statement) {
        mediator = new UnusableMediator(new MediatorFailure(code, "The mediator at 203.0.113.7 ...", "", false));

        assertThat(statements(run())).containsExactly(statement, Statement.UDP_NOT_ASKED, Statement.REACH_UNKNOWN);
    }

    @Test
    void aStunServerThatIsSilentWhileNodesAnswerIsToldApart() {
        fake.setRelays(List.of(new SimRelay(net, 1).access(), new SimRelay(net, 2).access()));
        Diagnosis diagnosis = run();

        assertThat(statements(diagnosis)).contains(Statement.UDP_STUN_SILENT, Statement.MAPPING_SAME);
        assertThat(diagnosis.nat().mapping()).isEqualTo(Mapping.ENDPOINT_INDEPENDENT);
    }

    @Test
    void moreNodesThanAnyoneWantsToHearOfAreCounted() {
        new SimNatQuestions(net, List.of(STUN), true);
        List<SimRelay> many = new ArrayList<>();
        for (int i = 1; i <= 11; i++) {
            many.add(new SimRelay(net, i));
        }
        fake.setRelays(many.stream().map(SimRelay::access).toList());
        Diagnosis diagnosis = run();

        assertThat(diagnosis.findings().stream().filter(finding -> finding.subject() == Subject.NODE_UDP))
                .hasSize(Places.NODES_MAX);
        assertThat(statements(diagnosis)).contains(Statement.NODES_LEFT_OUT);
    }

    private void watched(ViewerEvent first, Duration every, Duration until, Consumer<ViewerEvent> told) {
        told.accept(first);
        for (Duration at = every; at.compareTo(until) <= 0; at = at.plus(every)) {
            clock.in(at, () -> {
                if (!left) {
                    told.accept(new ViewerEvent.PictureReceived(new AccessUnit(new byte[12_500], true, clock.now())));
                }
            });
        }
    }

    @Test
    void aVisitTellsPathRateAndLossAndLeaves() {
        new SimNatQuestions(net, List.of(STUN), true);
        session = SESSION;
        streamer = told -> watched(
                new ViewerEvent.PathChanged(Rung.RELAYED_UDP, Move.FIRST),
                Duration.ofMillis(100),
                Duration.ofSeconds(20),
                told);
        Diagnosis diagnosis = run();

        Finding visit = diagnosis.findings().getLast();
        assertThat(visit.statement()).isEqualTo(Statement.VISIT_RELAYED_UDP);
        assertThat(visit.figures().get(Figure.KBPS)).isBetween(980.0, 1040.0);
        assertThat(visit.figures()).containsEntry(Figure.LOSS_PERCENT, 1.0).containsEntry(Figure.ROUND_TRIP_MS, 42.0);
        assertThat(left).isTrue();
        assertThat(toldAt.getLast()).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @CsvSource({
        "no-path, VISIT_NO_PATH",
        "no-media, VISIT_NO_MEDIA",
        "not-found, VISIT_NOT_FOUND",
        "rejected, VISIT_REFUSED",
        "expired, VISIT_TIMED_OUT",
        "identity-changed, VISIT_IDENTITY_CHANGED",
        "identity-forged, VISIT_IDENTITY_FORGED",
        "something-new, VISIT_FAILED"
    })
    void aVisitThatFailsIsToldInWordsThatHoldNoName(String code, Statement statement) {
        new SimNatQuestions(net, List.of(STUN), true);
        session = SESSION;
        streamer = told -> clock.in(Duration.ofSeconds(1), () -> told.accept(ended(code)));
        Finding visit = run().findings().getLast();

        assertThat(visit.statement()).isEqualTo(statement);
        assertThat(visit.sentence() + visit.remedy()).doesNotContain("Anna", "203");
    }

    @Test
    void whoAsksBeforeAdmittingIsLeftAtOnceAndWhoIsSilentAfterAWhile() {
        new SimNatQuestions(net, List.of(STUN), true);
        session = SESSION;
        streamer = told -> told.accept(new ViewerEvent.AwaitingApproval());
        assertThat(run().findings().getLast().statement()).isEqualTo(Statement.VISIT_ASKS);
        assertThat(left).isTrue();

        events.clear();
        streamer = _ -> {};
        assertThat(run().findings().getLast().statement()).isEqualTo(Statement.VISIT_TIMED_OUT);
    }

    @Test
    void itCanBeStoppedAtAnyTimeAndTellsWhatItKnows() {
        new SimNatQuestions(net, List.of(STUN), true);
        clock.in(Duration.ofMillis(2_500), () -> checkup.stop(clock.now()));
        Diagnosis diagnosis = run();

        assertThat(toldAt.getLast()).isEqualTo(Duration.ofMillis(2_500));
        assertThat(statements(diagnosis)).contains(Statement.MTU_WHOLE).doesNotContain(Statement.LINK_GOOD);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVisitIsLeftHoweverTheCheckupEnds(boolean byAFault) {
        new SimNatQuestions(net, List.of(STUN), true);
        session = SESSION;
        streamer = _ -> clock.in(Duration.ofSeconds(1), () -> {
            if (byAFault) {
                checkup.abort(new IllegalStateException(), clock.now());
            } else {
                checkup.stop(clock.now());
            }
        });
        run();
        clock.advance(Duration.ofSeconds(1));

        assertThat(left).isTrue();
        assertThat(events.getLast()).as("nothing more is told").isInstanceOf(CheckupEvent.Done.class);
    }

    @Test
    void aNameServiceThatAnswersTooLateOpensNothingMore() {
        nameServiceTakes = CheckupSettings.PATIENCE.plusSeconds(1);
        session = SESSION;
        Diagnosis diagnosis = run();

        assertThat(toldAt.getLast()).as("the visit goes on").isGreaterThan(Duration.ofSeconds(30));
        assertThat(opened + sockets).isZero();
        assertThat(calls).isEqualTo(1);
        assertThat(statements(diagnosis))
                .containsExactly(
                        Statement.MEDIATOR_SILENT,
                        Statement.UDP_NOT_ASKED,
                        Statement.REACH_UNKNOWN,
                        Statement.VISIT_TIMED_OUT);
    }

    /// Whatever the moment is at which the time is up: nothing is told as a failure that had no time to succeed.
    @ParameterizedTest
    @ValueSource(ints = {100, 125, 135, 145, 155, 500, 1_500, 2_500, 3_500})
    void whatWasNotAskedIsNotToldAsFailed(int patienceMs) {
        new SimNatQuestions(net, List.of(STUN, STUN_SECOND), true);
        fake.setRelays(List.of(new SimRelay(net, 1).access(), new SimRelay(net, 2).access()));
        patience = Duration.ofMillis(patienceMs);
        Diagnosis diagnosis = run();

        assertThat(toldAt.getLast()).isEqualTo(patience);
        assertThat(statements(diagnosis)).contains(Statement.TIME_IS_UP);
        assertThat(diagnosis.findings())
                .as("all is well here")
                .extracting(Finding::verdict)
                .containsOnly(Verdict.OK, Verdict.UNKNOWN);
        assertThat(statements(diagnosis)).doesNotContain(Statement.LINK_SILENT, Statement.MTU_UNKNOWN);
        assertThat(diagnosis.reach().values()).doesNotContain(Reach.NONE);
    }

    @Test
    void whenTheTimeIsUpWhatIsNotKnownIsSaid() {
        nameServiceTakes = Duration.ofDays(1);
        Diagnosis diagnosis = run();

        assertThat(statements(diagnosis))
                .containsExactly(Statement.MEDIATOR_SILENT, Statement.UDP_NOT_ASKED, Statement.REACH_UNKNOWN);
        assertThat(toldAt.getLast()).isEqualTo(CheckupSettings.PATIENCE);
    }
}
