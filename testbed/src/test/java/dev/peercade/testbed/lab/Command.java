package dev.peercade.testbed.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Programs that set the lab up: short, given their orders on standard input.
final class Command {

    private static final int PATIENCE_SECONDS = 30;

    private Command() {}

    /// Where a program is; folders that only root has in its path are looked through too.
    static Optional<String> find(String program) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /// What it prints, both streams, after a good end.
    ///
    /// @throws AssertionError when it ends badly or not at all, with what it was told and what it said
    static String run(String input, List<String> command) {
        Outcome outcome = attempt(input, command);
        if (outcome.exitCode() != 0) {
            throw new AssertionError(
                    String.join(" ", command) + " failed: " + outcome.output() + "\nIt was told:\n" + input);
        }
        return outcome.output();
    }

    /// @param output of both streams
    record Outcome(int exitCode, String output) {}

    /// Likewise, with whatever end.
    static Outcome attempt(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var orders = process.getOutputStream()) {
                orders.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended before it had read all; what it said is of more use.
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " does not end: " + output);
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted in " + String.join(" ", command), e);
        }
    }
}
