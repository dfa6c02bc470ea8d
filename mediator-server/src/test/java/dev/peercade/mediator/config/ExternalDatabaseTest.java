package dev.peercade.mediator.config;

import static dev.peercade.mediator.jooq.Tables.GAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// A PostgreSQL that an operator may bring, 15 or newer, and a backup of it (promise N7).
@ExtendWith(OutputCaptureExtension.class)
class ExternalDatabaseTest {

    private static final String ASCII_ONLY = "folds the case of ASCII letters only";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    @TempDir
    Path folder;

    @Test
    void aMediatorRunsOnTheOldestPostgresHereAndOnWhatWasRestoredFromItsDump(CapturedOutput output) throws Exception {
        int version = oldest();
        Path home = INSTALLED.resolve(Integer.toString(version));
        PostgresPrograms programs = PostgresPrograms.of(home);
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        Path data = folder.resolve("external");
        assertThat(programs.run(
                                "initdb",
                                "-D",
                                data.toString(),
                                "-U",
                                "owner",
                                "-A",
                                "scram-sha-256",
                                "--pwfile=" + password,
                                "--no-sync",
                                "-E",
                                "UTF8",
                                "--locale=C")
                        .exitCode())
                .isZero();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        Process server = programs.startServer(
                folder.resolve("log").toFile(),
                "-D",
                data.toString(),
                "-F",
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
        try {
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> execute(port, "SELECT 1"));
            execute(port, "CREATE DATABASE first");
            execute(port, "CREATE DATABASE restored TEMPLATE template0 LOCALE 'C.UTF-8'");
            UUID id = UUID.randomUUID();
            try (RunningMediator mediator = MediatorServer.start(settings(port, "first"))) {
                DSLContext database = TestMediator.bean(mediator, DSLContext.class);
                assertThat(database.fetchValue("SHOW server_version").toString())
                        .startsWith(version + ".");
                assertThat(output)
                        .as("the cluster's locale is C, which its operator is told")
                        .containsOnlyOnce(ASCII_ONLY);
                database.insertInto(GAME, GAME.ID, GAME.NAME, GAME.CREATED_AT)
                        .values(id, "Kept", Instant.now())
                        .execute();
            }
            Path dump = folder.resolve("peercade.dump");
            client(home, "pg_dump", port, "-Fc", "-f", dump.toString(), "first");
            client(home, "pg_restore", port, "-d", "restored", "--no-owner", dump.toString());
            try (RunningMediator mediator = MediatorServer.start(settings(port, "restored"))) {
                DSLContext database = TestMediator.bean(mediator, DSLContext.class);
                assertThat(database.fetchSingle(GAME, GAME.ID.eq(id)).getName()).isEqualTo("Kept");
                assertThat(database.fetchValue("SELECT lower('ÄRGER')")).isEqualTo("ärger");
                assertThat(output).as("no second warning").containsOnlyOnce(ASCII_ONLY);
            }
        } finally {
            server.destroy();
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(folder.resolve("mediator/postgres"))
                .as("no embedded database")
                .doesNotExist();
    }

    private ServerSettings settings(int port, String database) throws StartException {
        return TestMediator.settings(folder.resolve("mediator")).withDatabase(address(port, database));
    }

    private static DatabaseAddress address(int port, String database) {
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "owner", "secret");
    }

    private static boolean execute(int port, String sql) throws SQLException {
        DatabaseAddress address = address(port, "postgres");
        try (Connection connection = DriverManager.getConnection(address.url(), address.user(), address.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
            return true;
        }
    }

    /// The oldest major version from 15 on that is installed.
    private static int oldest() {
        String[] names = INSTALLED.toFile().list();
        OptionalInt oldest = Arrays.stream(names == null ? new String[0] : names)
                .filter(name -> name.matches("\\d+") && Files.isExecutable(INSTALLED.resolve(name, "bin", "pg_dump")))
                .mapToInt(Integer::parseInt)
                .filter(version -> version >= 15)
                .min();
        assumeTrue(oldest.isPresent(), "no PostgreSQL from 15 on is installed in " + INSTALLED);
        return oldest.getAsInt();
    }

    private void client(Path home, String program, int port, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin").resolve(program).toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-U",
                "owner");
        builder.command().addAll(java.util.List.of(arguments));
        builder.environment().putAll(Map.of("PGPASSWORD", "secret"));
        Path log = folder.resolve(program + ".log");
        int exit = builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
    }
}
