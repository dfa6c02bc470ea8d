package dev.peercade.testbed;

import dev.peercade.desktop.preferences.Language;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.viewer.window.ViewerWindow;
import javafx.scene.input.KeyCode;

/// Through the viewer's screens, and what may go wrong on the way.
final class ViewerTour {

    private final TourWindow window;
    private TestMediator mediator;
    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    private final TourPeers peers;

    ViewerTour(TourWindow window, TestMediator mediator) {
        this.window = window;
        this.mediator = mediator;
        this.peers = new TourPeers(core, mediator);
    }

    /// The mediator is closed at the end.
    void walk() throws Exception {
        ViewerWindow[] opened = new ViewerWindow[1];
        window.open(stage -> {
            opened[0] = new ViewerWindow(core, window.folders("ben"), stage, () -> {});
            opened[0].open(peers.account("ben"), null, ConnectOptions.NORMAL);
        });
        window.see(".said");
        window.pause(1);
        window.shoot("viewer-nobody-live");
        Broadcast doom = peers.stream(
                "anna", "Freedoom", "First evening with the new maps", new SourceSpec.WindowByTitle("Freedoom"));
        Broadcast quiet = peers.stream("cleo", "Chess", "Endgames, slowly", new SourceSpec.Scene());
        list();
        watch();
        mediatorRestarts();
        doom.decide("ben", Broadcast.Verdict.DROP);
        window.see(".problem-cause");
        window.shoot("error-viewer-dropped");
        window.click("#watch-back");
        endsWhileJoining();
        streamEnds(quiet);
        doom.stop();
        mediator.close();
        window.see(".problem-cause");
        window.pause(1);
        window.shoot("error-server-down");
        window.close(opened[0]::close);
        core.close();
    }

    private void list() throws Exception {
        window.awaitImages(".session-card .image-view", 2);
        window.shoot("viewer-sessions");
        window.language(Language.GERMAN);
        window.shoot("viewer-sessions-german");
        window.language(Language.ENGLISH);
        window.write("#browse-search", "tennis");
        window.pause(1);
        window.shoot("viewer-nothing-fits");
        window.click("#browse-clear");
    }

    private void watch() throws Exception {
        window.clickNamed(".session-card", "anna", () -> {});
        window.awaitPicture();
        window.robot().moveBy(40, 40);
        window.see("#watch-controls");
        window.shoot("viewer-watching");
        window.chord(KeyCode.S);
        window.awaitText("#watch-statistics", text -> !text.isBlank());
        window.pause(8);
        window.shoot("viewer-statistics");
    }

    private void mediatorRestarts() throws Exception {
        mediator.close();
        window.awaitToast();
        window.shoot("error-mediator-away-picture-goes-on");
        mediator = mediator.startAgain();
        window.awaitCount(".notification", 0);
        window.awaitToast();
        window.shoot("mediator-back");
    }

    private void endsWhileJoining() throws Exception {
        Broadcast asks = peers.stream(
                "dora", new StreamOptions.Show("Chess", "By invitation", Admission.ASK, true), new SourceSpec.Scene());
        window.clickNamed(".session-card", "dora", () -> {});
        window.awaitText(".panel .title-4", text -> text.startsWith("Waiting"));
        window.shoot("viewer-waits-to-be-let-in");
        asks.stop();
        window.see(".problem-cause");
        window.pause(1);
        window.shoot("error-ended-while-joining");
        window.click("#watch-back");
    }

    private void streamEnds(Broadcast stream) throws Exception {
        window.clickNamed(".session-card", "cleo", () -> {});
        window.awaitPicture();
        stream.stop();
        window.see(".session-card");
        window.awaitToast();
        window.shoot("viewer-stream-ended");
    }
}
