package dev.peercade.viewer.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.keep.Album;
import dev.peercade.media.keep.MediaFolders;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.join.JoinModel;
import dev.peercade.viewer.watch.WatchModel.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchModelTest {

    @TempDir
    Path folder;

    private final List<String> notices = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final BlockingQueue<Runnable> window = new LinkedBlockingQueue<>();
    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    /// Bound, but not listening: nobody else gets this port meanwhile.
    private final Socket refusing = new Socket();

    private WatchModel model = model(0);

    @BeforeEach
    void bind() throws IOException {
        refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        model = model(refusing.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        core.close();
        refusing.close();
    }

    private WatchModel model(int port) {
        MediatorAccount account =
                new MediatorAccount(URI.create("http://127.0.0.1:" + port), "ben", "no secret", false, null);
        WatchOptions options = new WatchOptions(
                account,
                SessionChoice.byId(new UUID(0, 1)),
                null,
                new WatchOptions.Files(null, null),
                ConnectOptions.NORMAL);
        Album album = new Album(() -> new MediaFolders(folder, folder), Clock.systemUTC());
        return new WatchModel(
                core,
                options,
                album,
                new Work(Thread.ofVirtual()::start, window::add, (_, task) -> later.add(task)),
                new WatchModel.Listener() {
                    @Override
                    public void onNotice(CommandEvent.Notice notice) {
                        notices.add(notice.code());
                    }

                    @Override
                    public void onOver() {
                        notices.add("over");
                    }
                });
    }

    /// Runs what comes to the window until the phase is this one.
    private void untilPhase(Phase wanted) throws InterruptedException {
        while (model.phase().get() != wanted) {
            requireNonNull(window.poll(60, TimeUnit.SECONDS), "nothing came").run();
        }
    }

    @Test
    void aFailedJoinSaysWhyAndCanBeTriedAgain() throws Exception {
        assertThat(model.phase().get()).isEqualTo(Phase.ENDED);
        assertThat(model.problem().get()).isNull();
        for (int attempt = 0; attempt < 2; attempt++) {
            model.join(_ -> 0);
            assertThat(model.phase().get()).isEqualTo(Phase.JOINING);
            assertThat(model.problem().get()).isNull();
            untilPhase(Phase.ENDED);
            assertThat(requireNonNull(model.problem().get()).code()).isEqualTo("unreachable");
            assertThat(requireNonNull(model.problem().get()).remedy()).isNotEmpty();
        }
    }

    @Test
    void whoLeavesWhileJoiningIsToldWhenItIsDone() throws Exception {
        boolean[] left = new boolean[1];
        model.join(_ -> 0);
        model.leave(() -> left[0] = true);
        untilPhase(Phase.ENDED);
        assertThat(left[0]).isTrue();
        left[0] = false;
        model.leave(() -> left[0] = true);
        assertThat(left[0]).as("nothing runs: at once").isTrue();
    }

    @Test
    void aMediatorThatDoesNotLearnOfItSoonIsWaitedForVisibly() throws Exception {
        boolean[] left = new boolean[1];
        model.join(_ -> 0);
        model.leave(() -> left[0] = true);
        later.removeFirst().run();
        assertThat(model.phase().get()).isEqualTo(Phase.LEAVING);
        model.tell(new CommandEvent.Notice("flowing", 40, ""));
        assertThat(model.phase().get()).isEqualTo(Phase.LEAVING);
        assertThat(left[0]).isFalse();
        untilPhase(Phase.ENDED);
        assertThat(left[0]).isTrue();
    }

    @Test
    void aRetryUndoesNoLeavingAndALeavingUndoesARetry() throws Exception {
        List<String> left = new ArrayList<>();
        model.join(_ -> 0);
        model.leave(() -> left.add("first"));
        model.retry();
        untilPhase(Phase.ENDED);
        assertThat(left).containsExactly("first");
        model.join(_ -> 0);
        model.retry();
        assertThat(model.attempt().get()).isEqualTo(1);
        model.leave(() -> left.add("second"));
        untilPhase(Phase.ENDED);
        assertThat(left).containsExactly("first", "second");
    }

    @Test
    void whatIsToldWhileLeavingIsStillForAPerson() {
        model.join(_ -> 0);
        model.leave(() -> {});
        model.tell(new CommandEvent.Notice("write-failed", 40, "The recording could not be written."));
        assertThat(notices).containsExactly("write-failed");
    }

    @Test
    void theStepAtWhichJoiningFailedIsMarked() throws Exception {
        model.join(_ -> 0);
        untilPhase(Phase.ENDED);
        assertThat(model.steps().lines()).extracting(JoinModel.Line::state).containsOnlyOnce(JoinModel.State.FAILED);
        assertThat(model.seen().get()).isFalse();
        assertThat(model.attempt().get()).as("nothing has broken off").isZero();
    }

    @Test
    void theFirstPictureOnTheScreenEndsTheJoiningAndABreakIsShown() throws Exception {
        model.join(_ -> 0);
        model.tell(CommandEvent.Step.of(ProtocolStep.CREATE_VIEW_REQUEST, ProtocolStep.Actor.VIEWER, 12));
        assertThat(model.steps().lines())
                .filteredOn(line -> line.state() == JoinModel.State.DONE)
                .extracting(JoinModel.Line::step)
                .containsExactly("5");
        model.tell(new CommandEvent.Notice("awaiting-approval", 20, ""));
        assertThat(model.phase().get()).isEqualTo(Phase.AWAITING_APPROVAL);
        model.onShown(1_000_000);
        assertThat(model.phase().get()).isEqualTo(Phase.WATCHING);
        model.tell(new CommandEvent.Notice("stalled", 30, ""));
        assertThat(model.phase().get()).isEqualTo(Phase.STALLED);
        model.onShown(1_000_000);
        assertThat(model.phase().get()).as("a picture that was under way").isEqualTo(Phase.STALLED);
        model.tell(new CommandEvent.Notice("flowing", 40, ""));
        assertThat(model.phase().get()).isEqualTo(Phase.WATCHING);
        assertThat(notices).isEmpty();
        untilPhase(Phase.BROKEN);
    }

    /// As if a picture had been shown before the mediator was found out of reach.
    private void watch() {
        model.join(_ -> 0);
        model.onShown(1_000_000);
        assertThat(model.phase().get()).isEqualTo(Phase.WATCHING);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            model.tick();
        }
    }

    @Test
    void whatBreaksOffIsTriedAgainAfterGrowingWaitsUntilItHasBeenEnough() throws Exception {
        watch();
        for (int attempt = 1; attempt <= Retrying.ATTEMPTS; attempt++) {
            untilPhase(Phase.BROKEN);
            assertThat(model.attempt().get()).isEqualTo(attempt);
            assertThat(requireNonNull(model.problem().get()).code()).isEqualTo("unreachable");
            int wait = model.nextTrySeconds().get();
            assertThat(wait)
                    .isEqualTo(requireNonNull(Retrying.waitBefore(attempt)).toSeconds());
            pass(wait);
            assertThat(model.phase().get()).isEqualTo(Phase.JOINING);
        }
        untilPhase(Phase.ENDED);
        assertThat(requireNonNull(model.problem().get()).remedy()).isNotEmpty();
        assertThat(model.seen().get()).as("not a failure to join").isTrue();
    }

    @Test
    void whoDoesNotWantToWaitTriesAtOnceAndWhoHasEnoughLeavesAtOnce() throws Exception {
        watch();
        untilPhase(Phase.BROKEN);
        model.retry();
        assertThat(model.phase().get()).isEqualTo(Phase.JOINING);
        assertThat(model.attempt().get()).isEqualTo(1);
        untilPhase(Phase.BROKEN);
        boolean[] left = new boolean[1];
        model.leave(() -> left[0] = true);
        assertThat(left[0]).isTrue();
        pass(100);
        assertThat(model.phase().get()).as("nothing is tried any more").isEqualTo(Phase.ENDED);
    }

    @Test
    void aLongSilenceHasAnotherWayLookedFor() {
        watch();
        model.tell(new CommandEvent.Notice("stalled", 30, ""));
        assertThat(model.nextTrySeconds().get()).isEqualTo((int) Retrying.STALLED.toSeconds());
        pass(5);
        assertThat(model.nextTrySeconds().get()).isEqualTo((int) Retrying.STALLED.toSeconds() - 5);
        model.tell(new CommandEvent.Notice("flowing", 40, ""));
        pass(100);
        assertThat(model.attempt().get()).as("it has come back").isZero();
        model.tell(new CommandEvent.Notice("stalled", 30, ""));
        pass((int) Retrying.STALLED.toSeconds());
        assertThat(model.attempt().get()).isEqualTo(1);
    }

    @Test
    void whatAViewHasLastedForStartsTheAttemptsAnew() throws Exception {
        watch();
        untilPhase(Phase.BROKEN);
        model.retry();
        model.onShown(1_000_000);
        assertThat(model.attempt().get()).isEqualTo(1);
        pass((int) Retrying.STEADY.toSeconds());
        assertThat(model.attempt().get()).isZero();
    }

    @Test
    void aRecordingTellsHowLongItRunsAndEndsWithItsFile() {
        watch();
        model.tell(new CommandEvent.Notice("recording-started", 1, "", "/x/a.mkv"));
        assertThat(model.keep().recordedSeconds().get()).isZero();
        pass(61);
        assertThat(model.keep().recordedSeconds().get()).isEqualTo(61);
        model.tell(new CommandEvent.Notice("write-failed", 1, "", "/x/another.png"));
        assertThat(model.keep().recordedSeconds().get()).isEqualTo(61);
        model.tell(new CommandEvent.Notice("disk-full", 1, "", "/x/a.mkv"));
        assertThat(model.keep().recordedSeconds().get()).isEqualTo(KeepModel.NOT_RECORDING);
        assertThat(notices).containsExactly("recording-started", "write-failed", "disk-full");
    }
}
