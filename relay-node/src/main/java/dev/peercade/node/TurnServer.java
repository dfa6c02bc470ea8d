package dev.peercade.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Coturn as a child process: watched by a thread of its own, started again when it ends by itself, and ended
/// with this.
final class TurnServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TurnServer.class);

    private static final Duration READY_WITHIN = Duration.ofSeconds(15);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);

    /// A crash may be one peer's doing: the pause keeps it from costing more than the crash itself.
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    /// What ran for so long did not end because of how it was started.
    private static final Duration STABLE = Duration.ofMinutes(1);

    private static final int LINES_KEPT = 5;
    private static final int LINE_MAX = 300;

    /// Addresses in what coturn says: they are the peers'.
    private static final Pattern ADDRESS =
            Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b|\\[?[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}\\]?");

    private final Coturn coturn;
    private final Path configuration;
    private final InetAddress address;
    private final int port;
    private final Consumer<NodeEvent> events;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Deque<String> lastLines = new ArrayDeque<>();
    private volatile @Nullable Process process;

    private TurnServer(Coturn coturn, Path configuration, InetAddress address, int port, Consumer<NodeEvent> events) {
        this.coturn = coturn;
        this.configuration = configuration;
        this.address = address;
        this.port = port;
        this.events = events;
    }

    /// Returns once it answers.
    ///
    /// @param address of this machine at which it listens
    /// @param events told from a thread of its own
    /// @throws NodeException when it does not come up
    static TurnServer start(
            Coturn coturn, Path configuration, InetAddress address, int port, Consumer<NodeEvent> events)
            throws NodeException, InterruptedException {
        requireFree(address, port);
        TurnServer server = new TurnServer(coturn, configuration, address, port, events);
        Process child;
        try {
            child = server.launch();
        } catch (IOException e) {
            throw new NodeException(
                    "coturn-failed", coturn.program() + " cannot be started.", "Check that it may be run.", e);
        }
        if (!StunPing.await(address, port, child, READY_WITHIN)) {
            server.close();
            throw new NodeException(
                    "coturn-failed",
                    "coturn does not answer at UDP port " + port + ". Its last words: " + server.lastWords(),
                    "Check that its ports are free, or choose others with --port, --tls-port and --relay-ports.");
        }
        Thread.ofVirtual().name("peercade-turn-watch").start(() -> server.watch(child));
        return server;
    }

    /// Otherwise what holds the port, such as a mediator's STUN responder, would answer in coturn's place.
    private static void requireFree(InetAddress address, int port) throws NodeException {
        InetSocketAddress wanted = new InetSocketAddress(address, port);
        try (DatagramSocket udp = new DatagramSocket(wanted);
                ServerSocket tcp = new ServerSocket()) {
            tcp.bind(wanted);
            log.debug("UDP {} and TCP {} are free", udp.getLocalPort(), tcp.getLocalPort());
        } catch (IOException e) {
            throw new NodeException(
                    "port-in-use",
                    "Port " + port + " cannot be used for TURN.",
                    "Stop what uses it, or choose another with --port; a mediator on this machine has a STUN"
                            + " responder at 3478 (its --stun-port).",
                    e);
        }
    }

    /// Ends what an earlier run of the same folder has left behind: killed hard, it could not end its child.
    static void endOrphan(Path pidFile, Path configuration) {
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            ProcessHandle.of(pid)
                    .filter(handle -> handle.info()
                            .commandLine()
                            .filter(line -> line.contains(configuration.toString()))
                            .isPresent())
                    .ifPresent(handle -> {
                        log.warn("Ends the coturn that an earlier run has left behind");
                        handle.destroy();
                        handle.onExit()
                                .orTimeout(ENDS_WITHIN.toSeconds(), TimeUnit.SECONDS)
                                .exceptionally(e -> {
                                    handle.destroyForcibly();
                                    return handle;
                                })
                                .join();
                    });
        } catch (IOException | NumberFormatException e) {
            log.debug("No orphan can be found by {}: {}", pidFile, e.getClass().getSimpleName());
        }
    }

    /// From now on its end is no accident.
    void expectEnd() {
        stopped.countDown();
    }

    /// Whether it runs now.
    boolean isAlive() {
        Process child = process;
        return child != null && child.isAlive();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(coturn.program().toString(), "-c", configuration.toString());
        // It needs nothing of the mediator's and the account's.
        builder.environment().keySet().removeIf(name -> name.startsWith("PEERCADE_"));
        Process child = builder.redirectErrorStream(true).start();
        child.getOutputStream().close();
        process = child;
        Thread.ofVirtual().name("peercade-turn-log").start(() -> read(child));
        if (stopped.getCount() == 0) {
            child.destroy();
        }
        return child;
    }

    private void watch(Process first) {
        Process child = first;
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                long began = System.nanoTime();
                int exitCode = child.waitFor();
                if (System.nanoTime() - began > STABLE.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                // Ctrl-C goes to the child as well, often sooner than here.
                if (stopped.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                log.warn("coturn has ended with {}: {}", exitCode, lastWords());
                events.accept(new NodeEvent.TurnLost(exitCode, pause.toMillis()));
                if (stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause.multipliedBy(2);
                child = launch();
                if (StunPing.await(address, port, child, READY_WITHIN)) {
                    events.accept(new NodeEvent.TurnBack());
                }
            }
        } catch (IOException e) {
            log.error("coturn cannot be started again: {}", e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Process child) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String clean = redacted(line);
                if (!clean.isBlank()) {
                    log.debug("coturn: {}", clean);
                    remember(clean);
                }
            }
        } catch (IOException e) {
            log.debug("coturn has closed its output");
        }
    }

    static String redacted(String line) {
        String shorter = line.length() > LINE_MAX ? line.substring(0, LINE_MAX) : line;
        return ADDRESS.matcher(shorter).replaceAll("<address>").replaceAll("\\p{Cntrl}", "?");
    }

    private synchronized void remember(String line) {
        lastLines.addLast(line);
        if (lastLines.size() > LINES_KEPT) {
            lastLines.removeFirst();
        }
    }

    private synchronized String lastWords() {
        return lastLines.isEmpty() ? "none" : String.join(" / ", lastLines);
    }

    /// Ends it; allocations end with it.
    @Override
    public void close() {
        expectEnd();
        Process child = process;
        if (child == null) {
            return;
        }
        child.destroy();
        try {
            if (!child.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                child.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
