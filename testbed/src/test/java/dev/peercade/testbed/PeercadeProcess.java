package dev.peercade.testbed;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The command `peercade` as a process of its own, with what it writes. Killed at the end if it still runs.
final class PeercadeProcess implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Process process;
    private final List<JsonNode> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final Thread outReader;
    private final Thread errReader;

    private PeercadeProcess(Process process) {
        this.process = process;
        this.outReader = read(process.getInputStream(), this::onOut);
        this.errReader = read(process.getErrorStream(), this::onText);
    }

    /// @param home stands in for the user's home: configuration, data and caches stay below it
    static PeercadeProcess start(Path home, String... arguments) {
        return start(List.of(), home, arguments);
    }

    /// @param prefix a command that runs the rest, such as `env NAME=VALUE`
    static PeercadeProcess start(List<String> prefix, Path home, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(command(home, arguments));
        return launch(command, home, Redirect.from(new File("/dev/null")));
    }

    /// As a user starts it: by the launcher, which builds first where that is due.
    static PeercadeProcess byLauncher(Path home, String... arguments) {
        return byLauncher(List.of(), home, arguments);
    }

    /// @param prefix a command that runs the rest, such as `env NAME=VALUE`
    static PeercadeProcess byLauncher(List<String> prefix, Path home, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of("..", "peercade").toAbsolutePath().normalize().toString());
        command.addAll(List.of(arguments));
        return byCommand(home, command);
    }

    /// In a window: by the launcher, without what implies that there is none.
    ///
    /// @param command of the test's, with `--json`
    static PeercadeProcess inWindow(VirtualScreen screen, Path home, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.remove("--json");
        return byLauncher(screen.environment(), home, all.toArray(String[]::new));
    }

    /// @param command from the program on
    static PeercadeProcess byCommand(Path home, List<String> command) {
        return launch(command, home, Redirect.from(new File("/dev/null")));
    }

    /// A program of the tests, which writes events as the commands do, started as the launcher starts peers: with one
    /// compiler, and the cache of classes where there is one. It can be told lines.
    static PeercadeProcess ofPeer(Path home, Class<?> main, String... arguments) {
        return ofPeer(List.of(), home, main, arguments);
    }

    /// @param prefix a command that runs the rest, such as `env NAME=VALUE`
    static PeercadeProcess ofPeer(List<String> prefix, Path home, Class<?> main, String... arguments) {
        Path app = Path.of("..", "cli", "target").toAbsolutePath().normalize();
        // The cache wants the class path that it was made with at the start of this one.
        String classes = String.join(
                File.pathSeparator,
                app.resolve("peercade.jar").toString(),
                app.resolve("lib") + File.separator + "*",
                Path.of("target", "test-classes").toAbsolutePath().toString());
        List<String> options = List.of(
                "-Xmn128m",
                "-XX:SurvivorRatio=2",
                "-XX:TieredStopAtLevel=1",
                "-XX:AOTCache=" + app.resolve("peer.aot"),
                "-Xlog:disable",
                "-cp",
                classes);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java(home, options, main.getName(), arguments));
        return launch(command, home, Redirect.PIPE);
    }

    /// A program of the tests with their whole class path, which can be told lines.
    ///
    /// @param prefix a command that runs the rest, such as `env NAME=VALUE`
    static PeercadeProcess ofTests(List<String> prefix, Path home, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(java(home, List.of("-cp", System.getProperty("java.class.path")), main.getName(), arguments));
        return launch(command, home, Redirect.PIPE);
    }

    /// At a terminal of its own, where a person types.
    ///
    /// @param typed with its line ends
    static PeercadeProcess atTerminal(Path home, String typed, String... arguments) throws IOException {
        return atTerminal(home, typed, command(home, arguments));
    }

    /// @param command from the program on
    static PeercadeProcess atTerminal(Path home, String typed, List<String> command) throws IOException {
        String line = command.stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        PeercadeProcess process =
                launch(List.of(Tools.require("script"), "-qec", line, "/dev/null"), home, Redirect.PIPE);
        process.process.getOutputStream().write(typed.getBytes(StandardCharsets.UTF_8));
        process.process.getOutputStream().flush();
        return process;
    }

    /// Where the processes of this home keep their temporary files.
    static Path temporary(Path home) throws IOException {
        return Files.createDirectories(home.resolve("tmp"));
    }

    private static List<String> command(Path home, String... arguments) {
        return java(home, List.of("-cp", System.getProperty("java.class.path")), "dev.peercade.cli.Main", arguments);
    }

    private static List<String> java(Path home, List<String> options, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + home.resolve("tmp"),
                "-Dpeercade.started=" + ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now())));
        command.addAll(options);
        command.add(main);
        command.addAll(List.of(arguments));
        return command;
    }

    private static PeercadeProcess launch(List<String> command, Path home, Redirect input) {
        List<String> whole = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background of a script ignores Ctrl-C, and so would all that it starts.
            whole.addAll(List.of("env", "--default-signal=INT"));
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole);
        builder.environment().keySet().removeIf(name -> name.startsWith("PEERCADE_"));
        builder.environment().put("XDG_CONFIG_HOME", home.resolve("config").toString());
        builder.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
        builder.environment().put("XDG_RUNTIME_DIR", home.resolve("run").toString());
        // What is left behind by one test would meet the next.
        builder.environment().put("PEERCADE_STANDBY", "0");
        builder.environment().remove("DISPLAY");
        builder.redirectInput(input);
        try {
            temporary(home);
            Files.createDirectories(home.resolve("run"));
            builder.directory(home.toFile());
            return new PeercadeProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread read(InputStream stream, Consumer<String> sink) {
        return Thread.ofVirtual().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    sink.accept(line);
                }
            } catch (IOException e) {
                // The process is gone.
            }
        });
    }

    private synchronized void onOut(String line) {
        if (line.startsWith("{")) {
            events.add(JSON.readTree(line));
        } else {
            text.append(line).append('\n');
        }
        notifyAll();
    }

    private synchronized void onText(String line) {
        text.append(line).append('\n');
        notifyAll();
    }

    synchronized List<JsonNode> events() {
        return List.copyOf(events);
    }

    /// What was written that is no event, from both streams.
    synchronized String text() {
        return text.toString();
    }

    /// The first event that fits, of those that have come and those that will.
    synchronized JsonNode await(Predicate<JsonNode> wanted, Duration patience) throws InterruptedException {
        return awaitAfter(0, wanted, patience);
    }

    /// Likewise, but of those that come after the first `seen`.
    synchronized JsonNode awaitAfter(int seen, Predicate<JsonNode> wanted, Duration patience)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        int next = seen;
        while (true) {
            for (; next < events.size(); next++) {
                if (wanted.test(events.get(next))) {
                    return events.get(next);
                }
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || (!process.isAlive() && !outReader.isAlive() && next >= events.size())) {
                throw new AssertionError("no such event; alive=" + process.isAlive() + "\n" + describe());
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(200)));
        }
    }

    /// Waits for the end.
    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running\n" + describe());
        }
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    /// Writes a line to its input.
    void tell(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /// As Ctrl-C does.
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    }

    void killHard() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private String describe() {
        StringBuilder all = new StringBuilder();
        events.stream()
                .skip(Math.max(0, events.size() - 40))
                .forEach(event -> all.append(event).append('\n'));
        return all.append(text).toString();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// Whether an event is of this kind.
    static Predicate<JsonNode> event(String kind) {
        return event -> event.path("event").asString("").equals(kind);
    }

    /// Whether an event is this protocol step.
    static Predicate<JsonNode> step(String number) {
        return event("step").and(event -> event.path("step").asString("").equals(number));
    }

    /// Whether an event is a notice with this code.
    static Predicate<JsonNode> notice(String code) {
        return event("notice").and(event -> event.path("code").asString("").equals(code));
    }
}
