package dev.peercade.streamer.window;

import dev.peercade.desktop.signin.Accounts;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.SignInFlow;
import dev.peercade.media.SourceList;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.air.AirModel;
import dev.peercade.streamer.air.AirView;
import dev.peercade.streamer.studio.StudioModel;
import dev.peercade.streamer.studio.StudioView;
import java.util.Objects;
import java.util.function.Function;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The streamer in a window: sign-in, studio, live. JavaFX thread.
public final class StreamerWindow {

    private final PeerCore core;
    private final SignInFlow signInFlow;
    private final Runnable closed;
    private final AppWindow window;
    private final Work work;
    private final Texts texts;
    private @Nullable AirModel live;
    /// What to show as soon as somebody is signed in, without the studio.
    private @Nullable Function<MediatorAccount, StreamOptions> wanted;

    /// @param stage not shown yet
    /// @param closed runs when the window is gone and the stream, if there was one, has ended
    public StreamerWindow(PeerCore core, UserFolders folders, Stage stage, Runnable closed) {
        this.core = core;
        this.closed = closed;
        this.window = new AppWindow(
                stage,
                new AppWindow.Kind("streamer", "Peercade Studio"),
                Objects.requireNonNull(
                        StreamerWindow.class.getResource("/dev/peercade/streamer/streamer.css"), "streamer.css"),
                folders);
        this.signInFlow = new SignInFlow(window, new Accounts(core::client, folders), this::enter);
        this.work = window.work();
        this.texts = window.texts("dev.peercade.streamer.Texts");
        window.onClose(this::close);
    }

    /// Shows the window.
    ///
    /// @param account who streams, or null to ask
    /// @param show what is shown, or null to choose
    public void open(@Nullable MediatorAccount account, @Nullable Function<MediatorAccount, StreamOptions> show) {
        wanted = show;
        if (account == null) {
            signInFlow.signIn();
        } else {
            enter(account);
        }
        window.open();
        core.warmUp();
    }

    private void enter(MediatorAccount account) {
        signInFlow.name(account, () -> {});
        Function<MediatorAccount, StreamOptions> show = wanted;
        wanted = null;
        if (show == null) {
            studio(account);
        } else {
            air(account, show.apply(account));
        }
    }

    private void studio(MediatorAccount account) {
        StudioModel model =
                new StudioModel(account, () -> SourceList.list(null), work, options -> air(account, options));
        window.showFramed(new StudioView(model, texts, window.shared()));
        model.refresh();
    }

    private void air(MediatorAccount account, StreamOptions options) {
        AirModel model = new AirModel(core, options, work);
        live = model;
        window.showFramed(new AirView(
                model,
                texts,
                window.shared(),
                new AirView.Around(window::ask, window.toasts()::show, work.window(), () -> studio(account))));
        model.streamerMode().bindBidirectional(window.preferences().flag("streamer-mode", false));
        model.preview().bindBidirectional(window.preferences().flag("preview", true));
        model.begin();
    }

    /// Ends the stream, and closes the window.
    public void close() {
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
