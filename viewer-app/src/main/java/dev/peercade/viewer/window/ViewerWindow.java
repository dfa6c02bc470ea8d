package dev.peercade.viewer.window;

import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.SignInFlow;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.viewer.browse.BrowseModel;
import dev.peercade.viewer.browse.BrowseView;
import dev.peercade.viewer.join.WatchModel;
import dev.peercade.viewer.join.WatchView;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The viewer in a window: sign-in, the live sessions, one of them. JavaFX thread.
public final class ViewerWindow {

    private static final Hotkey STATISTICS = new Hotkey("statistics", Chord.moonlight("S"));
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final PeerCore core;
    private final SignInFlow signInFlow;
    private final Runnable closed;
    private final AppWindow window;
    private final Work work;
    private final Texts texts;
    private Runnable endRefreshing = () -> {};
    private @Nullable Watched watched;
    /// What to watch as soon as somebody is signed in.
    private @Nullable UUID wanted;

    private record Watched(WatchModel model, WatchView view) {}

    /// @param stage not shown yet
    /// @param closed runs when the window is gone and the session, if there was one, is left
    public ViewerWindow(PeerCore core, UserFolders folders, Stage stage, Runnable closed) {
        this.core = core;
        this.closed = closed;
        this.window = new AppWindow(
                stage,
                new AppWindow.Kind("viewer", "Peercade"),
                Objects.requireNonNull(ViewerWindow.class.getResource("/dev/peercade/viewer/viewer.css"), "viewer.css"),
                folders);
        this.signInFlow = new SignInFlow(window, new Accounts(core::client, folders), this::enter);
        this.work = window.work();
        this.texts = window.texts("dev.peercade.viewer.Texts");
        window.hotkey(STATISTICS, this::toggleStatistics);
        window.onClose(this::close);
    }

    /// Shows the window.
    ///
    /// @param account who watches, or null to ask
    /// @param session what is watched, or null to choose
    public void open(@Nullable MediatorAccount account, @Nullable UUID session) {
        wanted = session;
        if (account == null) {
            signInFlow.signIn();
        } else {
            enter(account);
        }
        window.open();
        core.warmUp();
    }

    private void enter(MediatorAccount account) {
        signInFlow.name(account, () -> endRefreshing.run());
        UUID session = wanted;
        wanted = null;
        if (session == null) {
            browse(account);
        } else {
            watch(account, session);
        }
    }

    private void browse(MediatorAccount account) {
        BrowseModel model = new BrowseModel(
                () -> {
                    try (MediatorClient client = core.client(account)) {
                        return client.sessions();
                    }
                },
                work,
                session -> watch(account, session.id()));
        BrowseView view = new BrowseView(model, texts, window.shared(), Clock.systemUTC());
        endRefreshing.run();
        window.showFramed(view);
        // A field that has the focus hides what it is for, and its blinking caret has the window drawn all the time.
        view.requestFocus();
        model.refresh();
        endRefreshing = work.every(REFRESH, model::refresh);
    }

    private void watch(MediatorAccount account, UUID session) {
        WatchModel model = new WatchModel(core, account, session, work);
        WatchView view =
                new WatchView(model, texts, window.shared(), work.window(), () -> leave(() -> browse(account)));
        watched = new Watched(model, view);
        endRefreshing.run();
        window.show(view);
        view.join();
    }

    private void toggleStatistics() {
        if (watched != null) {
            watched.model.statisticsShown().set(!watched.model.statisticsShown().get());
        }
    }

    private void leave(Runnable then) {
        Watched left = watched;
        if (left == null) {
            then.run();
            return;
        }
        watched = null;
        left.model.leave(() -> {
            left.view.close();
            then.run();
        });
    }

    /// Leaves what is watched, and closes the window.
    public void close() {
        endRefreshing.run();
        window.hide(() -> leave(closed));
    }
}
