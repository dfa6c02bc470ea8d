package dev.peercade.mediator.config;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs `initdb`, `postgres` and `pg_ctl` in a way that they accept.
///
/// PostgreSQL refuses to run as root. In a user name space without a mapping root is nobody to the program
/// itself, and still the owner of its files to the kernel, so nothing has to be handed to another user.
final class PostgresPrograms {

    private static final List<String> AS_NOBODY = List.of("unshare", "-U");

    private final Path bin;
    private final List<String> prefix;

    private PostgresPrograms(Path bin, List<String> prefix) {
        this.bin = bin;
        this.prefix = prefix;
    }

    /// @param home what [PostgresBinaries] unpacked
    /// @throws StartException when this is root and the kernel grants no user name space
    static PostgresPrograms of(Path home) throws StartException {
        List<String> prefix = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            if (!works(List.of("unshare", "-U", "true"))) {
                throw new StartException(
                        "PostgreSQL does not run as root, and this system grants no user name space to run it in.",
                        "Start the mediator as an ordinary user, or name a PostgreSQL of your own with "
                                + Setting.DB_URL.named() + ".");
            }
            prefix.addAll(AS_NOBODY);
        }
        return new PostgresPrograms(home.resolve("bin"), prefix);
    }

    /// The end of a program that was waited for.
    record Outcome(int exitCode, String output) {}

    Outcome run(String program, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line(prefix, program, arguments))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output.strip());
    }

    /// A server that outlives a Ctrl-C in this terminal: the mediator closes its connections first and then stops it.
    Process startServer(File log, String... arguments) throws IOException {
        List<String> ownSession = new ArrayList<>();
        ownSession.add("setsid");
        ownSession.addAll(prefix);
        return new ProcessBuilder(line(ownSession, "postgres", arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private List<String> line(List<String> before, String program, String... arguments) {
        List<String> line = new ArrayList<>(before);
        line.add(bin.resolve(program).toString());
        line.addAll(List.of(arguments));
        return line;
    }

    private static boolean works(List<String> command) throws StartException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted.", "Start the mediator again.", e);
        }
    }
}
