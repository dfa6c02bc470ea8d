package dev.peercade.testbed.load;

import dev.peercade.testbed.load.Population.Member;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Polls and lists a second, their times, and memory per push connection, for 1,000 peers. Prints and asserts
/// nothing; docs/benchmarks.md has the command and results.
@Tag("proof")
class MediatorBenchmark {

    private static final int PEERS = 1_000;
    private static final Duration POLL_PERIOD = Duration.ofSeconds(5);
    private static final Duration LENGTH = Load.seconds("load.phaseSeconds", 10);
    private static final int ROUNDS = Integer.getInteger("load.rounds", 2);

    @Test
    void printsWhatOneMediatorHoldsForAThousandPeers(@TempDir Path folder) throws Exception {
        System.out.println("machine: " + Load.machine());
        try (MediatorProcess mediator = MediatorProcess.start(folder)) {
            List<Member> members = Population.settle(mediator, "peer", PEERS);
            warmUp(mediator, members);
            JvmMemory before = mediator.liveMemory();
            try (PushChannels channels = new PushChannels(mediator.port())) {
                channels.open(members, false);
                JvmMemory after = mediator.liveMemory();
                System.out.println("before push: " + before + "; with " + PEERS + " push connections: " + after);
                System.out.printf(
                        "memory per push connection: heap %.1f KiB, resident %.1f KiB%n",
                        (after.heap() - before.heap()) / 1024.0 / PEERS,
                        (after.resident() - before.resident()) / 1024.0 / PEERS);
                List<HttpConnection> connections = members.stream()
                        .map(member -> HttpConnection.bearer(mediator.port(), member.token()))
                        .toList();
                calls(mediator, connections);
                connections.forEach(HttpConnection::close);
                System.out.println("push channels lost meanwhile: " + channels.lost());
            }
            System.out.println("at the end: " + mediator.liveMemory());
        }
        System.out.println("machine: " + Load.machine());
    }

    /// Classes are loaded and pools filled before anything is weighed.
    private static void warmUp(MediatorProcess mediator, List<Member> members) throws Exception {
        try (PushChannels few = new PushChannels(mediator.port())) {
            few.open(members.subList(0, 50), false);
        }
        CallFigures ignored = new CallFigures();
        Load warm = new Load(LENGTH);
        List<HttpConnection> connections = new ArrayList<>();
        for (Member member : members.subList(0, 16)) {
            HttpConnection connection = HttpConnection.bearer(mediator.port(), member.token());
            connections.add(connection);
            warm.flatOut(
                    ignored,
                    () -> connection.call("GET", "/streaming-sessions", null).status());
        }
        warm.run();
        connections.forEach(HttpConnection::close);
    }

    private static void calls(MediatorProcess mediator, List<HttpConnection> connections) throws Exception {
        List<String> polls = new ArrayList<>();
        for (HttpConnection connection : connections) {
            polls.add("/streaming-sessions/" + Population.stream(connection, "Game " + polls.size() % 40)
                    + "/view-requests?statuses=READY");
        }
        for (int round = 0; round < ROUNDS; round++) {
            measure("poll (4A)", mediator, connections, polls::get);
            measure("list (4B)", mediator, connections, i -> "/streaming-sessions");
        }
    }

    private static void measure(
            String name, MediatorProcess mediator, List<HttpConnection> connections, IntFunction<String> path)
            throws Exception {
        AtomicInteger phase = new AtomicInteger();
        print(
                name + ", each of " + PEERS + " every 5 s",
                mediator,
                connections,
                (load, figures, i) -> load.paced(
                        figures,
                        POLL_PERIOD,
                        phase.getAndIncrement() / (double) PEERS,
                        () -> connections
                                .get(i)
                                .call("GET", path.apply(i), null)
                                .status()));
        for (int atOnce : List.of(16, PEERS)) {
            print(
                    name + ", " + atOnce + " at once without a pause",
                    mediator,
                    connections.subList(0, atOnce),
                    (load, figures, i) -> load.flatOut(
                            figures,
                            () -> connections
                                    .get(i)
                                    .call("GET", path.apply(i), null)
                                    .status()));
        }
    }

    private interface Caller {
        void add(Load load, CallFigures figures, int index);
    }

    private static void print(String name, MediatorProcess mediator, List<HttpConnection> connections, Caller caller)
            throws Exception {
        CallFigures figures = new CallFigures();
        Load load = new Load(LENGTH);
        for (int i = 0; i < connections.size(); i++) {
            caller.add(load, figures, i);
        }
        MediatorProcess.Cpu before = mediator.cpu();
        double seconds = load.run();
        MediatorProcess.Cpu spent = mediator.cpu().since(before);
        System.out.printf("%-44s %s%n", name, figures.line(seconds));
        System.out.printf("%-44s %s%n", "", spent.perCall(figures.count()) + "; " + load.lateness());
    }
}
