package dev.peercade.mediator.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of the embedded database below the data directory: made once, checked at each start. Whoever holds the
/// [DataDirectory] is alone with them.
final class PostgresCluster {

    /// The role that owns the cluster; the mediator itself logs in as another one without its powers.
    static final String SUPERUSER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration LEFTOVERS_END = Duration.ofSeconds(30);

    private final DataDirectory directory;
    private final PostgresPrograms programs;

    PostgresCluster(DataDirectory directory, PostgresPrograms programs) {
        this.directory = directory;
        this.programs = programs;
    }

    Path files() {
        return directory.resolve("postgres");
    }

    String superuserPassword() throws IOException {
        return directory.secret("postgres-password");
    }

    /// Makes the files if there are none, and sees to it that no server of an earlier run is on them.
    ///
    /// @throws StartException when they are another major version's, or cannot be made
    void prepare() throws StartException, IOException, InterruptedException {
        if (Files.exists(files())) {
            requireSameMajorVersion();
            stopOrphan();
        } else {
            create();
        }
    }

    /// Stops the server on these files in an orderly way: fast, and if that hangs, at once, which recovery makes
    /// good.
    void stop() throws IOException, InterruptedException {
        PostgresPrograms.Outcome fast =
                programs.run("pg_ctl", "stop", "-D", files().toString(), "-m", "fast", "-w", "-t", "30");
        if (fast.exitCode() != 0 && server().isPresent()) {
            LOG.warn("The database does not stop; stopping it at once, recovery follows at the next start");
            programs.run("pg_ctl", "stop", "-D", files().toString(), "-m", "immediate", "-w", "-t", "30");
        }
    }

    /// `initdb` works in a folder beside, which gets its name once it is whole; a killed one leaves only that folder.
    private void create() throws StartException, IOException, InterruptedException {
        LOG.info("Making the database in {} (once, a few seconds)", files());
        Path fresh = directory.resolve("postgres.new");
        PostgresBinaries.deleteTree(fresh);
        superuserPassword();
        PostgresPrograms.Outcome outcome = programs.run(
                "initdb",
                "--pgdata=" + fresh,
                "--username=" + SUPERUSER,
                "--pwfile=" + directory.resolve("postgres-password"),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                // Folds the case of every letter, not only of ASCII ones, and by its own tables, so that an update of
                // the system's C library cannot turn an index around.
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums");
        if (outcome.exitCode() != 0) {
            throw new StartException(
                    "The database could not be made: " + lastLine(outcome.output()),
                    "Leave 100 MB free in " + directory + " and start the mediator again.");
        }
        Files.writeString(fresh.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        Files.move(fresh, files(), StandardCopyOption.ATOMIC_MOVE);
        DataDirectory.force(files().getParent());
    }

    private void requireSameMajorVersion() throws StartException, IOException, InterruptedException {
        Path file = files().resolve("PG_VERSION");
        if (!Files.exists(file)) {
            throw new StartException(
                    files() + " is not a PostgreSQL data directory.",
                    "Move it away, or choose another data directory with " + Setting.DATA_DIR.named() + ".");
        }
        String theirs = Files.readString(file).strip();
        String ours = programs.run("postgres", "--version").output().replaceAll("^\\D*(\\d+).*$", "$1");
        if (!theirs.equals(ours)) {
            throw new StartException(
                    "The database in " + files() + " was written by PostgreSQL " + theirs
                            + "; this mediator brings PostgreSQL " + ours + ", which cannot read it.",
                    dumpAndRestore(theirs, ours));
        }
    }

    private String dumpAndRestore(String theirs, String ours) {
        String old = directory.resolve("postgres-" + theirs).toString();
        return String.join(
                "\n",
                "Carry the data over with the programs of PostgreSQL " + theirs + " (as the user that owns the files):",
                "  mv " + files() + " " + old,
                "  pg_ctl -D " + old + " -o '-p 54329 -c listen_addresses=127.0.0.1' -w start",
                "  PGPASSWORD=$(cat " + directory.resolve("postgres-password")
                        + ") pg_dump -h 127.0.0.1 -p 54329 -U postgres -Fc --no-owner -f peercade.dump peercade",
                "  pg_ctl -D " + old + " -w stop",
                "then start the mediator, which makes a database of PostgreSQL " + ours + ", and while it runs:",
                "  PGPASSWORD=$(cat " + directory.resolve("peercade-password")
                        + ") pg_restore -h 127.0.0.1 -p $(sed -n 4p " + files().resolve("postmaster.pid")
                        + ") -U peercade -d peercade --clean --if-exists --no-owner peercade.dump");
    }

    /// A mediator that was killed leaves its server running. It is told to stop as it should be; its pid file is what
    /// keeps a second server away from the files and is never removed from under it.
    void stopOrphan() throws IOException, InterruptedException, StartException {
        if (server().isPresent()) {
            LOG.warn("Stopping the database server that an earlier run has left behind");
            stop();
        }
        Instant until = Instant.now().plus(LEFTOVERS_END);
        while (!serversOnFiles().isEmpty()) {
            if (Instant.now().isAfter(until)) {
                throw new StartException(
                        "A database server of an earlier run still uses " + files() + ".",
                        "Stop it with `pg_ctl stop -m immediate -D " + files() + "` and start the mediator again.");
            }
            Thread.sleep(50);
        }
        setAsideForeignPid();
    }

    /// After a power cut the number in the pid file may belong to another program, and PostgreSQL would then
    /// refuse to start. No server is on these files (the caller has looked), so the file is a leftover; it is
    /// kept under a name that stops nobody.
    private void setAsideForeignPid() throws IOException {
        Path file = files().resolve("postmaster.pid");
        Optional<ProcessHandle> named = pidOf(file).flatMap(ProcessHandle::of);
        if (named.isPresent() && !isOnFiles(named.get())) {
            Files.move(file, file.resolveSibling("postmaster.pid.stale"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// The server that the pid file names, if it runs and really is one on these files.
    private Optional<ProcessHandle> server() throws IOException {
        return pidOf(files().resolve("postmaster.pid"))
                .flatMap(ProcessHandle::of)
                .filter(this::isOnFiles);
    }

    /// Every process of a server on these files, also those whose postmaster is gone.
    List<ProcessHandle> serversOnFiles() {
        return ProcessHandle.allProcesses().filter(this::isOnFiles).toList();
    }

    /// Every process of a PostgreSQL server has its data directory as working directory.
    private boolean isOnFiles(ProcessHandle process) {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try {
            return Files.readSymbolicLink(proc.resolve("exe"))
                            .getFileName()
                            .toString()
                            .startsWith("postgres")
                    && Files.readSymbolicLink(proc.resolve("cwd")).equals(files().toRealPath());
        } catch (IOException | SecurityException e) {
            // Gone in the meantime, or another user's and so none of ours.
            return false;
        }
    }

    private static Optional<Long> pidOf(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String first = Files.readString(pidFile).lines().findFirst().orElse("");
        return first.matches("\\d{1,18}") ? Optional.of(Long.valueOf(first)) : Optional.empty();
    }

    private static String lastLine(String output) {
        return output.lines().filter(line -> !line.isBlank()).reduce("", (first, last) -> last);
    }
}
