package dev.peercade.testbed;

import dev.peercade.desktop.preferences.Language;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.streamer.window.StreamerWindow;
import dev.peercade.viewer.Viewing;
import java.util.UUID;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;

/// Through the streamer's screens, from the first start to the end of a stream.
final class StreamerTour {

    private final TourWindow window;
    private final TestMediator mediator;
    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    private final TourPeers peers;

    StreamerTour(TourWindow window, TestMediator mediator) {
        this.window = window;
        this.mediator = mediator;
        this.peers = new TourPeers(core, mediator);
    }

    void walk() throws Exception {
        StreamerWindow[] opened = new StreamerWindow[1];
        window.open(stage -> {
            opened[0] = new StreamerWindow(core, window.folders("anna"), stage, () -> {});
            opened[0].open(null, null, ConnectOptions.NORMAL);
        });
        signIn();
        check();
        studio();
        live();
        windowThatCloses();
        window.close(opened[0]::close);
        core.close();
    }

    private void signIn() throws Exception {
        window.see("#sign-in-server");
        window.shoot("sign-in");
        window.signIn("http://localhost:9", "anna", Rest.PASSWORD);
        window.see(".problem-cause");
        window.shoot("error-sign-in-server-down");
        window.signIn(mediator.running().uri().toString(), "anna", "not the one");
        window.awaitText(".problem-cause", text -> text.contains("assword"));
        window.shoot("error-wrong-password");
        window.write("#sign-in-password", Rest.PASSWORD);
        window.click("#sign-in-register");
        window.click("#sign-in-submit");
    }

    private void check() throws Exception {
        window.awaitText("#check-verdict", text -> !text.contains("Looking"));
        window.shoot("streamer-check");
        window.click("#check-on");
    }

    private void studio() throws Exception {
        window.awaitImages(".source-still .image-view", 1);
        window.awaitPicture();
        window.shoot("streamer-studio");
        @SuppressWarnings("unchecked")
        var quality = (ComboBox<Object>) window.see("#studio-quality");
        window.robot().interact(() -> quality.getSelectionModel().selectLast());
        window.pause(1);
        window.shoot("streamer-studio-custom");
        window.robot().interact(() -> quality.getSelectionModel().selectFirst());
        window.click("#bar-settings");
        window.see("#settings");
        window.shoot("settings");
        window.click("#settings-close");
        window.click("#bar-network");
        window.awaitText("#doctor-verdict", text -> text.startsWith("Everything works"));
        window.shoot("network");
        window.click("#network-close");
        window.language(Language.GERMAN);
        window.shoot("streamer-studio-german");
        window.language(Language.ENGLISH);
        window.write("#studio-title", "First evening with the new maps");
        for (String box : new String[] {"#studio-ask", "#studio-thumbnail"}) {
            CheckBox wanted = (CheckBox) window.see(box);
            window.robot().interact(wanted::fire);
        }
    }

    private void live() throws Exception {
        window.click("#studio-live");
        window.awaitText("#air-phase", text -> text.contains("nobody"));
        window.shoot("streamer-live-nobody-yet");
        UUID session =
                UUID.fromString(mediator.rest().onlySession("ben").path("id").asString());
        Viewing ben = peers.watch("ben", session);
        Viewing cleo = peers.watch("cleo", session);
        window.awaitCount("#air-requests .request", 2);
        window.pause(1);
        window.shoot("streamer-viewers-ask");
        for (int still = 1; still >= 0; still--) {
            window.click("#air-requests .accent");
            window.awaitCount("#air-requests .request", still);
        }
        window.awaitCount("#air-rows .button", 2);
        window.awaitText("#air-clock", text -> !text.equals("0:00"));
        window.pause(8);
        window.shoot("streamer-live");
        window.click("#air-rows .button");
        window.see("#question-yes");
        window.shoot("streamer-remove-question");
        window.click("#question-no");
        window.click("#air-streamer-mode");
        window.click("#air-pause");
        window.awaitText("#air-mark", text -> text.contains("PAUSED"));
        window.pause(1);
        window.shoot("streamer-paused-names-hidden");
        window.click("#air-pause");
        window.click("#air-streamer-mode");
        window.click("#air-end");
        window.see("#question-yes");
        window.shoot("streamer-end-question");
        window.click("#question-yes");
        window.see("#air-ending");
        window.pause(1);
        window.shoot("streamer-ended");
        ben.stop();
        cleo.stop();
        window.click("#air-back");
    }

    /// What is captured goes away in the middle of the stream.
    private void windowThatCloses() throws Exception {
        Process clock = new ProcessBuilder(Tools.require("xterm"), "-T", "Chess", "-e", "sleep", "600").start();
        try {
            window.see("#studio-live");
            window.clickNamed(".source-tile", "Chess", () -> window.click("#studio-refresh"));
            window.click("#studio-live");
            window.awaitText("#air-phase", text -> text.contains("nobody"));
        } finally {
            clock.destroy();
        }
        window.see(".problem-cause");
        window.pause(1);
        window.shoot("error-captured-window-closed");
    }
}
