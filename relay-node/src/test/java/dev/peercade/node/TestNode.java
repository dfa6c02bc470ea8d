package dev.peercade.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peercade.node.NodeSettings.Addresses;
import dev.peercade.node.NodeSettings.Lab;
import dev.peercade.node.NodeSettings.Limits;
import dev.peercade.node.NodeSettings.Ports;
import dev.peercade.peer.session.PortRelayNodeClient;
import dev.peercade.peer.sim.FakeMediator;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A node with a real coturn on this machine's loopback addresses, and a mediator in memory.
final class TestNode implements AutoCloseable {

    static final Inet4Address V4 = (Inet4Address) InetAddress.ofLiteral("127.0.0.1");
    static final Inet6Address V6 = (Inet6Address) InetAddress.ofLiteral("::1");

    final FakeMediator mediator = new FakeMediator(null);
    final List<NodeEvent> events = new CopyOnWriteArrayList<>();
    final NodeSettings settings;
    final RunningNode node;

    private TestNode(NodeSettings settings) throws Exception {
        this.settings = settings;
        this.node = RunningNode.start(
                settings,
                new PortRelayNodeClient(() -> mediator.as("operator")),
                new RunningNode.Rhythm(Duration.ofMillis(200), Duration.ofMillis(300)),
                events::add);
    }

    static TestNode start(Path folder) throws Exception {
        return start(folder, new Limits(0, 100), new Lab(true, List.of()));
    }

    static TestNode start(Path folder, Limits limits, Lab lab) throws Exception {
        requireCoturn();
        return new TestNode(settings(folder, limits, lab));
    }

    static void requireCoturn() {
        boolean installed = Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "turnserver")));
        assumeTrue(installed, "this test needs the program turnserver, which the package coturn has");
    }

    static NodeSettings settings(Path folder, Limits limits, Lab lab) throws IOException {
        return new NodeSettings(
                new Addresses(V4, V6),
                new Ports(freePort(), freePort(), freePort(), 49_152, 65_535),
                limits,
                lab,
                folder.resolve("node"));
    }

    /// Free for UDP and for TCP, over both families.
    static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket udp = new DatagramSocket(0);
                    ServerSocket tcp = new ServerSocket(udp.getLocalPort())) {
                // Below what allocations get.
                if (tcp.getLocalPort() < 49_152) {
                    return tcp.getLocalPort();
                }
            } catch (BindException e) {
                // Only one of the two was free: the next.
            }
        }
    }

    InetSocketAddress turn() {
        return new InetSocketAddress(V4, settings.ports().turn());
    }

    String secret() throws IOException {
        return Files.readString(settings.dataDir().resolve("secret")).strip();
    }

    /// As the mediator mints it.
    TurnClient peer(String holder) throws Exception {
        return TurnClient.minted(
                turn(), secret(), Instant.now().plusSeconds(600).getEpochSecond(), holder);
    }

    @Override
    public void close() {
        node.close();
    }
}
