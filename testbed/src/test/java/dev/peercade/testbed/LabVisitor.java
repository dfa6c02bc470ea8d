package dev.peercade.testbed;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A viewer for whom a whole network changes between two visits: it starts Java once, and all else anew at each.
/// Visits the one live session once for each line of its input, which says after how many milliseconds it gives
/// up, and writes an event `visit` with `path` and `firstFrameMs`, both as in a summary.
final class LabVisitor {

    private static final Duration STAY = Duration.ofMillis(300);

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
            Viewing viewing = new Viewing(
                    app,
                    new WatchOptions(viewer, session, STAY, new WatchOptions.Files(null, null), true),
                    LabVisitor::tell,
                    wish,
                    wish);
            var givingUp = clock.schedule(viewing::stop, patienceMs, TimeUnit.MILLISECONDS);
            viewing.run();
            givingUp.cancel(false);
        }
    }

    private static void tell(CommandEvent event) {
        if (event instanceof CommandEvent.Summary summary) {
            System.out.printf(
                    "{\"event\":\"visit\",\"path\":\"%s\",\"firstFrameMs\":%d}%n",
                    summary.figures().path(), summary.figures().firstFrameMs());
        }
    }
}
