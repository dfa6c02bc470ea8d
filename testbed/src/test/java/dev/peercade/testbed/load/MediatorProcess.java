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
    private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");
    /// An overloaded mediator may log a line a call; the first ones say it all.
    private static final int SHOWN_MAX = 10;

    private static final Path PROGRAMS = Path.of(System.getProperty("java.home"), "bin");

    private final Process process;
    private final Path data;
    private final int port;

    private MediatorProcess(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
    }

    /// Memory that is in use after a full collection, in bytes.
    ///
    /// @param heap live objects
    /// @param resident what the process holds of the machine's memory
    record Memory(long heap, long resident) {
        @Override
        public String toString() {
            return String.format("heap %.1f MiB, resident %.1f MiB", heap / 1048576.0, resident / 1048576.0);
        }
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

    /// After a full collection, which it forces twice: what the first one finds may free more.
    Memory liveMemory() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = GENERATION.matcher(jcmd("GC.run", "GC.heap_info"));
        long heap = 0;
        while (used.find()) {
            heap += Long.parseLong(used.group(1)) * 1024;
        }
        if (heap == 0) {
            throw new AssertionError("no figures of the heap");
        }
        return new Memory(heap, resident("VmRSS"));
    }

    /// The most memory of the machine that it has held so far, in bytes.
    long peakResident() throws IOException {
        return resident("VmHWM");
    }

    private long resident(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
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

    private String jcmd(String... commands) throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder();
        for (String command : commands) {
            Process jcmd = new ProcessBuilder(
                            PROGRAMS.resolve("jcmd").toString(), Long.toString(process.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            all.append(new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            if (jcmd.waitFor() != 0) {
                throw new AssertionError("jcmd: " + all);
            }
        }
        return all.toString();
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
