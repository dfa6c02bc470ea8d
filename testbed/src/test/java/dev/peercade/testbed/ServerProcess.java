package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// `peercade server` as a process of its own that can be killed and started again on the same ports and data.
final class ServerProcess implements AutoCloseable {

    /// The launcher may have to build first.
    private static final Duration START = Duration.ofSeconds(300);

    private final Path folder;
    private final URI uri;
    private final int stunPort;
    private PeercadeProcess process;

    private ServerProcess(Path folder, PeercadeProcess process) throws InterruptedException {
        this.folder = folder;
        this.process = process;
        JsonNode listening = process.await(event("listening"), START);
        this.uri = URI.create(listening.path("uri").asString());
        this.stunPort = listening.path("stunPort").asInt();
    }

    static ServerProcess start(Path folder) throws InterruptedException {
        return new ServerProcess(folder, launch(folder, 0, 0));
    }

    Rest rest() {
        return new Rest(uri, folder);
    }

    /// SIGKILL to the mediator and to every process of its database, at once.
    void killEverything() throws IOException, InterruptedException {
        List<ProcessHandle> database = database();
        process.killHard();
        database.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : database) {
            each.onExit().join();
        }
    }

    void startAgain() throws InterruptedException {
        process = launch(folder, uri.getPort(), stunPort);
        process.await(event("listening"), START);
    }

    private static PeercadeProcess launch(Path folder, int port, int stunPort) {
        return PeercadeProcess.byLauncher(
                // Few peers write in seconds what people write in hours.
                List.of("env", "PEERCADE_SESSIONS_PER_HOUR=100000", "PEERCADE_VIEW_REQUESTS_PER_HOUR=100000"),
                folder,
                "server",
                "--json",
                "--port",
                Integer.toString(port),
                "--stun-port",
                Integer.toString(stunPort),
                "--data-dir",
                folder.resolve("mediator").toString());
    }

    /// The postmaster, as its own lock file names it, and all below it.
    private List<ProcessHandle> database() throws IOException {
        Path lock;
        try (Stream<Path> tree = Files.walk(folder.resolve("mediator"), 4)) {
            lock = tree.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
        }
        long pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (process.isAlive()) {
            process.interrupt();
            process.exitCode(Duration.ofSeconds(30));
        }
    }
}
