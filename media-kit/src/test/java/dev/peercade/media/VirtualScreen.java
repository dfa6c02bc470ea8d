package dev.peercade.media;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// An Xvfb of its own for a test, with the programs that run on it; skips the test where a program is missing.
final class VirtualScreen implements AutoCloseable {

    private final Process server;
    private final String display;
    private final Deque<Process> clients = new ArrayDeque<>();

    private VirtualScreen(Process server, String display) {
        this.server = server;
        this.display = display;
    }

    static VirtualScreen start(String size) throws Exception {
        var server =
                spawn(null, "Xvfb", "-displayfd", "1", "-screen", "0", size + "x24", "-nolisten", "tcp", "-noreset");
        var out = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        var number = out.readLine();
        assumeTrue(number != null, "Xvfb did not start.");
        return new VirtualScreen(server, ":" + number);
    }

    String display() {
        return display;
    }

    /// Starts a program that goes on by itself.
    Process run(String... command) throws Exception {
        var client = spawn(display, command);
        clients.push(client);
        return client;
    }

    /// Runs a program to its end.
    void call(String... command) throws Exception {
        spawn(display, command).waitFor();
    }

    /// Opens a terminal that shows nothing but its background, and waits until it is there.
    Process window(String title, String colour, String geometry) throws Exception {
        var process = run(
                "xterm",
                "-T",
                title,
                "-bg",
                colour,
                "-fg",
                colour,
                "-cr",
                colour,
                "-b",
                "0",
                "-bw",
                "0",
                "+sb",
                "-geometry",
                geometry,
                "-e",
                "sleep 600");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> search(title).isPresent());
        return process;
    }

    SourceList.Window find(String title) throws MediaException {
        return search(title).orElseThrow();
    }

    private Optional<SourceList.Window> search(String title) throws MediaException {
        return SourceList.list(display).windows().stream()
                .filter(window -> window.title().equals(title))
                .findFirst();
    }

    /// Ends the server under its clients.
    void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    private static Process spawn(@Nullable String display, String... command) throws Exception {
        var whole = new ArrayList<>(List.of(command));
        var builder = new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.DISCARD);
        if (display != null) {
            builder.environment().put("DISPLAY", display);
        }
        try {
            return builder.start();
        } catch (IOException _) {
            assumeTrue(false, command[0] + " is not installed.");
            throw new IllegalStateException();
        }
    }

    @Override
    public void close() throws Exception {
        for (var client : clients) {
            client.destroy();
            client.waitFor();
        }
        server.destroy();
        server.waitFor();
    }
}
