package dev.peercade.streamer.window;

import dev.peercade.desktop.awake.KeepAwake;
import dev.peercade.desktop.network.NetworkModel;
import dev.peercade.desktop.settings.Setting;
import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.SignInFlow;
import dev.peercade.media.CaptureExclusion;
import dev.peercade.media.keep.Album;
import dev.peercade.media.keep.MediaFolders;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.air.AirModel;
import dev.peercade.streamer.air.AirView;
import dev.peercade.streamer.check.Check;
import dev.peercade.streamer.check.CheckModel;
import dev.peercade.streamer.check.CheckView;
import dev.peercade.streamer.studio.LocalStudio;
import dev.peercade.streamer.studio.QualityView;
import dev.peercade.streamer.studio.StudioModel;
import dev.peercade.streamer.studio.StudioView;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Parent;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The streamer in a window: sign-in, studio, live. JavaFX thread.
public final class StreamerWindow {

    private static final AppWindow.Kind KIND = new AppWindow.Kind("streamer", "Peercade Studio", "studio-icon");

    private final PeerCore core;
    private final UserFolders folders;
    private final SignInFlow signInFlow;
    private final Runnable closed;
    private final AppWindow window;
    private final Work work;
    private final Texts texts;
    private final Album album;
    private @Nullable AirView onAir;
    private Runnable leaveScreen = () -> {};
    private @Nullable AirModel live;
    /// What to show as soon as somebody is signed in, without the studio.
    private @Nullable Function<MediatorAccount, StreamOptions> wanted;
    private ConnectOptions asked = ConnectOptions.NORMAL;

    /// @param stage not shown yet
    /// @param closed runs when the window is gone and the stream, if there was one, has ended
    public StreamerWindow(PeerCore core, UserFolders folders, Stage stage, Runnable closed) {
        this.core = core;
        this.folders = folders;
        this.closed = closed;
        this.window = new AppWindow(
                stage,
                KIND,
                Objects.requireNonNull(
                        StreamerWindow.class.getResource("/dev/peercade/streamer/streamer.css"), "streamer.css"),
                folders);
        this.signInFlow = new SignInFlow(window, new Accounts(core::client, core::forget, folders), this::enter);
        this.work = window.work();
        this.texts = window.texts("dev.peercade.streamer.Texts");
        window.nameHidden().bindBidirectional(namesHidden());
        window.setting(Setting.of(texts, "settings.quality", () -> QualityView.presets(window.preferences(), texts)));
        window.setting(Setting.flag(texts, "settings.streamer-mode", namesHidden()));
        Path config = Objects.requireNonNull(folders.config().getParent(), "a folder of all programs");
        this.album = new Album(
                () -> MediaFolders.of(config, Path.of(System.getProperty("user.home"))), Clock.systemDefaultZone());
        window.network(account -> NetworkModel.of(core, account, folders.data(), window.work()));
        window.onClose(this::closeUnlessWatched);
    }

    /// Shows the window.
    ///
    /// @param account who streams, or null to ask
    /// @param show what is shown, or null to choose
    /// @param connect what the command line has asked for
    public void open(
            @Nullable MediatorAccount account,
            @Nullable Function<MediatorAccount, StreamOptions> show,
            ConnectOptions connect) {
        wanted = show;
        asked = connect;
        if (account == null) {
            signInFlow.signIn();
        } else {
            enter(account);
        }
        window.open();
        CaptureExclusion.exclude(KIND.title());
        core.warmUp();
    }

    private void enter(MediatorAccount account) {
        signInFlow.name(
                account,
                signOut -> unlessWatched(() -> {
                    leaveScreen();
                    signOut.run();
                }));
        Function<MediatorAccount, StreamOptions> show = wanted;
        wanted = null;
        if (show == null && checked().get()) {
            studio(account);
        } else if (show == null) {
            check(account);
        } else {
            air(account, show.apply(account));
        }
    }

    private void studio(MediatorAccount account) {
        StudioModel model = new StudioModel(
                account,
                new LocalStudio(core, account, KIND.title()),
                window.preferences(),
                work,
                options -> air(account, options));
        StudioView view = new StudioView(model, texts, window.shared(), () -> check(account));
        show(view, view::close);
        model.sources().refresh();
    }

    private void check(MediatorAccount account) {
        CheckModel model = new CheckModel(Check.of(core, account), work);
        show(
                new CheckView(model, texts, window.shared(), window.shown(), () -> {
                    checked().set(true);
                    studio(account);
                }),
                () -> {});
        model.run();
    }

    /// Streamer mode.
    private BooleanProperty namesHidden() {
        return window.preferences().flag("streamer.hide-names", false);
    }

    /// Whether this machine has been looked at once.
    private BooleanProperty checked() {
        return window.preferences().flag("streamer.checked", false);
    }

    /// @param close frees what the screen holds, when it goes
    private void show(Parent screen, Runnable close) {
        leaveScreen();
        leaveScreen = close;
        onAir = null;
        window.showFramed(screen);
    }

    private void leaveScreen() {
        Runnable leaving = leaveScreen;
        leaveScreen = () -> {};
        leaving.run();
    }

    private void air(MediatorAccount account, StreamOptions options) {
        boolean relayOnly = asked.relayOnly() || window.relayOnly().get();
        AirModel model = new AirModel(core, options.relayed(relayOnly), album, work);
        live = model;
        model.streamerMode().bindBidirectional(namesHidden());
        model.preview().bindBidirectional(window.preferences().flag("streamer.air-preview", true));
        model.inUse().bind(window.inUse());
        AirView view = new AirView(
                model,
                texts,
                window.shared(),
                new AirView.Around(window::ask, window.toasts()::show, () -> studio(account)));
        show(view, view::close);
        onAir = view;
        signInFlow.follow(model.problem(), this::leaveScreen);
        KeepAwake awake = KeepAwake.begin(folders.bus(), texts.now("air.awake"));
        model.phase().subscribe(phase -> {
            if (phase == AirModel.Phase.ENDED) {
                awake.close();
            }
        });
        model.begin();
    }

    private void closeUnlessWatched() {
        unlessWatched(this::close);
    }

    /// Asks first where that would end a stream that somebody watches.
    private void unlessWatched(Runnable then) {
        AirView view = onAir;
        if (view == null) {
            then.run();
        } else {
            view.end(then);
        }
    }

    /// Ends the stream, and closes the window.
    public void close() {
        leaveScreen();
        AirModel ending = live;
        window.hide(() -> {
            if (ending == null) {
                closed.run();
            } else {
                ending.end(closed);
            }
        });
    }
}
