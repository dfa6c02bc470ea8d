package dev.peercade.cli;

import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.node.NodeEvent;
import dev.peercade.node.NodeException;
import dev.peercade.node.NodeSettings;
import dev.peercade.node.NodeSettings.Lab;
import dev.peercade.node.NodeSettings.Limits;
import dev.peercade.node.PeerRange;
import dev.peercade.node.RunningNode;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "node",
        description = "Run a relay node: coturn, for peers that find no direct path to each other.",
        sortOptions = false,
        footerHeading = "%nIt needs coturn's turnserver on the PATH, and an account that the mediator's"
                + " PEERCADE_OPERATORS names.%n")
final class NodeCommand implements Callable<Integer> {

    @Mixin
    private NodeAddressOptions address = new NodeAddressOptions();

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Keys, configuration and table. Default: peercade/node in your data directory.")
    private @Nullable Path dataDir;

    @Option(
            names = "--max-mbit",
            paramLabel = "N",
            description =
                    "Of all relaying together, in Mbit/s; each allocation sets 50 of them aside. Default: what the"
                            + " network gives.")
    private int maxMbit;

    @Option(
            names = "--max-allocations",
            paramLabel = "N",
            description = "Allocations at once; a relayed view takes one or two. Default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int maxAllocations;

    @Option(
            names = "--lab",
            description = "For closed networks only: a coturn with known security holes may run, and --allow-peers"
                    + " counts.")
    private boolean lab;

    @Option(
            names = "--allow-peers",
            paramLabel = "CIDR",
            split = ",",
            converter = PeerRangeConverter.class,
            description = "Private addresses that are relayed to all the same, such as 192.168.1.0/24; with --lab.")
    private List<PeerRange> allowPeers = new ArrayList<>();

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Option(
            names = "--allow-plain-http",
            description = "Talk to a mediator without encryption. The password and the node's secret can then be read"
                    + " on the way.")
    private boolean allowPlainHttp;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        NodeSettings settings = settings();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Interrupt interrupt = new Interrupt();
                PeerCore core = PeerCore.open(
                        new PeerCoreSettings(null, null, true, allowPlainHttp, PeerCoreSettings.Memory.NONE))) {
            interrupt.stopBy(stopped::countDown);
            MediatorAccount operator = account.account(core, output);
            output.say("Starting the relay node ...");
            long began = System.nanoTime();
            try (RunningNode _ =
                    RunningNode.start(settings, core.relayNodeClient(operator), event -> tell(event, output, began))) {
                stopped.await();
            }
            output.say("The relay node has stopped.");
        } catch (NodeException e) {
            throw new CommandFailure(e.code(), String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (MediatorException e) {
            throw MediatorCalls.failure(e);
        }
        return ExitCode.OK.code();
    }

    private static void tell(NodeEvent event, Output output, long began) {
        long atMs = (System.nanoTime() - began) / 1_000_000;
        switch (event) {
            case NodeEvent.Registered registered -> {
                RelayNode node = registered.node();
                output.show(new CommandEvent.Relaying(
                        node.id(), node.port(), node.tlsPort(), node.agentPort(), node.certificatePin()));
            }
            case NodeEvent.Forgotten forgotten ->
                output.show(new CommandEvent.Notice("node-forgotten", atMs, forgotten.text()));
            case NodeEvent.MediatorAway away ->
                output.show(new CommandEvent.Notice("mediator-away", atMs, away.text()));
            case NodeEvent.TurnLost lost -> output.show(new CommandEvent.Notice("turn-lost", atMs, lost.text()));
            case NodeEvent.TurnBack back -> output.show(new CommandEvent.Notice("turn-back", atMs, back.text()));
        }
    }

    private NodeSettings settings() throws CommandFailure {
        if (!allowPeers.isEmpty() && !lab) {
            throw new CommandFailure(
                    "usage",
                    "--allow-peers opens private networks to whoever may relay.",
                    "Add --lab where that is meant, and leave it out on the open internet.");
        }
        if (maxMbit < 0 || maxAllocations < 1) {
            throw new CommandFailure(
                    "usage",
                    "A limit is too low.",
                    "Give 0 or more with --max-mbit, and 1 or more with --max-allocations.");
        }
        Path folder = dataDir == null ? Caller.current().folders().data().resolve("node") : dataDir;
        return new NodeSettings(
                address.addresses(),
                address.ports(),
                new Limits(maxMbit, maxAllocations),
                new Lab(lab, allowPeers),
                folder);
    }
}
