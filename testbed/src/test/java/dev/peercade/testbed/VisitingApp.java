package dev.peercade.testbed;

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
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/// A viewer that stays open and visits the one live session again and again. Writes the summary of each visit as a
/// line.
final class VisitingApp {

    private VisitingApp() {}

    /// @param args the mediator's address, a registered user, how many visits
    public static void main(String... args) throws Exception {
        MediatorAccount viewer = new MediatorAccount(URI.create(args[0]), args[1], Rest.PASSWORD, false, null);
        try (PeerCore app = PeerCore.open(PeerCoreSettings.defaults())) {
            app.warmUp();
            UUID session;
            try (MediatorClient client = app.client(viewer)) {
                session = client.sessions().getFirst().id();
            }
            for (int visit = 0; visit < Integer.parseInt(args[2]); visit++) {
                visit(app, viewer, session);
            }
        }
    }

    private static void visit(PeerCore app, MediatorAccount viewer, UUID session) throws Exception {
        MonoTime wish = new MonoTime(System.nanoTime());
        WatchOptions options = new WatchOptions(
                viewer,
                SessionChoice.byId(session),
                Duration.ofMillis(300),
                new WatchOptions.Files(null, null),
                ConnectOptions.NORMAL);
        new Viewing(app, options, VisitingApp::tell, wish, wish).run();
    }

    private static void tell(CommandEvent event) {
        if (event instanceof CommandEvent.Summary summary) {
            System.out.printf("{\"firstFrameMs\":%d}%n", summary.figures().firstFrameMs());
        }
    }
}
