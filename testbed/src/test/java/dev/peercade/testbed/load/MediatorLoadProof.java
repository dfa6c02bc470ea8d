package dev.peercade.testbed.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.load.Population.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the mediator holds: promises L1 (a thousand peers) and L3 (a storm of wrong passwords). Prints its figures.
@Tag("proof")
class MediatorLoadProof {

    /// `-Dload.seconds=600` is the long run.
    private static final Duration LENGTH = Load.seconds("load.seconds", 60);

    private static final Duration BASELINE = Load.seconds("load.baselineSeconds", 30);
    /// Of a first storm: until then the JVM runs the code of refusals for the first time, and compiles it.
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final int WRONG_LOGINS_PER_SECOND = 500;
    private static final long MIB = 1 << 20;

    @Test
    void aThousandPeersAndTwoHundredSessionsAreAnsweredInTimeInSteadyMemory(@TempDir Path folder) throws Exception {
        System.out.println("machine: " + Load.machine());
        try (MediatorProcess mediator = MediatorProcess.start(folder);
                PushChannels channels = new PushChannels(mediator.port())) {
            Crowd crowd = Crowd.settle(mediator, channels);
            crowd.load(Duration.ofSeconds(15), new Crowd.Figures()).run();

            Crowd.Figures figures = new Crowd.Figures();
            List<JvmMemory> memory = new ArrayList<>();
            long heardBefore = channels.messages();
            MediatorProcess.Cpu before = mediator.cpu();
            // The first two thirds, and then the last one in two halves, with the memory measured at their ends.
            double seconds = 0;
            for (int sixths : List.of(4, 1, 1)) {
                Load load = crowd.load(LENGTH.multipliedBy(sixths).dividedBy(6), figures);
                seconds += load.run();
                System.out.println(load.lateness());
                memory.add(mediator.liveMemory());
            }
            MediatorProcess.Cpu spent = mediator.cpu().since(before);
            figures.print(seconds);
            System.out.printf(
                    "pushed: %.0f messages a second, channels lost: %d%n",
                    (channels.messages() - heardBefore) / seconds, channels.lost());
            System.out.printf(
                    "processor time: mediator %.0f %%, database %.0f %%, driver %.0f %% of one core%n",
                    spent.mediator().toMillis() / seconds / 10,
                    spent.database().toMillis() / seconds / 10,
                    spent.driver().toMillis() / seconds / 10);
            System.out.println("memory at two thirds, five sixths and the end: " + memory);
            System.out.println("machine: " + Load.machine());

            for (CallFigures each : figures.all()) {
                assertThat(each.errors()).isEmpty();
                assertThat(each.percentileMs(99)).isLessThan(250);
            }
            assertThat(channels.lost()).isZero();
            assertThat(memory.getLast().heap() - memory.getFirst().heap())
                    .as("growth of the live heap over the last third, bytes")
                    .isLessThan(4 * MIB);
        }
    }

    @Test
    void wrongPasswordsFromAThousandAddressesDoNotStarveThoseWhoAreSignedIn(@TempDir Path folder) throws Exception {
        storm(folder, 1_000);
    }

    @Test
    void wrongPasswordsFromOneAddressDoNotStarveThoseWhoAreSignedIn(@TempDir Path folder) throws Exception {
        storm(folder, 1);
    }

