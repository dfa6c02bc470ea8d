package dev.peercade.viewer.window;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionListEvent;
import dev.peercade.peer.session.SessionListWatch;
import dev.peercade.viewer.browse.BrowseModel;
import dev.peercade.viewer.browse.BrowseView;
import dev.peercade.viewer.browse.Thumbnails;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.jspecify.annotations.Nullable;

/// The list of live sessions on the screen, with all that keeps it up to date. JavaFX thread.
final class Browsing implements AutoCloseable {

    /// For ages, which are told in minutes, and for polls while there is no channel.
    private static final Duration TICK = Duration.ofSeconds(5);

    private final Work work;
    private final BrowseModel model;
    private final MediatorClient client;
    private final SessionListWatch watch;
    private final Runnable endTicks;
    private boolean closed;

    private Browsing(Work work, BrowseModel model, MediatorClient client) {
        this.work = work;
        this.model = model;
        this.client = client;
        this.watch = client.watchSessions(event -> work.window().execute(() -> tell(event)));
        this.endTicks = work.every(TICK, model::tick);
    }

    /// @param picked takes the session that the user wants to see
    static Browsing open(MediatorClient client, AppWindow window, Texts texts, Consumer<StreamingSession> picked) {
        BrowseModel model = new BrowseModel(client::sessions, window.work(), Clock.systemUTC(), picked);
        Thumbnails thumbnails = new Thumbnails(client::thumbnail, window.work());
        BrowseView view = new BrowseView(model, thumbnails, texts, window.shared());
        window.showFramed(view);
        // A field that has the focus hides what it is for, and its blinking caret has the window drawn all the
        // time.
        view.requestFocus();
        model.refresh();
        return new Browsing(window.work(), model, client);
    }

    private void tell(SessionListEvent event) {
        if (closed) {
            return;
        }
        switch (event) {
            case SessionListEvent.ReadAgain _ -> model.follow();
            case SessionListEvent.Changed(StreamingSession session) -> model.changed(session);
            case SessionListEvent.Away _ -> model.followNoMore();
        }
    }

    /// Why there is no list, or null.
    ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return model.problem();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        endTicks.run();
        watch.close();
        client.close();
    }
}
