package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;

import com.sun.management.ThreadMXBean;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.thread.FxThread;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.Question;
import dev.peercade.media.keep.Album;
import dev.peercade.media.keep.MediaFolders;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.watch.WatchKeys;
import dev.peercade.viewer.watch.WatchModel;
import dev.peercade.viewer.watch.WatchView;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.application.Platform;
import javafx.stage.Stage;

/// The viewer's window in a process of its own: watches a session while the window has other things to do, and prints
/// what that cost. Started by [WindowBenchmark].
///
/// Arguments: the mediator, the session, the picture's size as in `1280x720`, seconds for each part, a folder.
final class WindowLoad {

    private static final String NAME = "ben";

    /// Joining, and the first look of the compiler at it all.
    private static final int WARM_UP_SECONDS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /// What the window has to do beside the picture.
    private enum Part {
        NOTHING(Duration.ofSeconds(1)),
        A_DIALOG_OPENS_OR_CLOSES(Duration.ofMillis(500)),
        THE_THEME_CHANGES(Duration.ofSeconds(1)),
        THE_WINDOW_IS_RESIZED(Duration.ofMillis(100)),
        THE_WINDOW_IS_SMALLER_THAN_THE_PICTURE(Duration.ofSeconds(1));

        private final Duration period;

        Part(Duration period) {
            this.period = period;
        }
    }

    private final BlockingQueue<StreamFigures> figures = new LinkedBlockingQueue<>();
    private final Stage stage;
    private final AppWindow window;
    private final int width;

    private WindowLoad(PeerCore core, URI mediator, UUID session, int width, int height, Path folder) {
        UserFolders folders = UserFolders.of(Map.of(
                "XDG_CONFIG_HOME",
                folder.resolve("config").toString(),
                "XDG_DATA_HOME",
                folder.resolve("data").toString()));
        this.width = width;
        stage = new Stage();
        window = new AppWindow(
                stage,
                new AppWindow.Kind("viewer", "Peercade", "icon"),
                requireNonNull(WatchView.class.getResource("/dev/peercade/viewer/viewer.css")),
                folders);
        for (Hotkey hotkey : List.of(WatchKeys.STATISTICS, WatchKeys.SNAPSHOT, WatchKeys.RECORD)) {
            window.hotkey(hotkey, () -> {});
        }
        Album album = new Album(() -> MediaFolders.of(folder, folder), Clock.systemDefaultZone());
        WatchModel model = new WatchModel(
                core,
                new WatchOptions(
                        new MediatorAccount(mediator, NAME, Rest.PASSWORD, false, null),
                        SessionChoice.byId(session),
                        null,
                        new WatchOptions.Files(null, null),
                        ConnectOptions.NORMAL),
                album,
                window.work(),
                new WatchModel.Listener() {
                    @Override
                    public void onNotice(CommandEvent.Notice notice) {}

                    @Override
                    public void onOver() {}
                });
        model.figures().subscribe(now -> {
            if (now != null) {
                figures.add(now);
            }
        });
        WatchView view = new WatchView(model, window, window.texts("dev.peercade.viewer.Texts"), () -> {});
        stage.setX(0);
        stage.setY(0);
        stage.setWidth(width);
        stage.setHeight(height);
        window.show(view);
        window.open();
        view.join();
    }

    public static void main(String[] arguments) throws Exception {
        String[] size = arguments[2].split("x");
        FxThread.start();
        try {
            WindowLoad load = Screen.onFx(() -> new WindowLoad(
                    PeerCore.open(PeerCoreSettings.defaults()),
                    URI.create(arguments[0]),
                    UUID.fromString(arguments[1]),
                    Integer.parseInt(size[0]),
                    Integer.parseInt(size[1]),
                    Path.of(arguments[4])));
            for (int second = 0; second < WARM_UP_SECONDS; second++) {
                load.figures.take();
            }
            for (Part part : Part.values()) {
                System.out.println(arguments[2] + ", " + load.measure(part, Integer.parseInt(arguments[3])));
            }
            // The streamer sees the viewer leave by itself.
            Runtime.getRuntime().halt(0);
        } finally {
            // JavaFX goes on without windows.
            Platform.exit();
        }
    }

    /// One line of figures.
    private String measure(Part part, int seconds) throws InterruptedException {
        AtomicInteger turns = new AtomicInteger();
        figures.clear();
        // The second that is under way has seen something else.
        long before = figures.take().lateFrames();
        BlockingQueue<Runnable> end = new LinkedBlockingQueue<>();
        window.work()
                .window()
                .execute(() -> end.add(window.work().every(part.period, () -> act(part, turns.getAndIncrement()))));
        Runnable stop = end.take();
        long cpu = cpuNanos();
        long allocated = THREADS.getTotalThreadAllocatedBytes();
        long began = System.nanoTime();
        List<StreamFigures> seen = new ArrayList<>();
        while (seen.size() < seconds) {
            seen.add(figures.take());
        }
        double elapsed = System.nanoTime() - began;
        double cores = (cpuNanos() - cpu) / elapsed;
        double megabytes = (THREADS.getTotalThreadAllocatedBytes() - allocated) / 1e6 / (elapsed / 1e9);
        window.work().window().execute(() -> {
            stop.run();
            window.closeOver();
        });
        StreamFigures last = seen.getLast();
        double[] shown = seen.stream()
                .mapToDouble(
                        now -> requireNonNull(requireNonNull(now.reception()).shownFps()))
                .sorted()
                .toArray();
        double incoming = seen.stream()
                .mapToDouble(now -> requireNonNull(now.reception()).incomingFps())
                .average()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "%s (%d times): %.1f came a second, shown %.1f (worst second %.1f), late %d; %.2f cores, %.1f MB/s"
                        + " allocated; decode %s, to the screen %s ms",
                part,
                turns.get(),
                incoming,
                Arrays.stream(shown).average().orElseThrow(),
                shown[0],
                last.lateFrames() - before,
                cores,
                megabytes,
                last.delayMs().decode(),
                last.delayMs().render());
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private void act(Part part, int turn) {
        boolean even = turn % 2 == 0;
        switch (part) {
            case NOTHING -> {}
            case A_DIALOG_OPENS_OR_CLOSES -> {
                if (even) {
                    window.ask(
                            new Question("Leave the session?", "It goes on without you.", "Leave", "Stay", () -> {}));
                } else {
                    window.closeOver();
                }
            }
            case THE_THEME_CHANGES -> window.preferences().appearance().set(even ? Appearance.DARK : Appearance.LIGHT);
            case THE_WINDOW_IS_SMALLER_THAN_THE_PICTURE -> stage.setWidth(0.8 * width);
            case THE_WINDOW_IS_RESIZED -> stage.setWidth(stage.getWidth() + (turn / 10 % 2 == 0 ? -16 : 16));
        }
    }
}
