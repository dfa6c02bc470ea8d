package dev.peercade.mediator;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.Caller.Answer;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Promise F11: a disk that stands still for a while. What the mediator sees of that is a database none of whose
/// processes answers, and that is what is made here.
@Timeout(120)
class SlowDiskTest {

    /// More than the mediator has connections to the database.
    private static final int WRITERS = 40;

    @TempDir
    Path folder;

    @Test
    void whoCannotBeServedIsToldSoAndNothingAcknowledgedIsLost() throws Exception {
        Path data = folder.resolve("data");
        try (RunningMediator mediator = MediatorServer.start(
                        TestMediator.settings(data, Map.of("PEERCADE_GAMES_PER_HOUR", "1000000")));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Caller peer = Caller.registered(mediator, "slow");
            List<UUID> acknowledged = new ArrayList<>();
            acknowledged.add(write(peer).as(Game.class).id());

            List<ProcessHandle> database = database(data);
            BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
            List<Future<?>> writers = new ArrayList<>();
            signal("STOP", database);
            try {
                for (int i = 0; i < WRITERS; i++) {
                    writers.add(threads.submit(() -> answers.add(write(peer))));
                }
                for (int i = 0; i < WRITERS / 2; i++) {
                    Answer answer = answers.poll(60, TimeUnit.SECONDS);
                    assertThat(answer)
                            .as("an answer while nothing can be written")
                            .isNotNull();
                    answer.isProblem(ProblemCode.UNAVAILABLE);
                    assertThat(answer.json().path("remedy").asString()).isNotBlank();
                }
            } finally {
                signal("CONT", database);
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            for (Answer answer : answers) {
                assertThat(answer.status()).as(answer.body()).isIn(201, 503);
                if (answer.status() == 201) {
                    acknowledged.add(answer.as(Game.class).id());
                }
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> write(peer).status() == 201);
            Set<UUID> kept = TestMediator.bean(mediator, DSLContext.class)
                    .selectFrom(GAME)
                    .fetchSet(GAME.ID);
            assertThat(kept).containsAll(acknowledged);
        }
    }

    private static Answer write(Caller peer) {
        return peer.post(MediatorApi.GAMES, new NewGame("Kept " + UUID.randomUUID()));
    }

    /// The server and all its children.
    private static List<ProcessHandle> database(Path data) throws Exception {
        try (Stream<Path> files = Files.find(data, 4, (file, _) -> file.endsWith("postmaster.pid"))) {
            long server = Long.parseLong(Files.readAllLines(files.findFirst().orElseThrow())
                    .getFirst()
                    .strip());
            ProcessHandle process = ProcessHandle.of(server).orElseThrow();
            return Stream.concat(Stream.of(process), process.descendants()).toList();
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws Exception {
        StringBuilder command = new StringBuilder("kill -" + name);
        processes.forEach(process -> command.append(' ').append(process.pid()));
        assertThat(new ProcessBuilder("sh", "-c", command.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
