package dev.peercade.viewer.window;

import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.viewer.browse.BrowseModel;
import dev.peercade.viewer.browse.BrowseView;
import dev.peercade.viewer.browse.Thumbnails;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;

/// The list of live sessions on the screen, with all that keeps it up to date. JavaFX thread.
final class Browsing implements AutoCloseable {

    /// For ages, which are told in minutes, and for polls while there is no channel.
    private static final Duration TICK = Duration.ofSeconds(5);

    private final MediatorClient client;
    private final BrowseModel model;
    private final Thumbnails thumbnails;
    private final Runnable endTicks;

    private Browsing(MediatorClient client, BrowseModel model, Thumbnails thumbnails, Runnable endTicks) {
        this.client = client;
        this.model = model;
        this.thumbnails = thumbnails;
        this.endTicks = endTicks;
    }

    /// @param picked takes the session that the user wants to see
    static Browsing open(
            PeerCore core,
            MediatorAccount account,
            AppWindow window,
            Texts texts,
            Consumer<StreamingSession> picked) {
        MediatorClient client = core.client(account);
        BrowseModel model = new BrowseModel(client::sessions, window.work(), Clock.systemUTC(), picked);
        Thumbnails thumbnails = new Thumbnails(_ -> null, window.work());
        BrowseView view = new BrowseView(model, thumbnails, texts, window.shared());
        window.showFramed(view);
        // A field that has the focus hides what it is for, and its blinking caret has the window drawn all the time.
        view.requestFocus();
        model.refresh();
        return new Browsing(client, model, thumbnails, window.work().every(TICK, model::tick));
    }

    @Override
    public void close() {
        endTicks.run();
        client.close();
    }
}
