package dev.peercade.node;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.node.NodeSettings.Addresses;
import dev.peercade.node.NodeSettings.Ports;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.RelayNodeClient;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A relay node that runs: coturn, the agent's HTTPS rim, the seat in the mediator's table. Closing it ends them
/// in the opposite order, the goodbye first.
public final class RunningNode implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RunningNode.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private RunningNode() {}

    /// How often what is regular happens.
    ///
    /// @param beat to the mediator
    /// @param exchange of tables
    record Rhythm(Duration beat, Duration exchange) {}

    /// Blocks until coturn answers, the agent listens and the mediator's table has the node.
    ///
    /// @param mediator of an operator's account
    /// @param events what happens from then on and the first registration; told from several threads
    /// @throws NodeException when something of this machine is in the way
    /// @throws MediatorException when the mediator refuses or does not answer
    public static RunningNode start(NodeSettings settings, RelayNodeClient mediator, Consumer<NodeEvent> events)
            throws NodeException, MediatorException, InterruptedException {
        return start(settings, mediator, new Rhythm(Membership.BETWEEN_BEATS, TableExchange.BETWEEN), events);
    }

    static RunningNode start(NodeSettings settings, RelayNodeClient mediator, Rhythm rhythm, Consumer<NodeEvent> events)
            throws NodeException, MediatorException, InterruptedException {
        RunningNode node = new RunningNode();
        boolean started = false;
        try {
            node.run(settings, mediator, rhythm, events);
            started = true;
            return node;
        } finally {
            if (!started) {
                node.close();
            }
        }
    }

    private void run(NodeSettings settings, RelayNodeClient mediator, Rhythm rhythm, Consumer<NodeEvent> events)
            throws NodeException, MediatorException, InterruptedException {
        Coturn coturn = Coturn.find(System.getenv().getOrDefault("PATH", ""));
        coturn.requireSound(settings.lab().open());
        LocalAddresses local = LocalAddresses.of(settings.addresses());
        NodeFolder folder = add(NodeFolder.open(settings.dataDir()));
        NodeCertificate certificate = NodeCertificate.own(folder);
        CoturnConfiguration configuration =
                new CoturnConfiguration(settings, local, folder.secret(), certificate.pem(), folder.root());
        Path file = folder.write("turnserver.conf", configuration.text());
        TurnServer.endOrphan(configuration.pidFile(), file);
        List<InetAddress> here =
                settings.addresses().all().stream().map(local::of).toList();
        Ports ports = settings.ports();
        TurnServer turn = add(TurnServer.start(coturn, file, here.getFirst(), ports.turn(), events));

        NodeJson json = new NodeJson();
        KnownNodes known = new KnownNodes(folder, json);
        SpeedTest speedTest = new SpeedTest();
        Allocations allocations = new Allocations(here, ports.relayMin(), ports.relayMax());
        add(AgentServer.start(
                here,
                ports.agent(),
                certificate.context(),
                known,
                json,
                speedTest,
                () -> info(settings, turn, allocations, speedTest)));

        NewRelayNode self = new NewRelayNode(
                settings.addresses().ipv4Text(),
                settings.addresses().ipv6Text(),
                ports.turn(),
                ports.tls(),
                ports.agent(),
                certificate.pin(),
                folder.secret());
        add(Membership.begin(mediator, self, known, rhythm.beat(), events));
        add(TableExchange.begin(mediator, known, json, entry -> isSelf(entry, self), rhythm.exchange()));
    }

    private static boolean isSelf(NodeEntry entry, NewRelayNode self) {
        RelayNode node = entry.node();
        return node.port() == self.port()
                && node.agentPort() == self.agentPort()
                && node.certificatePin().equals(self.certificatePin());
    }

    private static ServerInfo info(
            NodeSettings settings, TurnServer turn, Allocations allocations, SpeedTest speedTest) {
        Addresses addresses = settings.addresses();
        Ports ports = settings.ports();
        @Nullable String version = RunningNode.class.getPackage().getImplementationVersion();
        int mbit = settings.limits().maxMbit();
        return new ServerInfo(
                version == null ? "development" : version,
                addresses.ipv4Text(),
                addresses.ipv6Text(),
                ports.turn(),
                ports.tls(),
                ports.agent(),
                new ServerInfo.Load(turn.isAlive(), allocations.count(), speedTest.running()),
                new ServerInfo.Limits(settings.limits().maxAllocations(), mbit == 0 ? null : mbit, SpeedTest.AT_ONCE),
                SpeedTest.BYTES_MAX);
    }

    private <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Blocks until everything has ended.
    @Override
    public void close() {
        parts.stream()
                .filter(TurnServer.class::isInstance)
                .map(TurnServer.class::cast)
                .forEach(TurnServer::expectEnd);
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                // The others must be closed too.
                log.warn(
                        "A part of the node did not close well: {}",
                        e.getClass().getSimpleName());
            }
        }
    }
}
