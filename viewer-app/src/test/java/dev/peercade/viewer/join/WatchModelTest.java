package dev.peercade.viewer.join;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.viewer.join.WatchModel.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchModelTest {

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
        return new WatchModel(core, account, new UUID(0, 1), new Work(Thread.ofVirtual()::start, window::add));
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
            model.join(_ -> {});
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
        model.join(_ -> {});
        model.leave(() -> left[0] = true);
        untilPhase(Phase.ENDED);
        assertThat(left[0]).isTrue();
        left[0] = false;
        model.leave(() -> left[0] = true);
        assertThat(left[0]).as("nothing runs: at once").isTrue();
    }

    @Test
    void theFirstPictureOnTheScreenEndsTheJoiningAndABreakIsShown() throws Exception {
        model.join(_ -> {});
        model.tell(CommandEvent.Step.of(ProtocolStep.CREATE_VIEW_REQUEST, ProtocolStep.Actor.VIEWER, 12));
        assertThat(model.steps()).extracting(CommandEvent.Step::step).containsExactly("5");
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
        untilPhase(Phase.ENDED);
    }
}
