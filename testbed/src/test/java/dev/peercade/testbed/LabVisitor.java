package dev.peercade.testbed;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionChoice;
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
/// up, leaves a moment after media has come, and writes an event `visit` with the `path`, or `none`, `firstFrameMs`,
/// as in a summary, and `connectedMs`, when the first media came that could be decrypted, or 0 where none did.
final class LabVisitor {

    /// The lab's mediator has no certificate.
    private static final PeerCoreSettings SETTINGS =
            new PeerCoreSettings(null, null, false, true, PeerCoreSettings.Memory.NONE);

    /// Paths are told once a second.
    private static final int PATH_KNOWN_MS = 1200;

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
            CompletableFuture<Long> media = new CompletableFuture<>();
            Viewing viewing = new Viewing(
                    app,
                    new WatchOptions(
                            viewer,
                            SessionChoice.byId(session),
                            null,
                            new WatchOptions.Files(null, null),
                            ConnectOptions.NORMAL),
                    event -> tell(event, media),
                    wish,
                    wish);
            var givingUp = clock.schedule(viewing::stop, patienceMs, TimeUnit.MILLISECONDS);
            media.thenRun(() -> clock.schedule(viewing::stop, PATH_KNOWN_MS, TimeUnit.MILLISECONDS));
            viewing.run();
            givingUp.cancel(false);
        }
    }

    private static void tell(CommandEvent event, CompletableFuture<Long> media) {
        switch (event) {
            case CommandEvent.Step step
            when step.step().equals(ProtocolStep.STREAM.number()) -> media.complete(step.atMs());
            case CommandEvent.Summary summary ->
                System.out.printf(
                        "{\"event\":\"visit\",\"path\":\"%s\",\"firstFrameMs\":%d,\"connectedMs\":%d}%n",
                        media.isDone() ? summary.figures().path() : "none",
                        summary.figures().firstFrameMs(),
                        media.getNow(0L));
            case CommandEvent.Notice notice -> System.err.println(notice.code() + ": " + notice.text());
            default -> {}
        }
    }
}
