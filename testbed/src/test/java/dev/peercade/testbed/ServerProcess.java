package dev.peercade.testbed;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// `peercade server` as a process of its own that can be killed and started again on the same ports and data.
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);

    private final Path folder;
    private final int port;
    private final int stunPort;
    private PeercadeProcess process;

    private ServerProcess(Path folder, int port, int stunPort) throws InterruptedException {
        this.folder = folder;
        this.port = port;
        this.stunPort = stunPort;
        this.process = launch();
    }

    static ServerProcess start(Path folder) throws IOException, InterruptedException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int port = tcp.getLocalPort();
            int stunPort = udp.getLocalPort();
            tcp.close();
            udp.close();
            return new ServerProcess(folder, port, stunPort);
        }
    }

    Rest rest() {
        return new Rest(URI.create("http://127.0.0.1:" + port), folder);
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
        process = launch();
    }

    private PeercadeProcess launch() throws InterruptedException {
        PeercadeProcess started = PeercadeProcess.start(
                // Few peers write in seconds what people write in hours.
                List.of("env", "PEERCADE_SESSIONS_PER_HOUR=100000", "PEERCADE_VIEW_REQUESTS_PER_HOUR=100000"),
                folder,
                "server",
                "--port",
                Integer.toString(port),
                "--stun-port",
                Integer.toString(stunPort),
                "--data-dir",
                folder.resolve("mediator").toString());
        started.awaitText("listens on", START);
        return started;
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
