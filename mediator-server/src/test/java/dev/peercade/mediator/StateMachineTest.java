package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.ModelWorld.Next;
import dev.peercade.mediator.PeerCall.Answered;
import dev.peercade.mediator.PeerCall.Done;
import dev.peercade.mediator.PeerCall.View;
import dev.peercade.mediator.RandomCalls.Choice;
import dev.peercade.model.session.Admission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Promise N3: the life of sessions and requests is one state machine whatever peers call, one after another or at
/// once. Each run follows from its seed, but for the ids that the mediator draws and for who wins a race.
class StateMachineTest {

    private static final int SEEDS = 20;
    private static final int CALLS = 30;

    private static final int RACES = 18;
    private static final int RACERS = 4;
    private static final int ENDS = 12;
    private static final int CALLS_OF_A_RACER = 5;

    private static RestPeers peers = new RestPeers(Map.of());
    private static List<String> names = List.of();

    @BeforeAll
    static void register() {
        Map<String, Caller> callers = new LinkedHashMap<>();
        for (String role : List.of("model-streamer", "model-v", "model-w", "model-stranger")) {
            Caller caller = Caller.registered(TestMediator.shared(), role);
            callers.put(caller.name(), caller);
        }
        peers = new RestPeers(callers);
        names = List.copyOf(callers.keySet());
    }

