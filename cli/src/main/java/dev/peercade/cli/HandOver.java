package dev.peercade.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How the launcher hands a command to a process that was started ahead of time, by four pipes in a folder that only
/// their user enters. `to` takes the command and then the signals that reach the launcher, each word ended by a zero
/// byte; `from` says `taken`, or `cold` where the command has to start by itself, and at the end the exit code; `out`
/// and `err` are the command's output.
///
/// Whoever creates the file `taken` decides what becomes of the process: the launcher that it is used, the process
/// that it ends. The launcher's side is `cli/standby.bash`.
final class HandOver {

    /// More than a command line and its environment have on Linux.
    private static final int WORDS_MAX = 1 << 16;

    private static final int BYTES_MAX = 4 << 20;

    /// A launcher that has begun to hand over needs milliseconds; one that was killed meanwhile is not waited for.
    private static final Duration LAUNCHER_PATIENCE = Duration.ofSeconds(5);

    private final String[] arguments;
    private final OutputStream from;
    private final AtomicBoolean finished = new AtomicBoolean();

    private HandOver(String[] arguments, OutputStream from) {
        this.arguments = arguments;
        this.from = from;
    }

    /// Says that this process is ready, and waits for a launcher. Then the output, the start and the [Caller] of this
    /// process are those of the launcher, whose signals end it as its own would.
    ///
    /// @return null when none came in time
    static @Nullable HandOver await(Path folder, Duration patience) throws IOException, InterruptedException {
        CompletableFuture<InputStream> opened =
                aside(() -> new FileInputStream(folder.resolve("to").toFile()));
        Files.createFile(folder.resolve("ready"));
        InputStream to = within(patience, opened);
        if (to == null && !take(folder)) {
            to = within(LAUNCHER_PATIENCE, opened);
        }
        if (to == null) {
            return null;
        }
        InputStream words = new BufferedInputStream(to);
        return within(LAUNCHER_PATIENCE, aside(() -> accept(folder, words)));
    }

    /// Takes the pipes out of everybody's sight, at once; they stay open without their names.
    static void remove(Path folder) throws IOException {
        Path hidden = folder.resolveSibling("." + folder.getFileName());
        try {
            Files.move(folder, hidden);
        } catch (NoSuchFileException e) {
            return;
        }
        try (Stream<Path> files = Files.list(hidden)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(hidden);
    }

    String[] arguments() {
        return arguments.clone();
    }

    /// Tells the launcher how the command ended; only the first word counts.
    void finished(int exitCode) {
        if (finished.compareAndSet(false, true)) {
            try {
                say(from, Integer.toString(exitCode));
            } catch (IOException e) {
                // The launcher was killed: nobody waits for the code.
            }
        }
    }

    /// A pipe opens when the other side does too, which it may never do.
    private static <T> CompletableFuture<T> aside(Callable<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("hand-over").start(() -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static <T> @Nullable T within(Duration patience, CompletableFuture<T> result)
            throws IOException, InterruptedException {
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /// Whether it is for us to decide.
    private static boolean take(Path folder) throws IOException {
        try {
            Files.createFile(folder.resolve("taken"));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private static HandOver accept(Path folder, InputStream to) throws IOException {
        OutputStream from = pipe(folder, "from");
        try {
            String started = word(to);
            Path directory = Path.of(word(to));
            boolean terminal = !word(to).isEmpty();
            boolean together = !word(to).isEmpty();
            Map<String, String> environment = new LinkedHashMap<>();
            for (String variable : words(to)) {
                int equals = variable.indexOf('=');
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
            HandOver handOver = new HandOver(words(to), from);
            Charset charset = System.out.charset();
            PrintStream out = new PrintStream(pipe(folder, "out"), true, charset);
            // What goes to the same place keeps its order only by one pipe.
            PrintStream err = together ? out : new PrintStream(pipe(folder, "err"), true, charset);
            System.setOut(out);
            System.setErr(err);
            System.setProperty(StartTime.PROPERTY, started);
            Caller.set(new Caller(environment, directory, terminal));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> handOver.finished(Interrupt.exitCode("TERM"))));
            say(from, "taken");
            Thread.ofPlatform().daemon().name("signals").start(() -> handOver.obey(to));
            return handOver;
        } catch (IOException | RuntimeException e) {
            say(from, "cold");
            throw e;
        }
    }

    private static OutputStream pipe(Path folder, String name) throws IOException {
        return new FileOutputStream(folder.resolve(name).toFile());
    }

    /// Ends the process as the first signal that comes would; the end of the launcher counts as one.
    private void obey(InputStream to) {
        String signal;
        try {
            signal = word(to);
        } catch (IOException e) {
            signal = "HUP";
        }
        finished(Interrupt.exitCode(signal));
        Interrupt.by(signal);
    }

    private static void say(OutputStream from, String line) throws IOException {
        from.write((line + "\n").getBytes(UTF_8));
    }

    private static String[] words(InputStream to) throws IOException {
        int count = Integer.parseInt(word(to));
        if (count < 0 || count > WORDS_MAX) {
            throw new IOException(count + " words");
        }
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            words[i] = word(to);
        }
        return words;
    }

    private static String word(InputStream to) throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        for (int next = to.read(); next != 0; next = to.read()) {
            if (next < 0 || word.size() == BYTES_MAX) {
                throw new EOFException();
            }
            word.write(next);
        }
        return word.toString(Charset.forName(System.getProperty("native.encoding")));
    }
}
