package dev.peercade.mediator.config;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL of the mediator's own that keeps what it has acknowledged: files kept, synchronous commit, password
/// login, loopback only. When the server dies it is started again on the same port.
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String DATABASE = "peercade";
    private static final String ROLE = "peercade";
    private static final int LOG_MAX_BYTES = 8 << 20;

    /// Replaying the log after a crash takes long only on a database far larger than this one.
    private static final Duration READY_WITHIN = Duration.ofMinutes(2);

    private static final Duration RETRY_AFTER = Duration.ofMillis(200);

    /// What keeps a server from starting for longer, such as a full disk, goes on for as long as a person needs.
    private static final Duration RETRY_AFTER_MAX = Duration.ofSeconds(2);

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(10);

    private final PostgresCluster cluster;
    private final PostgresPrograms programs;
    private final DataDirectory directory;
    private final int port;
    private final boolean durable;
    private final DatabaseAddress address;

    private volatile boolean closing;
    private volatile Process server;
    private final Thread watch;

    private EmbeddedPostgres(
            PostgresCluster cluster, PostgresPrograms programs, DataDirectory directory, int port, boolean durable)
            throws IOException {
        this.cluster = cluster;
        this.programs = programs;
        this.directory = directory;
        this.port = port;
        this.durable = durable;
        this.address = new DatabaseAddress(url(DATABASE), ROLE, directory.secret("peercade-password"));
        this.server = launch();
        this.watch = Thread.ofVirtual().name("postgres-watch").unstarted(this::keepRunning);
    }

    /// Blocks until the database answers: well under a second, some seconds the first time.
    ///
    /// @throws StartException when it cannot be made or started
    public static EmbeddedPostgres start(DataDirectory directory, Path cache) throws StartException {
        return start(directory, cache, true);
    }

    /// @param durable false only to show that the test of durability can fail
    static EmbeddedPostgres start(DataDirectory directory, Path cache, boolean durable) throws StartException {
        PostgresPrograms programs = PostgresPrograms.of(PostgresBinaries.unpacked(cache));
        PostgresCluster cluster = new PostgresCluster(directory, programs);
        try {
            cluster.prepare();
            EmbeddedPostgres postgres = new EmbeddedPostgres(cluster, programs, directory, freePort(), durable);
            try {
                postgres.awaitReady();
            } catch (IOException | InterruptedException e) {
                postgres.close();
                throw e;
            }
            postgres.watch.start();
            return postgres;
        } catch (IOException e) {
            throw new StartException(
                    "The database cannot be started: " + e.getMessage() + ".",
                    directory.shortOfRoom().orElse("Look into " + directory.resolve("postgres.log") + "."),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", "Start the mediator again.", e);
        }
    }

    /// Stops the server that a killed mediator has left in this directory, where there is one, and blocks until it has
    /// ended.
    ///
    /// @throws StartException when it does not end
    public static void stopOrphan(DataDirectory directory, Path cache)
            throws StartException, IOException, InterruptedException {
        new PostgresCluster(directory, PostgresPrograms.of(PostgresBinaries.unpacked(cache))).stopOrphan();
    }

    /// How the mediator logs in: as the owner of its database, without the powers of the cluster's own role.
    public DatabaseAddress address() {
        return address;
    }

    /// The process that is the server now; for tests that kill it.
    ProcessHandle process() {
        return server.toHandle();
    }

    /// Every process of the server, the postmaster and its children; for tests that kill them.
    List<ProcessHandle> processes() {
        return cluster.serversOnFiles();
    }

    /// TCP, on 127.0.0.1.
    int port() {
        return port;
    }

    private Process launch() throws IOException {
        Path log = directory.resolve("postgres.log");
        if (Files.exists(log) && Files.size(log) > LOG_MAX_BYTES) {
            Files.move(log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        File target = log.toFile();
        // Given on the command line they win over anything in the files.
        return programs.startServer(
                target,
                "-D",
                cluster.files().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "full_page_writes=on",
                "-c",
                "synchronous_commit=" + (durable ? "on" : "off"),
                "-c",
                "password_encryption=scram-sha-256",
                "-c",
                "max_connections=40",
                "-c",
                "shared_buffers=64MB",
                "-c",
                "timezone=UTC",
                "-c",
                "log_timezone=UTC",
                // Statements and the details of errors carry what peers have typed.
                "-c",
                "log_min_messages=log",
                "-c",
                "log_error_verbosity=terse",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_checkpoints=off");
    }

    /// Waits until the mediator's role reaches its database, and makes both where they are missing.
    private void awaitReady() throws IOException, InterruptedException {
        Instant until = Instant.now().plus(READY_WITHIN);
        while (true) {
            try (Connection open = DriverManager.getConnection(address.url(), address.user(), address.password())) {
                if (open.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                if (!server.isAlive()) {
                    throw new IOException("it ended at once with exit code " + server.exitValue(), e);
                }
                if (Instant.now().isAfter(until)) {
                    throw new IOException("it did not answer for " + READY_WITHIN.toSeconds() + " s", e);
                }
                String state = String.valueOf(e.getSQLState());
                // invalid_catalog_name, invalid_authorization, invalid_password: the server is up, the first time.
                if (state.equals("3D000") || state.startsWith("28")) {
                    makeRoleAndDatabase(address.password());
                }
            }
            Thread.sleep(20);
        }
    }

    private void makeRoleAndDatabase(String password) throws IOException {
        // The password is base64url of our own making, so it needs no quoting.
        try (Connection admin = DriverManager.getConnection(
                        url("postgres"), PostgresCluster.SUPERUSER, cluster.superuserPassword());
                Statement statement = admin.createStatement()) {
            statement.execute("""
                    DO $$ BEGIN CREATE ROLE %s LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$""".formatted(ROLE));
            statement.execute("ALTER ROLE %s PASSWORD '%s'".formatted(ROLE, password));
            try (var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE %s OWNER %s".formatted(DATABASE, ROLE));
        } catch (SQLException e) {
            throw new IOException(
                    "the login of the database's owner fails; is postgres-password the file that was made with it?", e);
        }
    }

    private String url(String database) {
        // The detail of an error holds the row, and with it what peers have written.
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?logServerErrorDetail=false";
    }

    private void keepRunning() {
        try {
            while (!closing) {
                int code = server.waitFor();
                if (!closing) {
                    LOG.warn("The database server ended (exit code {}); starting it again", code);
                    restart();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The children of a killed server hold its shared memory for a moment, in which a new one ends at once. A server
    /// that is alive and does not answer yet (a long recovery, a full disk) is waited for, never launched a second
    /// time.
    private void restart() throws InterruptedException {
        Instant from = Instant.now();
        Duration pause = RETRY_AFTER;
        while (!closing) {
            try {
                if (!server.isAlive()) {
                    server = launch();
                }
                awaitReady();
                LOG.info(
                        "The database is back after {} ms",
                        Duration.between(from, Instant.now()).toMillis());
                return;
            } catch (IOException e) {
                LOG.debug("The database does not start yet", e);
                Thread.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(RETRY_AFTER_MAX) < 0 ? pause.multipliedBy(2) : RETRY_AFTER_MAX;
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Stops the server in an orderly way; blocks until it has ended.
    @Override
    public void close() throws IOException {
        closing = true;
        try {
            watch.interrupt();
            watch.join();
            if (server.isAlive()) {
                cluster.stop();
            }
            // One that was launched a moment ago has no pid file yet, by which `pg_ctl` could find it.
            if (server.isAlive() && !server.waitFor(STOPS_WITHIN)) {
                server.destroy();
                if (!server.waitFor(STOPS_WITHIN)) {
                    server.destroyForcibly();
                }
            }
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
