package dev.peercade.mediator;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peercade.mediator.Caller.Answer;
import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.config.StartException;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Promise F11: the data directory's disk fills up or cannot be written. A small tmpfs stands for the disk.
class FullDiskTest {

    @TempDir
    Path folder;

    private Path disk = Path.of("/nowhere");
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=160m,mode=0755", "peercade-test", disk.toString());
        assumeTrue(mounted, "this user may not mount a tmpfs, which takes root and `mount`");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            await().atMost(Duration.ofSeconds(10)).until(() -> run("umount", disk.toString()));
        }
    }

    @Test
    void onAFullDiskWritesAreRefusedClearlyNothingAcknowledgedIsLostAndItGoesOnByItself() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        try (RunningMediator mediator = MediatorServer.start(TestMediator.settings(
                disk.resolve("data"),
                Map.of("PEERCADE_GAMES_PER_HOUR", "1000000", "PEERCADE_ACCESS_TOKEN_LIFE", "1h")))) {
            // After the start, which sets logging up anew.
            root.addAppender(log);
            Caller peer = Caller.registered(mediator, "disk");
            List<UUID> acknowledged = new ArrayList<>();
            assertThat(add(peer, acknowledged).status()).isEqualTo(201);

            Path filler = fill();
            Answer refused = addUntilRefused(peer, acknowledged);
            refused.isProblem(ProblemCode.STORAGE_FULL);
            assertThat(refused.body()).doesNotContain("Exception", "SQL", "\tat ");
            assertThat(peer.get(MediatorApi.GAMES).status())
                    .as("reading goes on")
                    .isEqualTo(200);

            // The database's own log now needs room too, without which it stops.
            switchLog(mediator);
            int before = acknowledged.size();
            Answer stopped = addUntilRefused(peer, acknowledged);
            assertThat(stopped.json().path("code").asString())
                    .isIn(ProblemCode.UNAVAILABLE.toString(), ProblemCode.STORAGE_FULL.toString());
            assertThat(stopped.json().path("remedy").asString()).isNotBlank();
            assertThat(acknowledged.size() - before).isLessThan(1_000);

            Files.delete(filler);
            long from = System.nanoTime();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> add(peer, acknowledged).status() == 201);
            long backMs = (System.nanoTime() - from) / 1_000_000;

            Set<UUID> kept = TestMediator.bean(mediator, DSLContext.class)
                    .selectFrom(GAME)
                    .fetchSet(GAME.ID);
            assertThat(kept).containsAll(acknowledged);
            System.out.printf(
                    "full disk: %d writes acknowledged, %d kept, back %d ms after space was freed%n",
                    acknowledged.size(), kept.size(), backMs);
            assertThat(Caller.registered(mediator, "after")
                            .get(MediatorApi.GAMES)
                            .status())
                    .isEqualTo(200);
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .as("the log tells it")
                .anyMatch(event -> event.getFormattedMessage().contains("disk is full"))
                .as("in sentences, without stacks")
                .noneMatch(event -> event.getThrowableProxy() != null
                        // The pool tells of each of its connections once.
                        && !event.getLoggerName().startsWith("com.zaxxer"));
    }

    @Test
    void aStartOnAFullDiskSaysSo() throws Exception {
        fill();
        StartException e = refused();
        assertThat(e.remedy()).endsWith(": 0 MiB are left.");
    }

    @Test
    void aStartOfADatabaseThatExistsOnAFullDiskSaysSo() throws Exception {
        MediatorServer.start(TestMediator.settings(disk.resolve("data"))).close();
        fill();
        assertThat(refused().remedy()).isEqualTo("Free some space in " + disk.resolve("data") + ": 0 MiB are left.");
    }

    @Test
    void aStartOnAReadOnlyDiskSaysSo() throws Exception {
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
        StartException e = refused();
        assertThat(e).hasMessageContaining("cannot be written").hasMessageContaining("Read-only file system");
        assertThat(e.remedy()).contains("--data-dir");
    }

    private StartException refused() {
        StartException e = catchThrowableOfType(
                StartException.class,
                () -> MediatorServer.start(TestMediator.settings(disk.resolve("data")))
                        .close());
        assertThat(e).isNotNull();
        return e;
    }

    private static Answer addUntilRefused(Caller peer, List<UUID> acknowledged) {
        for (int i = 0; i < 20_000; i++) {
            Answer answer = add(peer, acknowledged);
            if (answer.status() != 201) {
                return answer;
            }
        }
        throw new AssertionError("the disk does not seem to be full");
    }

    private static Answer add(Caller peer, List<UUID> acknowledged) {
        Answer answer = peer.post(MediatorApi.GAMES, new NewGame("Kept " + UUID.randomUUID() + "x".repeat(70)));
        if (answer.status() == 201) {
            acknowledged.add(answer.as(Game.class).id());
        }
        return answer;
    }

    /// Makes the database begin a new file of its log.
    private void switchLog(RunningMediator mediator) throws Exception {
        String password =
                Files.readString(disk.resolve("data/postgres-password")).strip();
        String url = TestMediator.bean(mediator, DatabaseAddress.class).url();
        try (var connection = DriverManager.getConnection(url, "postgres", password);
                var statement = connection.createStatement()) {
            statement.execute("SELECT pg_switch_wal()");
        }
    }

    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        for (int size = 1 << 20; size > 0; size /= 16) {
            byte[] bytes = new byte[size];
            try (OutputStream out = Files.newOutputStream(
                    filler, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(bytes);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
            }
        }
        return filler;
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
