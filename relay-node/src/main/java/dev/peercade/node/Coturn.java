package dev.peercade.node;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The TURN server that is installed here.
///
/// @param program the executable
record Coturn(Path program, Version version) {

    /// Older ones have published holes through which a peer that may allocate reaches what is denied to it, or
    /// stops the server (CVE-2026-73212 and others). This is the one place that says so.
    static final Version MINIMUM = new Version(4, 7, 0);

    private static final String PROGRAM = "turnserver";
    private static final long PATIENCE_S = 10;

    /// @param major as in 4.7.0
    record Version(int major, int minor, int patch) implements Comparable<Version> {

        private static final Pattern PATTERN = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");

        /// The first version in what a program says of itself.
        static Optional<Version> in(String text) {
            Matcher matcher = PATTERN.matcher(text);
            if (!matcher.find()) {
                return Optional.empty();
            }
            String patch = matcher.group(3);
            return Optional.of(new Version(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    patch == null ? 0 : Integer.parseInt(patch)));
        }

        @Override
        public int compareTo(Version other) {
            return Arrays.compare(new int[] {major, minor, patch}, new int[] {other.major, other.minor, other.patch});
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    /// @param path as the variable PATH has it
    /// @throws NodeException when there is none, or it does not say its version
    static Coturn find(String path) throws NodeException {
        Path program = Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new NodeException(
                        "no-coturn",
                        "There is no " + PROGRAM + " on the PATH.",
                        "Install coturn " + MINIMUM + " or newer; the node runs it by itself."));
        String said = ask(program);
        return new Coturn(
                program,
                Version.in(said)
                        .orElseThrow(() -> new NodeException(
                                "no-coturn",
                                program + " does not say which version it is.",
                                "Put coturn's own " + PROGRAM + " onto the PATH.")));
    }

    private static String ask(Path program) throws NodeException {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return new String(process.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new NodeException(
                    "no-coturn", program + " cannot be started.", "Check that it is a program of this system.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NodeException("interrupted", "The start was given up.", "Start again.", e);
        }
    }

    /// @param lab whether one with known holes is good enough
    /// @throws NodeException when it is not
    void requireSound(boolean lab) throws NodeException {
        if (!lab && version.compareTo(MINIMUM) < 0) {
            throw new NodeException(
                    "coturn-too-old",
                    "The coturn that is installed here is " + version + ", which has known security holes.",
                    "Install " + MINIMUM + " or newer; or, in a closed network for tests only, add --lab.");
        }
    }
}