    private static void storm(Path folder, int addresses) throws Exception {
        System.out.println("machine: " + Load.machine());
        try (MediatorProcess mediator = MediatorProcess.start(folder)) {
            Population.settle(mediator, "victim", 100);
            List<Watching> sessions = Watching.settle(mediator, 50);
            polls(sessions, Duration.ofSeconds(10));
            JvmMemory calm = mediator.liveMemory();
            CallFigures baseline = polls(sessions, BASELINE);
            System.out.printf("before the storm   %s%n", baseline.line(BASELINE.toSeconds()));

            assertThat(signIn(mediator)).isEqualTo(201);
            LoginStorm storm = new LoginStorm(mediator.port(), addresses, WRONG_LOGINS_PER_SECOND);
            CallFigures owners = new CallFigures();
            MediatorProcess.Cpu before = mediator.cpu();
            CallFigures atFirst;
            CallFigures during;
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                Future<?> raging = threads.submit(() -> {
                    storm.rage(LENGTH.plus(SETTLING), "victim");
                    return null;
                });
                Future<?> signingIn = threads.submit(() -> {
                    new Load(LENGTH)
                            .paced(owners, Duration.ofSeconds(2), 0, () -> signIn(mediator))
                            .run();
                    return null;
                });
                atFirst = polls(sessions, SETTLING);
                during = polls(sessions, LENGTH);
                raging.get();
                signingIn.get();
            }
            MediatorProcess.Cpu spent = mediator.cpu().since(before);
            long peak = mediator.peakResident();
            JvmMemory after = mediator.liveMemory();
            CallFigures calmAgain = polls(sessions, BASELINE);
            System.out.printf("its first seconds  %s%n", atFirst.line(SETTLING.toSeconds()));
            System.out.printf("during the storm   %s%n", during.line(LENGTH.toSeconds()));
            System.out.printf("after the storm    %s%n", calmAgain.line(BASELINE.toSeconds()));
            System.out.printf(
                    "p99 during / before: %.2f; wrong sign-ins from %d addresses: %s%n",
                    during.percentileMs(99) / baseline.percentileMs(99), addresses, storm.outcomes());
            System.out.printf("owners who sign in meanwhile: %s%n", owners.line(LENGTH.toSeconds()));
            System.out.printf(
                    "processor time: mediator %.0f %%, database %.0f %%, driver %.0f %% of one core%n",
                    spent.mediator().toMillis() / 10.0 / LENGTH.toSeconds(),
                    spent.database().toMillis() / 10.0 / LENGTH.toSeconds(),
                    spent.driver().toMillis() / 10.0 / LENGTH.toSeconds());
            System.out.println(
                    "memory before: " + calm + "; after: " + after + "; most resident: " + peak / MIB + " MiB");
            System.out.println("machine: " + Load.machine());

            assertThat(storm.refused())
                    .as("guesses that were answered by 401, 429 or 503: without them there was no storm")
                    .isGreaterThanOrEqualTo(WRONG_LOGINS_PER_SECOND
                            * (int) LENGTH.plus(SETTLING).toSeconds()
                            * 9
                            / 10);
            assertThat(atFirst.errors()).isEmpty();
            assertThat(during.errors()).isEmpty();
            assertThat(owners.errors())
                    .as("sign-ins of an owner who is known where he is")
                    .isEmpty();
            assertThat(during.count())
                    .as("calls of those who are signed in")
                    .isGreaterThanOrEqualTo(100 * (int) LENGTH.toSeconds());
            assertThat(after.heap() - calm.heap())
                    .as("growth of the live heap, bytes")
                    .isLessThan(32 * MIB);
            assertThat(peak)
                    .as("most resident memory, bytes; the heap may have 1 GiB of it")
                    .isLessThan(1536 * MIB);
            assertThat(during.percentileMs(99))
                    .as("p99 during the storm, ms; whoever rages has a part of the same two processors")
                    .isLessThan(2 * Math.max(baseline.percentileMs(99), calmAgain.percentileMs(99)));
        }
    }

    /// Each session's streamer and viewer ask once a second, more often than peers do, so that a percentile rests on
    /// enough calls.
    private static CallFigures polls(List<Watching> sessions, Duration length) throws Exception {
        CallFigures figures = new CallFigures();
        Load load = new Load(length);
        for (int i = 0; i < sessions.size(); i++) {
            Watching each = sessions.get(i);
            load.paced(figures, Duration.ofSeconds(1), i / 50.0, each::pollAsStreamer);
            load.paced(figures, Duration.ofSeconds(1), i / 50.0 + 0.01, each::pollAsViewer);
        }
        load.run();
        System.out.println(load.lateness());
        return figures;
    }

    /// With the right password, from an address that has done nothing wrong.
    private static int signIn(MediatorProcess mediator) throws IOException {
        String right = LoginStorm.basic("victim0", Population.PASSWORD);
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 2, 0, 1});
        try (HttpConnection connection = new HttpConnection(from, mediator.port(), right)) {
            return connection.call("POST", "/tokens", "{\"kind\":\"access\"}").status();
        }
    }

    /// A session that one viewer watches.
    private record Watching(HttpConnection streamer, HttpConnection viewer, String session, String request) {

        static List<Watching> settle(MediatorProcess mediator, int count) throws Exception {
            List<Member> streamers = Population.settle(mediator, "streamer", count);
            List<Member> viewers = Population.settle(mediator, "viewer", count);
            List<Watching> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                HttpConnection streamer =
                        HttpConnection.bearer(mediator.port(), streamers.get(i).token());
                HttpConnection viewer =
                        HttpConnection.bearer(mediator.port(), viewers.get(i).token());
                String session = Population.stream(streamer, "Game");
                String request = Population.ask(viewer, session);
                Population.change(viewer, request, "READY");
                Population.change(streamer, request, "PROCESSED");
                all.add(new Watching(streamer, viewer, session, request));
            }
            return all;
        }

        int pollAsStreamer() throws IOException {
            return streamer.call("GET", "/streaming-sessions/" + session + "/view-requests?statuses=READY", null)
                    .status();
        }

        int pollAsViewer() throws IOException {
            return viewer.call("GET", "/view-requests/" + request, null).status();
        }
    }
}
