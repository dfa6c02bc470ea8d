package dev.peercade.viewer.window;

import dev.peercade.desktop.awake.KeepAwake;
import dev.peercade.desktop.network.NetworkModel;
import dev.peercade.desktop.settings.Setting;
import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.toast.Toast;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.SignInFlow;
import dev.peercade.desktop.window.WindowMode;
import dev.peercade.media.keep.Album;
import dev.peercade.media.keep.MediaFolders;
import dev.peercade.model.report.CommandEvent.Notice;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.watch.WatchKeys;
import dev.peercade.viewer.watch.WatchModel;
import dev.peercade.viewer.watch.WatchView;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The viewer in a window: sign-in, the live sessions, one of them. JavaFX thread.
public final class ViewerWindow {

    private final PeerCore core;
    private final UserFolders folders;
    private final SignInFlow signInFlow;
    private final Runnable closed;
    private final AppWindow window;
    private final Texts texts;
    private final Album album;
    private final Notices notices;
    private Runnable endBrowsing = () -> {};
    private @Nullable Watched watched;
    private @Nullable Runnable afterLeaving;
    /// What to watch as soon as somebody is signed in.
    private @Nullable SessionChoice wanted;
    private ConnectOptions asked = ConnectOptions.NORMAL;

    private record Watched(WatchModel model, WatchView view, KeepAwake awake) {}

    /// @param stage not shown yet
    /// @param closed runs when the window is gone and the session, if there was one, is left
    public ViewerWindow(PeerCore core, UserFolders folders, Stage stage, Runnable closed) {
        this.core = core;
        this.folders = folders;
        this.closed = closed;
        this.window = new AppWindow(
                stage,
                new AppWindow.Kind("viewer", "Peercade", "icon"),
                Objects.requireNonNull(ViewerWindow.class.getResource("/dev/peercade/viewer/viewer.css"), "viewer.css"),
                folders);
        this.signInFlow = new SignInFlow(window, new Accounts(core::client, core::forget, folders), this::enter);
        this.texts = window.texts("dev.peercade.viewer.Texts");
        this.notices = new Notices(window.toasts(), texts);
        Path config = Objects.requireNonNull(folders.config().getParent(), "a folder of all programs");
        this.album = new Album(
                () -> MediaFolders.of(config, Path.of(System.getProperty("user.home"))), Clock.systemDefaultZone());
        window.hotkey(
                WatchKeys.STATISTICS,
                whileWatching(model ->
                        model.statisticsShown().set(!model.statisticsShown().get())));
        window.hotkey(WatchKeys.SNAPSHOT, whileWatching(model -> model.keep().snapshot()));
        window.hotkey(WatchKeys.RECORD, whileWatching(model -> model.keep().toggleRecording()));
        window.setting(Setting.flag(texts, "settings.statistics", statistics()));
        window.setting(Setting.flag(texts, "settings.warnings", warnings()));
        window.network(account -> NetworkModel.of(core, account, folders.data(), window.work()));
        window.onClose(this::close);
    }

    private Runnable whileWatching(Consumer<WatchModel> action) {
        return () -> {
            if (watched != null) {
                action.accept(watched.model);
            }
        };
    }

    /// Shows the window.
    ///
    /// @param account who watches, or null to ask
    /// @param session what is watched, or null to choose
    /// @param connect what the command line has asked for
    public void open(@Nullable MediatorAccount account, @Nullable SessionChoice session, ConnectOptions connect) {
        wanted = session;
        asked = connect;
        if (account == null) {
            signInFlow.signIn();
        } else {
            enter(account);
        }
        window.open();
        core.warmUp();
    }

    private void enter(MediatorAccount account) {
        signInFlow.name(account, signOut -> {
            endBrowsing.run();
            leave(signOut);
        });
        SessionChoice session = wanted;
        wanted = null;
        if (session == null) {
            browse(account);
        } else {
            WatchModel model = watch(account, session);
            window.work()
                    .run(
                            () -> {
                                try (MediatorClient client = core.client(account)) {
                                    return client.session(session.id());
                                }
                            },
                            found -> name(model, found),
                            // It is a name only; joining says what is wrong.
                            _ -> {});
        }
    }

    private void browse(MediatorAccount account) {
        window.mode().set(WindowMode.WINDOWED);
        Browsing browsing = Browsing.open(
                core.client(account),
                window,
                texts,
                session -> name(watch(account, SessionChoice.of(session)), session));
        endBrowsing = browsing::close;
        signInFlow.follow(browsing.problem(), browsing::close);
    }

    private WatchModel watch(MediatorAccount account, SessionChoice session) {
        WatchOptions options = new WatchOptions(account, session, null, new WatchOptions.Files(null, null), connect());
        Runnable back = () -> leave(() -> browse(account));
        WatchModel model = new WatchModel(core, options, album, window.work(), new WatchModel.Listener() {
            @Override
            public void onNotice(Notice notice) {
                notices.show(notice);
            }

            @Override
            public void onOver() {
                window.toasts().show(Toast.Kind.INFO, texts.now("notice.over"));
                back.run();
            }
        });
        model.statisticsShown().bindBidirectional(statistics());
        model.warningsWanted().bindBidirectional(warnings());
        WatchView view = new WatchView(model, window, texts, back);
        watched = new Watched(model, view, KeepAwake.begin(folders.bus(), texts.now("watch.awake")));
        signInFlow.follow(model.problem(), () -> leave(() -> {}));
        endBrowsing.run();
        window.show(view);
        view.requestFocus();
        view.join();
        return model;
    }

    /// What the command line has asked for, and the settings.
    private ConnectOptions connect() {
        return new ConnectOptions(
                asked.push(), asked.relayOnly() || window.relayOnly().get());
    }

    private BooleanProperty statistics() {
        return window.preferences().flag("viewer.statistics", false);
    }

    private BooleanProperty warnings() {
        return window.preferences().flag("viewer.warnings", true);
    }

    private void name(WatchModel model, StreamingSession session) {
        String game = session.game().name();
        model.keep().game().set(game);
        model.setStreamer(session.streamer());
        model.about().set(texts.now("watch.about", game, session.streamer()));
    }

    /// @param then comes instead of what was to come when somebody has left already and the mediator takes its time
    private void leave(Runnable then) {
        Watched left = watched;
        if (left == null) {
            then.run();
            return;
        }
        boolean leaving = afterLeaving != null;
        afterLeaving = then;
        if (leaving) {
            return;
        }
        left.model.leave(() -> {
            watched = null;
            left.awake.close();
            left.view.close();
            Runnable next = Objects.requireNonNull(afterLeaving);
            afterLeaving = null;
            next.run();
        });
    }

    /// Leaves what is watched, and closes the window.
    public void close() {
        endBrowsing.run();
        window.hide(() -> leave(closed));
    }
}
