package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.punch.CheckBudget;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNat.Behaviour;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The 13 steps, checks and media between whole engines in virtual time.
@NullUnmarked
class SimulatedSessionsTest {

    private static final TransportAddress STREAMER = SimNet.address(10, 1, 0, 2, 5000);
    private static final TransportAddress VIEWER = SimNet.address(10, 2, 0, 2, 5000);
    private static final byte[] STREAMER_PUBLIC = {(byte) 198, 51, 100, 1};
    private static final byte[] VIEWER_PUBLIC = {(byte) 198, 51, 100, 2};
    private static final TransportAddress VICTIM = SimNet.address(192, 0, 2, 66, 9);

    private static SimNat nat(byte[] ip, Behaviour mapping, Behaviour filtering) {
        return new SimNat(ip, mapping, filtering);
    }

    private static SimNat cone(byte[] ip) {
        return nat(ip, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT);
    }

    private static SimWorld.Streamer openStreamer(SimWorld world, SimNat nat, Admission admission, boolean push) {
        SimWorld.Streamer streamer = world.new Streamer(STREAMER, nat, admission, push);
        world.clock.advance(Duration.ofSeconds(2));
        return streamer;
    }

    static Stream<Arguments> natsThatTheoryLetsThrough() {
        List<Arguments> pairs = new ArrayList<>();
        for (Behaviour streamerFilter : Behaviour.values()) {
            for (Behaviour viewerMapping : Behaviour.values()) {
                for (Behaviour viewerFilter : Behaviour.values()) {
                    // A mapping that depends on the destination has a port that nobody knows before it speaks: the
                    // other side must let in what it has not sent to.
                    if (viewerMapping == Behaviour.ENDPOINT_INDEPENDENT
                            || streamerFilter != Behaviour.ADDRESS_AND_PORT_DEPENDENT) {
                        pairs.add(Arguments.of(streamerFilter, viewerMapping, viewerFilter));
                    }
                }
            }
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("natsThatTheoryLetsThrough")
    void natsAreTraversedWhereverTheoryAllows(
            Behaviour streamerFilter, Behaviour viewerMapping, Behaviour viewerFilter) {
        SimWorld world = new SimWorld(7);
        SimWorld.Streamer streamer = openStreamer(
                world, nat(STREAMER_PUBLIC, Behaviour.ENDPOINT_INDEPENDENT, streamerFilter), Admission.OPEN, true);
        SimWorld.Viewer viewer = world
        .new Viewer("viewer", VIEWER, nat(VIEWER_PUBLIC, viewerMapping, viewerFilter), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(4));
        assertThat(viewer.pictures).isGreaterThan(40);
        assertThat(viewer.engine.path().kind()).isNotNull();
    }

    @Test
    void twoNatsThatMapByDestinationEndInWords() {
        SimWorld world = new SimWorld(8);
        Behaviour strict = Behaviour.ADDRESS_AND_PORT_DEPENDENT;
        SimWorld.Streamer streamer = openStreamer(world, nat(STREAMER_PUBLIC, strict, strict), Admission.OPEN, true);
        SimWorld.Viewer viewer =
                world.new Viewer("viewer", VIEWER, nat(VIEWER_PUBLIC, strict, strict), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(40));
        assertThat(viewer.pictures).isZero();
        assertThat(viewer.end().code()).isEqualTo("no-path");
        assertThat(viewer.end().remedy()).isNotEmpty();
        assertThat(viewer.engine.isFinished()).isTrue();
    }

    /// Up to 10 % loss each way, 60 ms of jitter, duplicates. Repair of media comes with its own issue; here the
    /// path and the first media count.
    @Test
    void aThousandSeedsOfBadWeatherAllFindTheirPath() {
        int late = 0;
        for (long seed = 0; seed < 1000; seed++) {
            SimWorld world = new SimWorld(seed);
            Random random = new Random(seed);
            SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
            world.net.setWeather(new SimNet.Weather(
                    random.nextDouble() * 0.1, Duration.ofMillis(random.nextInt(80)), Duration.ofMillis(60), 0.05));
            SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
            int steps = 0;
            while (!viewer.streams() && steps < 100) {
                world.clock.advance(Duration.ofMillis(100));
                steps++;
            }
            assertThat(viewer.streams()).as("seed " + seed).isTrue();
            late += steps > 30 ? 1 : 0;
        }
        assertThat(late).as("viewers whose first media took more than 3 s").isLessThan(20);
    }

    /// Each way, behind the viewer's NAT, so that its first datagrams may not open it; of checks and handshake.
    /// What a check earns and an answer says comes four times out of ten over two lost datagrams: hence each
    /// check names what came last (decision 19). At 50 % all that rule 1 lets out on one way is lost once in
    /// thousands of times.
    @ParameterizedTest
    @CsvSource({"0.1, 10, 200, 0", "0.2, 10, 200, 0", "0.5, 30, 200, 0", "0.5, 30, 1000, 1"})
    void pathsAreFoundHoweverMuchIsLost(double loss, int seconds, int visits, int unlucky) {
        List<Long> without = new ArrayList<>();
        for (long seed = 0; seed < visits; seed++) {
            SimWorld world = new SimWorld(seed);
            SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
            world.net.setWeather(new SimNet.Weather(0, Duration.ofMillis(20), Duration.ofMillis(10), 0));
            SimNat nat = cone(VIEWER_PUBLIC);
            world.net.setLossBehind(nat, loss);
            SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, nat, streamer.session(), true);
            world.clock.advance(Duration.ofSeconds(seconds));
            if (!viewer.streams()) {
                without.add(seed);
            }
        }
        assertThat(without).hasSizeLessThanOrEqualTo(unlucky);
    }

    @Test
    void aSeedRepeatsToTheByte() {
        assertThat(run(42)).isEqualTo(run(42)).isNotEqualTo(run(43));
    }

    private static List<Integer> run(long seed) {
        SimWorld world = new SimWorld(seed);
        world.net.setWeather(new SimNet.Weather(0.1, Duration.ofMillis(20), Duration.ofMillis(30), 0.02));
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        return world.net.log().stream()
                .map(passed -> java.util.Arrays.hashCode(passed.bytes()) * 31
                        + passed.to().hashCode()
                        + Long.hashCode(passed.atNanos()))
                .toList();
    }

    @Test
    void theFirstPictureComesWithinTheBudgetsOfPushAndPoll() {
        SimWorld world = new SimWorld(1);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        SimWorld.Viewer pushed = world.new Viewer("pushed", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(8));
        assertThat(pushed.firstPictureAt.since(pushed.startedAt)).isLessThan(Duration.ofMillis(500));

        SimWorld polls = new SimWorld(2);
        SimWorld.Streamer polling = openStreamer(polls, cone(STREAMER_PUBLIC), Admission.OPEN, false);
        SimWorld.Viewer polled = polls.new Viewer("polled", VIEWER, cone(VIEWER_PUBLIC), polling.session(), false);
        polls.clock.advance(Duration.ofSeconds(8));
        assertThat(polled.firstPictureAt.since(polled.startedAt)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void anOutageOfTheMediatorEndsNothing() {
        SimWorld world = new SimWorld(3);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        UUID session = streamer.session();
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), session, true);
        world.clock.advance(Duration.ofSeconds(3));
        int before = viewer.pictures;
        world.mediator.setDown(true);
        world.clock.advance(Duration.ofSeconds(90));
        assertThat(viewer.pictures - before).isGreaterThan(1700);
        assertThat(streamer.of(StreamerEvent.MediatorReachable.class))
                .containsExactly(new StreamerEvent.MediatorReachable(false));
        assertThat(viewer.of(ViewerEvent.MediatorReachable.class))
                .containsExactly(new ViewerEvent.MediatorReachable(false));

        world.mediator.setDown(false);
        world.clock.advance(Duration.ofSeconds(6));
        assertThat(streamer.of(StreamerEvent.MediatorReachable.class)).hasSize(2);
        assertThat(viewer.of(ViewerEvent.MediatorReachable.class)).hasSize(2);
        SimWorld.Viewer second = world
        .new Viewer(
                "second", SimNet.address(10, 3, 0, 2, 5000), cone(new byte[] {(byte) 198, 51, 100, 3}), session, true);
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(second.pictures).isPositive();
        assertThat(viewer.of(ViewerEvent.Ended.class)).isEmpty();
        assertThat(world.mediator.session(session).viewers()).isEqualTo(2);
    }

    @Test
    void aStreamerAsksBeforeItAdmitsAndTheAnswerSurvivesAnOutage() {
        SimWorld world = new SimWorld(4);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.ASK, true);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(8));
        assertThat(viewer.of(ViewerEvent.AwaitingApproval.class)).hasSize(1);
        assertThat(streamer.of(StreamerEvent.AdmissionAsked.class)).hasSize(1);
        assertThat(viewer.pictures).isZero();
        world.mediator.setDown(true);
        streamer.tell(new StreamerInput.AdmissionGiven(
                streamer.of(StreamerEvent.AdmissionAsked.class).getFirst().request(), true));
        world.clock.advance(Duration.ofSeconds(3));
        world.mediator.setDown(false);
        world.clock.advance(Duration.ofSeconds(12));
        assertThat(viewer.pictures).isPositive();
    }

    @Test
    void rejectedAndDroppedViewersAreToldSo() {
        SimWorld world = new SimWorld(5);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.ASK, true);
        SimWorld.Viewer rejected = world.new Viewer("rejected", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(1));
        streamer.tell(new StreamerInput.AdmissionGiven(
                streamer.of(StreamerEvent.AdmissionAsked.class).getFirst().request(), false));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(rejected.end().code()).isEqualTo("rejected");

        SimWorld other = new SimWorld(6);
        SimWorld.Streamer dropping = openStreamer(other, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        SimWorld.Viewer dropped = other.new Viewer("dropped", VIEWER, cone(VIEWER_PUBLIC), dropping.session(), true);
        other.clock.advance(Duration.ofSeconds(2));
        dropping.tell(new StreamerInput.DropAsked(
                dropping.of(StreamerEvent.ViewerServed.class).getFirst().request()));
        other.clock.advance(Duration.ofSeconds(2));
        assertThat(dropped.end().code()).isEqualTo("dropped");
        assertThat(dropping.of(StreamerEvent.ViewerGone.class)).hasSize(1);
        assertThat(other.mediator.requests().getFirst().status()).isEqualTo(RequestStatus.CLOSED);
    }

    @Test
    void aViewerThatVanishesGetsNothingThirtySecondsAfterItsLastConsent() {
        SimWorld world = new SimWorld(9);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, null, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(3));
        viewer.crash();
        world.net.open(VIEWER, null, _ -> {});
        long goneAt = world.clock.now().nanos();
        world.clock.advance(Duration.ofSeconds(60));
        assertThat(streamer.of(StreamerEvent.ViewerGone.class))
                .extracting(StreamerEvent.ViewerGone::reason)
                .containsExactly(CloseReason.VIEWER_LOST);
        long lastMedia =
                mediaTo(world, VIEWER).mapToLong(SimNet.Passed::atNanos).max().orElseThrow();
        assertThat(Duration.ofNanos(lastMedia - goneAt)).isLessThanOrEqualTo(Duration.ofSeconds(31));
    }

    @Test
    void aRegisteredVictimGetsAFewChecksAndNoMediaHoweverManyViewersNameIt() {
        SimWorld world = new SimWorld(10);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        world.net.open(VICTIM, null, _ -> {});
        for (int i = 0; i < 20; i++) {
            lie(world, streamer.session(), "liar" + i);
        }
        world.clock.advance(Duration.ofSeconds(60));
        List<SimNet.Passed> received = world.net.log().stream()
                .filter(passed -> passed.to().equals(VICTIM))
                .toList();
        assertThat(received).isNotEmpty().hasSizeLessThanOrEqualTo(CheckBudget.UNANSWERED_MAX);
        assertThat(received)
                .allSatisfy(passed ->
                        assertThat(Demultiplexer.classify(passed.bytes())).isEqualTo(Demultiplexer.Kind.STUN));
        assertThat(mediaTo(world, VICTIM)).isEmpty();
    }

    /// A viewer that gives somebody else's address for its own.
    private static void lie(SimWorld world, UUID session, String name) {
        try {
            var seat = world.mediator.as(name);
            UUID request = seat.createRequest(session).id();
            seat.pushRequestEndpoint(
                    request,
                    new Endpoint(
                            "192.0.2.66",
                            9,
                            List.of(new Candidate(CandidateKind.HOST, 1000, "1", "192.0.2.66", 9)),
                            name + "uf",
                            "passwordpasswordpassword",
                            "sha-256 " + "AA:".repeat(31) + "AA",
                            MediaNumbers.viewer(),
                            null));
            seat.setRequestStatus(request, RequestStatus.READY);
        } catch (dev.peercade.peer.port.MediatorFailure e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<SimNet.Passed> mediaTo(SimWorld world, TransportAddress address) {
        return world.net.log().stream()
                .filter(passed -> passed.to().equals(address))
                .filter(passed -> Demultiplexer.classify(passed.bytes()) != Demultiplexer.Kind.STUN);
    }

    @Test
    void aViewerThatPushesAnewAllTheTimeKeepsNobodyOut() throws Exception {
        SimWorld world = new SimWorld(13);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        var seat = world.mediator.as("hostile");
        UUID request = seat.createRequest(streamer.session()).id();
        for (int generation = 0; generation < 120; generation++) {
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                candidates.add(new Candidate(CandidateKind.HOST, 1000 - i, "1", "192.0.2." + i, 1000 + generation));
            }
            seat.pushRequestEndpoint(request, endpoint("gen" + generation, candidates));
            if (generation == 0) {
                seat.setRequestStatus(request, RequestStatus.READY);
            }
            world.clock.advance(Duration.ofMillis(500));
        }
        long checks = world.net.log().stream()
                .filter(passed -> (passed.to().low() >>> 8) == 0xC0_00_02)
                .count();
        assertThat(checks).isBetween(64L, 2L * CheckBudget.PEER_MAX);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(viewer.pictures).isPositive();
    }

    /// PROMISES.md, B4 and A1: a viewer that names a victim and also forges its source, with the password that every
    /// viewer has. Beyond the checks that any address gets, the victim receives less than was sent in its name.
    @ParameterizedTest
    @ValueSource(ints = {0, 20, 500})
    void whatAVictimReceivesIsNoMoreThanWasSentInItsName(int forged) throws Exception {
        SimWorld world = new SimWorld(18);
        SimWorld.Streamer streamer = openStreamer(world, null, Admission.OPEN, true);
        world.net.open(VICTIM, null, _ -> {});
        lie(world, streamer.session(), "liar");
        Endpoint target = world.mediator.endpoint(streamer.session());
        byte[] check = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, target.userFragment() + ":liaruf")
                .int32(StunAttribute.PRIORITY, 1000)
                .int64(StunAttribute.ICE_CONTROLLING, 3)
                .integrity(StunKey.ofPassword(target.password()))
                .fingerprint()
                .toBytes();
        for (int i = 0; i < forged; i++) {
            world.clock.advance(Duration.ofMillis(50));
            world.net.inject(VICTIM, STREAMER, check);
        }
        world.clock.advance(Duration.ofSeconds(30));
        List<SimNet.Passed> received = world.net.log().stream()
                .filter(passed -> passed.to().equals(VICTIM))
                .toList();
        List<byte[]> checks = received.stream()
                .map(SimNet.Passed::bytes)
                .filter(bytes -> StunMessage.parse(bytes).kind() == StunMessage.Kind.REQUEST)
                .toList();
        int answered = received.size() - checks.size();
        assertThat(answered).isLessThanOrEqualTo(forged);
        assertThat(checks)
                .hasSizeLessThanOrEqualTo(CheckBudget.UNANSWERED_MAX + Math.min(forged, CheckBudget.RETURNED_MAX));
        long bytes =
                received.stream().mapToLong(passed -> passed.bytes().length).sum();
        long bound = (long) forged * check.length + (long) CheckBudget.UNANSWERED_MAX * checks.getFirst().length;
        assertThat(bytes).isLessThanOrEqualTo(bound);
        assertThat(mediaTo(world, VICTIM)).isEmpty();
    }

    private static Endpoint endpoint(String userFragment, List<Candidate> candidates) {
        return new Endpoint(
                null,
                null,
                candidates,
                userFragment,
                "passwordpasswordpassword",
                "sha-256 " + "AA:".repeat(31) + "AA",
                MediaNumbers.viewer(),
                null);
    }

    /// What a peer has only named is not its own: datagrams from there are the peer's who was checked there.
    @Test
    void namingTheAddressOfAnotherViewerTakesNothingFromIt() throws Exception {
        SimWorld world = new SimWorld(14);
        SimWorld.Streamer streamer = openStreamer(world, null, Admission.OPEN, true);
        var seat = world.mediator.as("thief");
        UUID request = seat.createRequest(streamer.session()).id();
        seat.pushRequestEndpoint(
                request, endpoint("thief", List.of(new Candidate(CandidateKind.HOST, 9, "1", "10.2.0.2", 5000))));
        seat.setRequestStatus(request, RequestStatus.READY);
        world.clock.advance(Duration.ofSeconds(1));
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, null, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(viewer.pictures).isPositive();
        assertThat(viewer.firstPictureAt.since(viewer.startedAt)).isLessThan(Duration.ofMillis(500));
        // Its reports reach its own send path, and its goodbye ends its own association.
        assertThat(streamer.engine.paths().values()).anyMatch(path -> path.kind() == CandidateKind.HOST);
        viewer.tell(new ViewerInput.LeaveAsked());
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(streamer.of(StreamerEvent.ViewerGone.class))
                .extracting(StreamerEvent.ViewerGone::viewer)
                .containsExactly("viewer");
    }

    /// The request is READY, but who made it so never heard that.
    @Test
    void aLostAnswerToAStatusChangeEndsNothing() {
        for (String status : List.of("READY", "PROCESSED", "CLOSED")) {
            SimWorld world = new SimWorld(15);
            SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
            world.mediator.loseAnswers(status, 1);
            SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
            world.clock.advance(Duration.ofSeconds(12));
            assertThat(viewer.pictures).as(status).isGreaterThan(100);
            assertThat(viewer.of(ViewerEvent.Ended.class)).as(status).isEmpty();
            assertThat(viewer.of(ViewerEvent.StepTaken.class))
                    .as(status)
                    .containsOnlyOnce(new ViewerEvent.StepTaken(ProtocolStep.DECLARE_READY));
            assertThat(streamer.of(StreamerEvent.StepTaken.class))
                    .as(status)
                    .containsOnlyOnce(new StreamerEvent.StepTaken(ProtocolStep.DECLARE_PROCESSED));
            viewer.tell(new ViewerInput.LeaveAsked());
            world.clock.advance(Duration.ofSeconds(5));
            assertThat(viewer.end().code()).as(status).isEqualTo("left");
            assertThat(world.mediator.calls("READY")).as(status).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aViewIsNotBegunOnARequestThatStaysNew() throws Exception {
        SimWorld world = new SimWorld(16);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        world.mediator.fail(
                "READY", new dev.peercade.peer.port.MediatorFailure("illegal-transition", "Raced.", "", false), 2);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, cone(VIEWER_PUBLIC), streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(viewer.pictures).isPositive();
        assertThat(world.mediator.calls("READY")).isEqualTo(3);
    }

    @Test
    void aLostAnswerToTheEndStillEnds() {
        SimWorld world = new SimWorld(17);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        world.mediator.loseAnswers("finishSession", 1);
        streamer.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(streamer.engine.isFinished()).isTrue();
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().code())
                .isEqualTo("ended");
    }

    @Test
    void strangersAndForgersChangeNothing() {
        SimWorld world = new SimWorld(11);
        SimWorld.Streamer streamer = openStreamer(world, null, Admission.OPEN, true);
        SimWorld.Viewer viewer = world.new Viewer("viewer", VIEWER, null, streamer.session(), true);
        world.clock.advance(Duration.ofSeconds(2));
        int before = viewer.pictures;
        // Everything that ever passed, again, from a stranger's address to both, bit-flipped too.
        TransportAddress stranger = SimNet.address(192, 0, 2, 99, 4444);
        world.net.open(stranger, null, _ -> {});
        Random random = new Random(11);
        for (SimNet.Passed passed : world.net.log()) {
            byte[] flipped = passed.bytes().clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            for (TransportAddress target : List.of(STREAMER, VIEWER)) {
                world.net.inject(stranger, target, flipped);
                world.net.inject(
                        stranger,
                        target,
                        random.ints(40)
                                .collect(
                                        java.io.ByteArrayOutputStream::new,
                                        java.io.ByteArrayOutputStream::write,
                                        (_, _) -> {})
                                .toByteArray());
            }
        }
        world.clock.advance(Duration.ofSeconds(2));
        assertThat(viewer.pictures - before).isBetween(35, 45);
        assertThat(world.net.log()).noneMatch(passed -> passed.to().equals(stranger));
        assertThat(streamer.of(StreamerEvent.ViewerGone.class)).isEmpty();
    }

    @Test
    void leavingAndEndingReleaseEverything() {
        SimWorld world = new SimWorld(12);
        SimWorld.Streamer streamer = openStreamer(world, cone(STREAMER_PUBLIC), Admission.OPEN, true);
        UUID session = streamer.session();
        SimWorld.Viewer leaver = world.new Viewer("leaver", VIEWER, cone(VIEWER_PUBLIC), session, true);
        SimWorld.Viewer stayer = world
        .new Viewer(
                "stayer", SimNet.address(10, 3, 0, 2, 5000), cone(new byte[] {(byte) 198, 51, 100, 3}), session, true);
        world.clock.advance(Duration.ofSeconds(3));
        leaver.tell(new ViewerInput.LeaveAsked());
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(leaver.end().code()).isEqualTo("left");
        assertThat(leaver.engine.isFinished()).isTrue();
        assertThat(world.mediator.session(session).status()).isEqualTo(SessionStatus.ACTIVE);
        world.mediator.setDown(true);
        streamer.tell(new StreamerInput.EndAsked());
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(streamer.engine.isFinished()).isTrue();
        assertThat(stayer.end().code()).isEqualTo("session-finished");
    }
}
