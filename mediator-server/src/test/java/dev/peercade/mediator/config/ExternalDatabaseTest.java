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
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/// The oldest PostgreSQL that an operator may bring, and a backup of it (promise N7).
@ExtendWith(OutputCaptureExtension.class)
class ExternalDatabaseTest {

    private static final String ASCII_ONLY = "folds the case of ASCII letters only";
    private static final Path HOME = Path.of("/usr/lib/postgresql/15");

    @TempDir
    Path folder;

    @Test
    void aMediatorRunsOnPostgres15AndOnWhatWasRestoredFromItsDump(CapturedOutput output) throws Exception {
        assumeTrue(Files.isExecutable(HOME.resolve("bin/pg_dump")), "PostgreSQL 15 is not installed in " + HOME);
        PostgresPrograms programs = PostgresPrograms.of(HOME);
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
                        .startsWith("15.");
                assertThat(output)
                        .as("the cluster's locale is C, which its operator is told")
                        .containsOnlyOnce(ASCII_ONLY);
                database.insertInto(GAME, GAME.ID, GAME.NAME, GAME.CREATED_AT)
                        .values(id, "Kept", Instant.now())
                        .execute();
            }
            Path dump = folder.resolve("peercade.dump");
            client("pg_dump", port, "-Fc", "-f", dump.toString(), "first");
            client("pg_restore", port, "-d", "restored", "--no-owner", dump.toString());
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

    private void client(String program, int port, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                HOME.resolve("bin").resolve(program).toString(),
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
