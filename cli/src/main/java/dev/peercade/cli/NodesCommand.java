package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.NodeRow;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.RelayNodeBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "nodes",
        description = "Show the relay nodes that you can use, and measure how far and how fast they are from here.",
        sortOptions = false,
        footerHeading =
                "%nThe table is kept in peercade/nodes in your data directory, with what was measured. While the"
                        + " mediator is away, the nodes that are known are asked for theirs.%n")
final class NodesCommand implements Callable<Integer> {

    @Option(
            names = "--measure",
            description = "Measure latency, download and upload of each node first: some 7 s and 20 MB a node.")
    private boolean measure;

    @Option(
            names = "--node",
            paramLabel = "ID|ADDRESS",
            description = "This node alone, by its address or the beginning of its id.")
    private @Nullable String wanted;

    @Option(names = "--file", paramLabel = "FILE.json", description = "Write the table there too, as JSON.")
    private @Nullable Path file;

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Option(
            names = "--allow-plain-http",
            description = "Talk to a mediator without encryption. Passwords can then be read on the way.")
    private boolean allowPlainHttp;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        try (PeerCore core =
                PeerCore.open(new PeerCoreSettings(null, null, true, allowPlainHttp, PeerCoreSettings.Memory.NONE))) {
            MediatorAccount peer = account.accountThoughAway(core, output);
            Path folder = Caller.current().folders().data().resolve("nodes");
            try (RelayNodeBook book = core.nodes(peer, folder, output::warn)) {
                return show(book, output);
            }
        } catch (MediatorException e) {
            throw MediatorCalls.failure(e);
        }
    }

    private int show(RelayNodeBook book, Output output) throws CommandFailure, MediatorException, InterruptedException {
        RelayNodeBook.Learnt learnt = book.refresh();
        MediatorException away = learnt.away();
        if (away != null) {
            if (book.entries().isEmpty()) {
                throw away;
            }
            boolean told = learnt.source() == RelayNodeBook.Source.NODES;
            output.warn(away.getMessage() + " Shown is what "
                    + (told ? "the relay nodes themselves tell." : "was known here before."));
        }
        boolean measured = !measure || measured(book, output);
        List<NodeEntry> shown = chosen(book);
        output.show(new CommandEvent.Nodes(
                learnt.source().name().toLowerCase(Locale.ROOT),
                shown.stream().map(NodesCommand::row).toList()));
        if (shown.isEmpty()) {
            output.say("The mediator knows no relay node. Run one with: peercade node --address ADDRESS.");
        }
        if (file != null) {
            write(file, shown);
        }
        return (measured ? ExitCode.OK : ExitCode.FAILED).code();
    }

    /// Whether there was nothing to measure or something came of it.
    private boolean measured(RelayNodeBook book, Output output) throws CommandFailure, InterruptedException {
        List<NodeEntry> nodes = chosen(book);
        NodesProgress.Form form = shared.json
                ? NodesProgress.Form.SILENT
                : Caller.atTerminal() ? NodesProgress.Form.BAR : NodesProgress.Form.LINES;
        NodesProgress progress = new NodesProgress(output, System.out, form);
        try (Interrupt interrupt = new Interrupt()) {
            interrupt.stopBy(book::close);
            return book.measure(nodes, progress) > 0 || nodes.isEmpty();
        } finally {
            progress.erase();
        }
    }

    /// Nearest first; what was not measured comes last.
    ///
    /// @throws CommandFailure when none is the one that is wanted
    private List<NodeEntry> chosen(RelayNodeBook book) throws CommandFailure, InterruptedException {
        String name = wanted;
        List<NodeEntry> all = book.entries().stream()
                .sorted(Comparator.comparing(
                        NodeEntry::latency, Comparator.nullsLast(Comparator.<Double>naturalOrder())))
                .toList();
        if (name == null) {
            return all;
        }
        List<NodeEntry> fitting =
                all.stream().filter(node -> node.isCalled(name)).toList();
        if (fitting.isEmpty()) {
            throw new CommandFailure(
                    "not-found",
                    "There is no relay node '" + name + "' in the table.",
                    "See which there are: peercade nodes.");
        }
        return fitting;
    }

    private static NodeRow row(NodeEntry entry) {
        return new NodeRow(
                entry.id(),
                entry.ipv4(),
                entry.ipv6(),
                entry.port(),
                entry.tlsPort(),
                entry.agentPort(),
                entry.certificatePin(),
                entry.registeredAt(),
                entry.signature(),
                entry.latency(),
                entry.download(),
                entry.upload(),
                entry.measuredAt());
    }

    /// For its owner only: how far nodes are says where one lives.
    private static void write(Path file, List<NodeEntry> nodes) throws CommandFailure {
        try {
            if (!Files.exists(file)
                    && file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, JsonMapper.builder().build().writeValueAsBytes(new NodeList(nodes)));
        } catch (IOException e) {
            throw new CommandFailure(
                    "failed", file + " could not be written.", "Name a file in a folder that you may write.", e);
        }
    }
}
