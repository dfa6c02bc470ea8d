package dev.peercade.testbed;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A viewer for whom a whole network changes between two visits: it starts Java once, and all else anew at each.
/// Visits the one live session once for each line of its input, which says after how many milliseconds it gives
/// up, leaves when it knows the path, and writes an event `visit` with that `path`, or `none`, and `firstFrameMs`,
/// as in a summary.
final class LabVisitor {

    /// The lab's mediator has no certificate.
    private static final PeerCoreSettings SETTINGS = new PeerCoreSettings(null, null, false, true);

    private LabVisitor() {}

    /// @param args the mediator's address, a registered user
    public static void main(String... args) throws Exception {
        MediatorAccount viewer = new MediatorAccount(URI.create(args[0]), args[1], Rest.PASSWORD, false, null);
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                visit(viewer, Integer.parseInt(line), clock);
            }
        }
    }

    private static void visit(MediatorAccount viewer, int patienceMs, ScheduledExecutorService clock) throws Exception {
        MonoTime wish = new MonoTime(System.nanoTime());
        try (PeerCore app = PeerCore.open(SETTINGS)) {
            UUID session;
            try (MediatorClient client = app.client(viewer)) {
                session = client.sessions().getFirst().id();
            }
            CompletableFuture<String> path = new CompletableFuture<>();
            Viewing viewing = new Viewing(
                    app,
                    new WatchOptions(viewer, session, null, new WatchOptions.Files(null, null), ConnectOptions.NORMAL),
                    event -> tell(event, path),
                    wish,
                    wish);
            var givingUp = clock.schedule(viewing::stop, patienceMs, TimeUnit.MILLISECONDS);
            path.thenRun(viewing::stop);
            viewing.run();
            givingUp.cancel(false);
        }
    }

    /// The path is told once a second.
    private static void tell(CommandEvent event, CompletableFuture<String> path) {
        switch (event) {
            case CommandEvent.Figures told
            when told.figures().path() != null -> path.complete(told.figures().path());
            case CommandEvent.Summary summary ->
                System.out.printf(
                        "{\"event\":\"visit\",\"path\":\"%s\",\"firstFrameMs\":%d}%n",
                        path.getNow("none"), summary.figures().firstFrameMs());
            case CommandEvent.Notice notice -> System.err.println(notice.code() + ": " + notice.text());
            default -> {}
        }
    }
}
