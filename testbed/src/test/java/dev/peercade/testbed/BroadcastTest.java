package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.DroppedFrames;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a streamer does while live, at a real mediator, without a window.
@Timeout(180)
class BroadcastTest {

    @TempDir
    Path folder = Path.of("/nowhere");

    private final List<CommandEvent> events = new CopyOnWriteArrayList<>();

    @Test
    void whilePausedViewersSeeAStillAlsoThoseWhoComeThenAndARecordingHoldsIt() throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            running.rest().register("anna", "ben", "carol");
            List<Boolean> previewed = new CopyOnWriteArrayList<>();
            Broadcast broadcast = broadcast(core, running, false, previewed);
            broadcast.preview(Duration.ofMillis(100));
            FutureTask<SessionEnd> streaming = begin(broadcast::run);
            UUID session = visible(core, running);
            Path recording = folder.resolve("live.mkv");
            broadcast.record(recording);
            awaitNotice("recording-started");
            List<Boolean> ben = watch(core, running, session, "ben");
            eventually().until(() -> ben.contains(false));
            assertThat(previewed).contains(false).doesNotContain(true);

            broadcast.pause(true);
            awaitNotice("paused");
            eventually().until(() -> last(ben) && last(previewed));
            List<Boolean> carol = watch(core, running, session, "carol");
            eventually().until(() -> !carol.isEmpty());
            assertThat(carol).as("nothing of the screen").doesNotContain(false);

            broadcast.pause(false);
            awaitNotice("resumed");
            eventually().until(() -> !last(ben) && !last(carol) && !last(previewed));
            broadcast.stopRecording();
            awaitNotice("recording-saved");
            broadcast.stop();
            assertThat(streaming.get(60, TimeUnit.SECONDS).expected()).isTrue();
            CommandEvent.Summary summary = (CommandEvent.Summary) events.getLast();
            assertThat(summary.files()).containsExactly(recording.toString());
            DroppedFrames dropped = Objects.requireNonNull(summary.figures().droppedFrames());
            assertThat(dropped.due()).isGreaterThanOrEqualTo(dropped.capture() + dropped.encoding());
            assertThat(Tools.run(
                            Tools.require("ffprobe"),
                            "-v",
                            "error",
                            "-show_entries",
                            "stream=codec_name,width,height",
                            "-of",
                            "csv=p=0",
                            recording.toString()))
                    .startsWith("h264,320,180");
        }
    }

    @Test
    void aRecordingNeedsNoViewerAndEndsWithTheStream() throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            running.rest().register("anna");
            Broadcast broadcast = broadcast(core, running, false, List.of());
            FutureTask<SessionEnd> streaming = begin(broadcast::run);
            visible(core, running);
            broadcast.record(folder.resolve("no/such/folder.mkv"));
            awaitNotice("write-failed");
            Path recording = folder.resolve("alone.mkv");
            broadcast.record(recording);
            eventually().until(() -> Files.exists(recording) && Files.size(recording) > 20_000);
            broadcast.stop();
            assertThat(streaming.get(60, TimeUnit.SECONDS).expected()).isTrue();
            assertThat(((CommandEvent.Summary) events.getLast()).files()).containsExactly(recording.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMediatorHasAStillOnlyWhereTheStreamerAllowsIt(boolean allowed) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
                MediatorClient mediator = core.client(account(running, "anna"))) {
            running.rest().register("anna");
            Broadcast broadcast = broadcast(core, running, allowed, List.of());
            FutureTask<SessionEnd> streaming = begin(broadcast::run);
            UUID session = visible(core, running);
            if (allowed) {
                eventually().until(() -> mediator.thumbnail(session) != null);
            } else {
                // Long after the first picture, which would have been sent.
                eventually().until(() -> figures() > 2);
                assertThat(mediator.thumbnail(session)).isNull();
            }
            broadcast.stop();
            streaming.get(60, TimeUnit.SECONDS);
            assertThat(notices()).doesNotContain("thumbnail-failed");
        }
    }

    /// @param previewed takes of each small copy whether it is the still
    private Broadcast broadcast(PeerCore core, TestMediator running, boolean thumbnail, List<Boolean> previewed) {
        StreamOptions options = new StreamOptions(
                account(running, "anna"),
                new StreamOptions.Show("Doom", "e1m1", Admission.OPEN, thumbnail),
                new StreamOptions.Picture(
                        new SourceSpec.Scene(), new CaptureSettings(null, 30, new Size(320, 180)), null, 0),
                null,
                ConnectOptions.NORMAL);
        return new Broadcast(
                core,
                options,
                new Broadcast.Listener() {
                    @Override
                    public void onEvent(CommandEvent event) {
                        events.add(event);
                    }

                    @Override
                    public void onPicture(Picture picture) {
                        previewed.add(isStill(picture));
                    }
                },
                now());
    }

    /// Of each picture whether it is the still.
    private static List<Boolean> watch(PeerCore core, TestMediator running, UUID session, String user) {
        List<Boolean> stills = new CopyOnWriteArrayList<>();
        Viewing viewing = new Viewing(
                core,
                new WatchOptions(
                        account(running, user),
                        SessionChoice.byId(session),
                        null,
                        new WatchOptions.Files(null, null),
                        ConnectOptions.NORMAL),
                new Viewing.Listener() {
                    @Override
                    public void onEvent(CommandEvent event) {}

                    @Override
                    public int onPicture(Picture picture) {
                        stills.add(isStill(picture));
                        return 0;
                    }
                },
                now(),
                now());
        begin(viewing::run);
        return stills;
    }

    /// The scene has a light word there, and waves everywhere.
    private static boolean isStill(Picture picture) {
        return luma(picture, 4, 4) < 48
                && luma(picture, picture.width() - 8, 4) < 48
                && luma(picture, 4, picture.height() - 8) < 48;
    }

    private static int luma(Picture picture, int x, int y) {
        return Byte.toUnsignedInt(picture.plane(0).get(ValueLayout.JAVA_BYTE, (long) y * picture.stride(0) + x));
    }

    private static boolean last(List<Boolean> stills) {
        return !stills.isEmpty() && stills.getLast();
    }

    private UUID visible(PeerCore core, TestMediator running) throws Exception {
        try (MediatorClient mediator = core.client(account(running, "anna"))) {
            return eventually()
                    .until(mediator::sessions, sessions -> !sessions.isEmpty())
                    .getFirst()
                    .id();
        }
    }

    private void awaitNotice(String code) {
        eventually().until(() -> notices().contains(code));
    }

    private List<String> notices() {
        return events.stream()
                .filter(CommandEvent.Notice.class::isInstance)
                .map(event -> ((CommandEvent.Notice) event).code())
                .toList();
    }

    private long figures() {
        return events.stream().filter(CommandEvent.Figures.class::isInstance).count();
    }

    private static <T> FutureTask<T> begin(Callable<T> run) {
        FutureTask<T> task = new FutureTask<>(run);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    private static MediatorAccount account(TestMediator running, String user) {
        return new MediatorAccount(running.rest().uri(), user, Rest.PASSWORD, false, null);
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
