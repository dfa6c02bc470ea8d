package dev.peercade.cli;

import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.thread.FxThread;
import dev.peercade.desktop.window.WindowProgram;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.window.StreamerWindow;
import dev.peercade.viewer.window.ViewerWindow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/// The demo's streamer and viewer in windows, side by side.
///
/// @param folders where the windows keep what they keep: the demo's own, so that nothing of it stays
record DemoWindows(PeerCore core, StreamOptions stream, MediatorAccount viewer, UserFolders folders) {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /// Ends when both windows have been closed.
    WindowProgram program() {
        return new WindowProgram((stage, closed) -> {
            AtomicInteger open = new AtomicInteger(1);
            Runnable oneClosed = () -> {
                if (open.decrementAndGet() == 0) {
                    closed.run();
                }
            };
            Stage other = new Stage();
            place(stage, other);
            new StreamerWindow(core, folders, stage, oneClosed)
                    .open(stream.account(), _ -> stream, ConnectOptions.NORMAL);
            ViewerWindow watching = new ViewerWindow(core, folders, other, oneClosed);
            whenVisible(session -> {
                open.incrementAndGet();
                watching.open(viewer, session, ConnectOptions.NORMAL);
            });
        });
    }

    /// The viewer comes as soon as there is something to see.
    ///
    /// @param watch opens the viewer, of one session or of the list; JavaFX thread
    private void whenVisible(Consumer<@Nullable SessionChoice> watch) {
        Thread.ofVirtual().name("demo-viewer").start(() -> {
            try (MediatorClient client = core.client(viewer)) {
                List<StreamingSession> sessions = client.sessions();
                while (sessions.isEmpty()) {
                    Thread.sleep(BETWEEN_LOOKS);
                    sessions = client.sessions();
                }
                SessionChoice session = SessionChoice.of(sessions.getFirst());
                new FxThread().execute(() -> watch.accept(session));
            } catch (MediatorException e) {
                new FxThread().execute(() -> watch.accept(null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void place(Stage left, Stage right) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = screen.getWidth() / 2;
        double height = Math.min(screen.getHeight(), Math.max(560, width * 3 / 4));
        for (Stage stage : new Stage[] {left, right}) {
            stage.setX(stage == left ? screen.getMinX() : screen.getMinX() + width);
            stage.setY(screen.getMinY() + (screen.getHeight() - height) / 2);
            stage.setWidth(width);
            stage.setHeight(height);
        }
    }
}
