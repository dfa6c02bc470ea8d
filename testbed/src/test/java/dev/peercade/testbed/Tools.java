package dev.peercade.testbed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Programs of the system that tests use where they are installed.
final class Tools {

    private Tools() {}

    /// Skips the test with a sentence that names the program when it is missing.
    static String require(String program) {
        Path found = Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin:/usr/games").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(found != null, "this test needs the program " + program + ", which is not installed");
        return String.valueOf(found);
    }

    /// What it prints, both streams, after a good end.
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