    @Test
    void oneCallAfterAnotherAnswersAndShowsWhatTheModelSays() {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            peers.finishAll();
            RandomCalls random = calls(seed);
            List<Done> trace = new ArrayList<>();
            ModelWorld world = ModelWorld.EMPTY;
            for (int i = 0; i < CALLS; i++) {
                Choice choice = random.random().nextBoolean() ? random.onward(world) : random.any(world);
                world = step(seed, world, choice, trace);
                outcomes.add(outcome(trace.getLast()));
                for (Choice look : looks(world, choice)) {
                    world = step(seed, world, look, trace);
                }
                if (i % 4 == 0) {
                    Choice list = new Choice(choice.who(), new PeerCall.ListSessions(names.getFirst()));
                    world = step(seed, world, list, trace);
                }
            }
        }
        assertThat(outcomes)
                .as("the seeds reach every kind of outcome")
                .contains(
                        "Create 201",
                        "Create session-already-open",
                        "PushSession 200",
                        "PushSession forbidden",
                        "PushSession illegal-transition",
                        "PushSession invalid-endpoint",
                        "SetSession 200",
                        "SetSession forbidden",
                        "SetSession illegal-transition",
                        "SetSession invalid-field",
                        "Ask 200",
                        "Ask 201",
                        "Ask own-session",
                        "Ask barred",
                        "Ask session-not-viewable",
                        "Poll 200",
                        "Poll forbidden",
                        "ReadStreamersEndpoint 200",
                        "ReadStreamersEndpoint forbidden",
                        "ReadStreamersEndpoint awaiting-approval",
                        "Admit 200",
                        "Admit forbidden",
                        "Admit illegal-transition",
                        "Admit not-found",
                        "PushRequest 200",
                        "PushRequest forbidden",
                        "PushRequest illegal-transition",
                        "PushRequest invalid-endpoint",
                        "SetRequest 200",
                        "SetRequest forbidden",
                        "SetRequest illegal-transition",
                        "SetRequest invalid-field",
                        "SetRequest awaiting-approval",
                        "SetRequest endpoint-missing",
                        "SetRequest not-found",
                        "ReadRequest 200",
                        "ReadRequest not-found");
    }

    @Test
    void callsAtOnceAreExplainedByOneOrderOfThem() throws Exception {
        Set<String> outcomes = new TreeSet<>();
        int overlaps = 0;
        for (int seed = 1; seed <= RACES; seed++) {
            peers.finishAll();
            RandomCalls random = calls(1_000 + seed);
            List<Done> trace = new ArrayList<>();
            ModelWorld start = ModelWorld.EMPTY;
            int depth = 4 + random.random().nextInt(10);
            while (start.requests().isEmpty() || trace.size() < depth) {
                start = step(seed, start, random.onward(start), trace);
            }
            ModelWorld.Request request = List.copyOf(start.requests().values()).getLast();

            List<List<Choice>> plans = new ArrayList<>();
            for (int racer = 0; racer < RACERS; racer++) {
                List<Choice> plan = new ArrayList<>();
                while (plan.size() < CALLS_OF_A_RACER) {
                    plan.add(random.within(request.session(), request.id()));
                }
                if (racer == 0 && seed % 3 == 0) {
                    plan.set(2, new Choice(names.getFirst(), new PeerCall.SetSession(request.session(), "FINISHED")));
                }
                plans.add(plan);
            }
            List<Done> history = race(plans);
            for (Choice look : List.of(
                    new Choice(names.getLast(), new PeerCall.ReadSession(request.session())),
                    new Choice(names.getFirst(), new PeerCall.Poll(request.session())),
                    new Choice(request.viewer(), new PeerCall.ReadStreamersEndpoint(request.session())),
                    new Choice(request.viewer(), new PeerCall.ReadRequest(request.id())))) {
                history.add(peers.make(look.who(), look.call()));
            }

            assertThat(new History(history).explained(start))
                    .as("seed %d: no order explains%s%nafter%s", seed, Done.lines(history), Done.lines(trace))
                    .isPresent();
            history.forEach(done -> outcomes.add(outcome(done)));
            overlaps += overlaps(history);
        }
        assertThat(overlaps).as("pairs of calls that ran at once").isGreaterThan(RACES * 10);
        assertThat(outcomes)
                .as("the seeds reach these")
                .contains(
                        "SetRequest 200",
                        "SetRequest illegal-transition",
                        "Admit 200",
                        "SetSession 200",
                        "PushSession 200",
                        "Ask 201");
    }

    @Test
    void anEndpointReadWhileItsSessionEndsIsThereOrForbidden() throws Exception {
        for (int round = 1; round <= ENDS; round++) {
            String streamer = names.getFirst();
            String viewer = names.get(1);
            List<Done> trace = new ArrayList<>();
            ModelWorld world = ModelWorld.EMPTY;
            peers.finishAll();
            world = step(round, world, new Choice(streamer, new PeerCall.Create(Admission.OPEN, false)), trace);
            UUID session = History.fresh(trace.getLast());
            world = step(round, world, new Choice(streamer, new PeerCall.PushSession(session, true)), trace);
            world = step(round, world, new Choice(viewer, new PeerCall.Ask(session)), trace);

            Choice push = new Choice(streamer, new PeerCall.PushSession(session, true));
            Choice end = new Choice(streamer, new PeerCall.SetSession(session, "FINISHED"));
            List<Choice> reads =
                    Collections.nCopies(5, new Choice(viewer, new PeerCall.ReadStreamersEndpoint(session)));
            List<Done> history = race(List.of(List.of(push, push, end, push), reads, reads));

            assertThat(new History(history).explained(world))
                    .as("round %d: no order explains%s", round, Done.lines(history))
                    .isPresent();
        }
    }

    @Test
    void twoWinnersOfOneTransitionAreExplainedByNoOrder() {
        UUID session = new UUID(1, 1);
        UUID request = new UUID(1, 2);
        ModelWorld ready = ModelWorld.EMPTY
                .next("s", new PeerCall.Create(Admission.OPEN, false), session)
                .world()
                .next("s", new PeerCall.PushSession(session, true), session)
                .world()
                .next("v", new PeerCall.Ask(session), request)
                .world()
                .next("v", new PeerCall.PushRequest(request, true), request)
                .world()
                .next("v", new PeerCall.SetRequest(request, "READY"), request)
                .world();
        PeerCall claim = new PeerCall.SetRequest(request, "PROCESSED");
        Answered won = ready.next("s", claim, request).answered();
        Answered lost = new Answered(409, new View.OfProblem("illegal-transition"));
        Done first = new Done("s", claim, won, 10, 20);

        assertThat(new History(List.of(first, new Done("s", claim, lost, 5, 15))).explained(ready))
                .as("the loser came second")
                .isPresent();
        assertThat(new History(List.of(first, new Done("s", claim, won, 5, 15))).explained(ready))
                .as("two winners")
                .isEmpty();
        assertThat(new History(List.of(first, new Done("s", claim, lost, 1, 9))).explained(ready))
                .as("the loser was answered before the winner called")
                .isEmpty();
    }

    private static RandomCalls calls(long seed) {
        return new RandomCalls(new Random(seed), names.getFirst(), names.subList(1, 3), names.getLast());
    }

    private static ModelWorld step(int seed, ModelWorld world, Choice choice, List<Done> trace) {
        Done done = peers.make(choice.who(), choice.call());
        trace.add(done);
        Next next = world.next(choice.who(), choice.call(), History.fresh(done));
        assertThat(done.answered())
                .as("seed %d, the last of%s", seed, Done.lines(trace))
                .isEqualTo(next.answered());
        return next.world();
    }

    /// What its parties see of the session and the request that the call may have changed.
    private static List<Choice> looks(ModelWorld world, Choice after) {
        UUID request = switch (after.call()) {
            case PeerCall.Admit admit -> admit.request();
            case PeerCall.PushRequest push -> push.request();
            case PeerCall.SetRequest set -> set.request();
            default -> null;
        };
        ModelWorld.Request touched = request == null ? null : world.requests().get(request);
        List<Choice> looks = new ArrayList<>();
        if (touched != null) {
            looks.add(new Choice(touched.viewer(), new PeerCall.ReadRequest(touched.id())));
        }
        for (ModelWorld.Session session : world.sessions().values()) {
            boolean changed = switch (after.call()) {
                case PeerCall.Create _ -> session.streamer().equals(after.who());
                case PeerCall.PushSession push -> session.id().equals(push.session());
                case PeerCall.SetSession set -> session.id().equals(set.session());
                case PeerCall.Ask ask -> session.id().equals(ask.session());
                default -> touched != null && session.id().equals(touched.session());
            };
            if (changed) {
                looks.add(new Choice(names.getLast(), new PeerCall.ReadSession(session.id())));
                looks.add(new Choice(session.streamer(), new PeerCall.Poll(session.id())));
            }
        }
        return looks;
    }

    private static List<Done> race(List<List<Choice>> plans) throws Exception {
        CyclicBarrier start = new CyclicBarrier(plans.size());
        List<Done> history = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Done>>> running = new ArrayList<>();
            for (List<Choice> plan : plans) {
                Callable<List<Done>> racer = () -> {
                    start.await();
                    return plan.stream()
                            .map(choice -> peers.make(choice.who(), choice.call()))
                            .toList();
                };
                running.add(threads.submit(racer));
            }
            for (Future<List<Done>> one : running) {
                history.addAll(one.get());
            }
        }
        return history;
    }

    private static int overlaps(List<Done> history) {
        int pairs = 0;
        for (int i = 0; i < history.size(); i++) {
            for (int j = 0; j < i; j++) {
                Done one = history.get(i);
                Done other = history.get(j);
                if (one.from() < other.to() && other.from() < one.to()) {
                    pairs++;
                }
            }
        }
        return pairs;
    }

    private static String outcome(Done done) {
        String result = done.answered().view() instanceof View.OfProblem problem
                ? problem.code()
                : Integer.toString(done.answered().status());
        return done.call().getClass().getSimpleName() + " " + result;
    }
}
