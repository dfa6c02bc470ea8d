package dev.peercade.testbed.load;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `./peercade server`, as operators start it, so that its processor time and its memory are its own: the launcher
/// becomes the JVM's process.
final class MediatorProcess implements AutoCloseable {

    /// The launcher may have to build first.
    private static final int START_PATIENCE_SECONDS = 600;

    private static final Pattern LISTENING = Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)");
    /// An overloaded mediator may log a line a call; the first ones say it all.
    private static final int SHOWN_MAX = 10;

    private final Process process;
    private final Path data;
    private final int port;

    private MediatorProcess(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /// Processor time so far.
    record Cpu(Duration mediator, Duration database, Duration driver) {
        Cpu since(Cpu earlier) {
            return new Cpu(
                    mediator.minus(earlier.mediator), database.minus(earlier.database), driver.minus(earlier.driver));
        }

        /// @param calls among which the time is shared out
        String perCall(int calls) {
            return String.format(
                    "processor time a call: mediator %d us, database %d us, driver %d us",
                    mediator.toNanos() / 1000 / Math.max(1, calls),
                    database.toNanos() / 1000 / Math.max(1, calls),
                    driver.toNanos() / 1000 / Math.max(1, calls));
        }
    }

    static MediatorProcess start(Path folder) throws Exception {
        Path data = folder.resolve("mediator");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of("..", "peercade").toAbsolutePath().normalize().toString(),
                "server",
                "--port",
                "0",
                "--stun-port",
                "0",
                "--data-dir",
                data.toString());
        builder.environment().keySet().removeIf(name -> name.startsWith("PEERCADE_"));
        // A driver's peers do in seconds what people do in hours.
        builder.environment().put("PEERCADE_SESSIONS_PER_HOUR", "1000000");
        builder.environment().put("PEERCADE_VIEW_REQUESTS_PER_HOUR", "1000000");
        builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
        Process process = builder.start();
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> drain(process, port));
        try {
            return new MediatorProcess(process, data, port.get(START_PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (Exception e) {
            process.destroy();
            throw e;
        }
    }

    private static void drain(Process process, CompletableFuture<Integer> port) {
        StringBuilder before = new StringBuilder();
        int shown = 0;
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (port.isDone()) {
                    if (shown++ < SHOWN_MAX) {
                        System.out.println("mediator: " + line);
                    }
                } else if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                } else {
                    before.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            before.append(e);
        }
        if (shown > SHOWN_MAX) {
            System.out.println("mediator: and " + (shown - SHOWN_MAX) + " lines more");
        }
        port.completeExceptionally(new IOException("the mediator did not start: " + before));
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Straight to its database, as its own role.
    Connection database() throws IOException, SQLException {
        String databasePort = postmasterFile().get(3).strip();
        String password = Files.readString(data.resolve("peercade-password")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/peercade", "peercade", password);
    }

    private List<String> postmasterFile() throws IOException {
        return Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"));
    }

    /// After a full collection.
    JvmMemory liveMemory() throws IOException, InterruptedException {
        return JvmMemory.live(process.pid());
    }

    /// The most memory of the machine that it has held so far, in bytes.
    long peakResident() throws IOException {
        return JvmMemory.peakResident(process.pid());
    }

    Cpu cpu() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(postmasterFile().getFirst().strip()))
                .orElseThrow();
        Duration database = Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(MediatorProcess::time)
                .reduce(Duration.ZERO, Duration::plus);
        return new Cpu(time(process.toHandle()), database, time(ProcessHandle.current()));
    }

    private static Duration time(ProcessHandle handle) {
        return handle.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// As Ctrl-C ends it, its database with it.
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
