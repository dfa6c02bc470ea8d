package dev.peercade.mediator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded database as it really runs: what it is set to, whom it lets in, and what it survives.
class EmbeddedPostgresTest {

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    /// Making a database takes a second or two; one is made and the others are copies of its files.
    @BeforeAll
    static void makeOnce() throws Exception {
        try (DataDirectory directory = DataDirectory.open(made)) {
            start(directory).close();
        }
    }

    private DataDirectory copied() throws IOException, StartException {
        try (var paths = Files.walk(made)) {
            for (Path path : paths.filter(path -> !path.equals(made)).toList()) {
                Files.copy(path, folder.resolve(made.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return DataDirectory.open(folder);
    }

    @Test
    void itIsSetToKeepWhatItAcknowledgesAndLetsNobodyInWithoutThePassword() throws Exception {
        try (DataDirectory directory = copied();
                EmbeddedPostgres postgres = start(directory)) {
            Map<String, String> settings = new TreeMap<>();
            try (Connection connection = connect(postgres.address())) {
                for (String name : new String[] {
                    "fsync",
                    "full_page_writes",
                    "listen_addresses",
                    "password_encryption",
                    "synchronous_commit",
                    "data_checksums",
                    "is_superuser"
                }) {
                    settings.put(name, single(connection, "SHOW " + name));
                }
            }
            assertThat(settings)
                    .isEqualTo(new TreeMap<>(Map.of(
                            "fsync", "on",
                            "full_page_writes", "on",
                            "listen_addresses", "127.0.0.1",
                            "password_encryption", "scram-sha-256",
                            "synchronous_commit", "on",
                            "data_checksums", "on",
                            "is_superuser", "off")));
            for (String password : new String[] {"", "postgres", "peercade"}) {
                for (String user : new String[] {"postgres", "peercade"}) {
                    assertThatThrownBy(() -> connect(
                                    new DatabaseAddress(postgres.address().url(), user, password)))
                            .isInstanceOf(SQLException.class);
                }
            }
            assertThat(listenersOn(postgres.port())).containsOnly("0100007F");
            for (String secret : new String[] {"postgres-password", "peercade-password", "postgres"}) {
                assertThat(Files.getPosixFilePermissions(folder.resolve(secret)))
                        .as(secret)
                        .allMatch(permission -> permission.name().startsWith("OWNER"));
            }
        }
    }

    @Test
    void whatWasWrittenIsThereInTheNextRun() throws Exception {
        try (DataDirectory directory = copied()) {
            try (EmbeddedPostgres first = start(directory);
                    Connection connection = connect(first.address())) {
                write(connection, 7);
            }
            assertThat(folder.resolve("postgres/postmaster.pid"))
                    .as("it was shut down")
                    .doesNotExist();
            try (EmbeddedPostgres second = start(directory);
                    Connection connection = connect(second.address())) {
                assertThat(single(connection, "SELECT count(*) FROM kept")).isEqualTo("7");
            }
        }
    }

    @Test
    void aKilledServerIsBackOnTheSamePortWithinFifteenSeconds() throws Exception {
        try (DataDirectory directory = copied();
                EmbeddedPostgres postgres = start(directory)) {
            try (Connection connection = connect(postgres.address())) {
                write(connection, 3);
            }
            ProcessHandle killed = postgres.process();
            assertThat(killed.destroyForcibly()).isTrue();

            await().atMost(Duration.ofSeconds(15)).until(() -> answers(postgres).equals(Optional.of("3")));
            assertThat(postgres.process().pid()).isNotEqualTo(killed.pid());
        }
    }

    /// A server that is alive and does not let the mediator in, as in a long recovery: here for its list of hosts.
    @Test
    void aServerThatIsAliveButDoesNotAnswerYetIsNotLaunchedASecondTime() throws Exception {
        try (DataDirectory directory = copied();
                EmbeddedPostgres postgres = start(directory)) {
            try (Connection connection = connect(postgres.address())) {
                write(connection, 3);
            }
            Path hosts = folder.resolve("postgres/pg_hba.conf");
            String open = Files.readString(hosts);
            Files.writeString(hosts, "host all all 127.0.0.1/32 reject\n");
            Path log = folder.resolve("postgres.log");
            ProcessHandle killed = postgres.process();
            killed.destroyForcibly();

            await().atMost(Duration.ofSeconds(15))
                    .until(() -> count(log, "pg_hba.conf rejects connection") > 8
                            && postgres.process().pid() != killed.pid());
            assertThat(count(log, "lock file \"postmaster.pid\" already exists"))
                    .isZero();
            ProcessHandle running = postgres.process();
            assertThat(running.isAlive()).isTrue();

            Files.writeString(hosts, open);
            signal(running, "HUP");
            await().atMost(Duration.ofSeconds(15)).until(() -> answers(postgres).equals(Optional.of("3")));
            assertThat(postgres.process()).isEqualTo(running);
            postgres.close();
            assertThat(running.isAlive()).isFalse();
            assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
        }
    }

    @Test
    void closingAtAnyMomentOfARestartLeavesNoServerBehind() throws Exception {
        try (DataDirectory directory = copied()) {
            for (int pauseMs = 0; pauseMs <= 300; pauseMs += 60) {
                EmbeddedPostgres postgres = start(directory);
                ProcessHandle killed = postgres.process();
                killed.destroyForcibly();
                long until = System.nanoTime() + pauseMs * 1_000_000L;
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> System.nanoTime() >= until);
                postgres.close();
                assertThat(postgres.process().isAlive())
                        .as("closed after %d ms", pauseMs)
                        .isFalse();
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> postgres.processes().isEmpty());
            }
        }
    }

    @Test
    void theServerThatAKilledMediatorLeftBehindIsStopped() throws Exception {
        long orphan;
        try (DataDirectory directory = copied()) {
            try (EmbeddedPostgres postgres = start(directory);
                    Connection connection = connect(postgres.address())) {
                write(connection, 5);
            }
        }
        PostgresPrograms programs = PostgresPrograms.of(PostgresBinaries.unpacked(cache()));
        Process left = programs.startServer(
                folder.resolve("left.log").toFile(),
                "-D",
                folder.resolve("postgres").toString(),
                "-p",
                freePort(),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=");
        orphan = left.pid();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(folder.resolve("postgres/postmaster.pid"))
                        && Files.readString(folder.resolve("postgres/postmaster.pid"))
                                .contains("ready"));

        try (DataDirectory directory = DataDirectory.open(folder);
                EmbeddedPostgres postgres = start(directory)) {
            assertThat(left.waitFor(1, TimeUnit.SECONDS))
                    .as("the orphan has ended")
                    .isTrue();
            assertThat(Files.readString(folder.resolve("left.log"))).contains("database system is shut down");
            assertThat(postgres.process().pid()).isNotEqualTo(orphan);
            assertThat(answers(postgres)).hasValue("5");
        }
    }

    /// After a power cut: the number in the pid file is now another program's, here that of this very test.
    @Test
    void aPidFileThatNamesAnotherProgramStopsNobody() throws Exception {
        try (DataDirectory directory = copied()) {
            start(directory).close();
            Files.writeString(
                    folder.resolve("postgres/postmaster.pid"),
                    ProcessHandle.current().pid() + "\n" + folder.resolve("postgres")
                            + "\n1700000000\n1\n\n127.0.0.1\n");
            try (EmbeddedPostgres postgres = start(directory)) {
                assertThat(postgres.process().isAlive()).isTrue();
            }
        }
    }

    @Test
    void aHalfFinishedCreationIsRepeated() throws Exception {
        Path half = Files.createDirectories(folder.resolve("postgres.new/base"));
        Files.writeString(half.resolveSibling("PG_VERSION"), "18\n");
        try (DataDirectory directory = DataDirectory.open(folder);
                EmbeddedPostgres postgres = start(directory)) {
            assertThat(postgres.process().isAlive()).isTrue();
        }
    }

    @Test
    void aSecondMediatorOnTheDirectoryIsRefused() throws Exception {
        DataDirectory first = DataDirectory.open(folder);
        assertThatThrownBy(() -> DataDirectory.open(folder)).isInstanceOfSatisfying(StartException.class, e -> {
            assertThat(e).hasMessageContaining("Another mediator").hasMessageContaining(folder.toString());
            assertThat(e.remedy()).contains("--data-dir");
        });
        first.close();
        DataDirectory.open(folder).close();
    }

    @Test
    void anotherMajorVersionsFilesAreRefusedWithTheWayOut() throws Exception {
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "15\n");
        try (DataDirectory directory = DataDirectory.open(folder)) {
            assertThatThrownBy(() -> start(directory)).isInstanceOfSatisfying(StartException.class, e -> {
                assertThat(e).hasMessageContaining("PostgreSQL 15").hasMessageContaining("PostgreSQL 18");
                assertThat(e.remedy()).contains("pg_dump ").contains("pg_restore ");
            });
        }
        assertThat(folder.resolve("postgres/PG_VERSION")).hasContent("15");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("data")))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.remedy()).contains("--data-dir"));
    }

    @Test
    void twoThatUnpackAtOnceGetTheSameWholeFolder() throws Exception {
        Path cache = folder.resolve("cache");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process[] processes = new Process[2];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = new ProcessBuilder(
                            java,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Unpack.class.getName(),
                            cache.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("unpack-" + i).toFile())
                    .start();
        }
        for (int i = 0; i < processes.length; i++) {
            assertThat(processes[i].waitFor())
                    .as(Files.readString(folder.resolve("unpack-" + i)))
                    .isZero();
        }
        try (var found = Files.list(cache)) {
            assertThat(found.filter(Files::isDirectory))
                    .hasSize(1)
                    .allSatisfy(home -> assertThat(home.resolve("bin/postgres")).isExecutable());
        }
    }

    /// Unpacks the programs in a process of its own.
    static final class Unpack {
        public static void main(String[] args) throws StartException {
            PostgresBinaries.unpacked(Path.of(args[0]));
        }
    }

    private static Optional<String> answers(EmbeddedPostgres postgres) throws IOException {
        try (Connection connection = connect(postgres.address())) {
            return Optional.of(single(connection, "SELECT count(*) FROM kept"));
        } catch (SQLException e) {
            return Optional.empty();
        }
    }

    private static long count(Path log, String text) throws IOException {
        return Files.readString(log).lines().filter(line -> line.contains(text)).count();
    }

    private static void signal(ProcessHandle process, String name) throws Exception {
        // The shell's own: a bare Debian has no program of that name.
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void write(Connection connection, int rows) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT generate_series(1, " + rows + ") AS number");
        }
    }

    /// The local addresses, as the kernel writes them, that listen on that TCP port.
    private static java.util.List<String> listenersOn(int port) throws IOException {
        String suffix = ":%04X".formatted(port);
        java.util.List<String> found = new java.util.ArrayList<>();
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (columns[1].endsWith(suffix) && columns[3].equals("0A")) {
                    found.add(columns[1].replace(suffix, ""));
                }
            }
        }
        return found;
    }

    private static String single(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    private static EmbeddedPostgres start(DataDirectory directory) throws StartException {
        return EmbeddedPostgres.start(directory, cache());
    }

    private static String freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    /// The programs are unpacked once for all tests of this machine's user.
    static Path cache() throws StartException {
        return ServerSettings.fromEnvironment(Map.of()).folders().cache();
    }
}
