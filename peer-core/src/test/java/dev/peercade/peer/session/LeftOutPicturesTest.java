package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.session.Admission;
import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.sim.FakeMediator;
import dev.peercade.peer.sim.SimChannels;
import dev.peercade.peer.sim.SimIdentities;
import dev.peercade.peer.sim.SimLocator;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.time.MonoTime;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// A session whose thread is held up, as by a machine under load.
@NullUnmarked
class LeftOutPicturesTest {

    private static final AccessUnit PICTURE =
            new AccessUnit(LoopbackSessionsTest.picture(true, 100), true, new MonoTime(0));

    private final CountDownLatch held = new CountDownLatch(1);

    /// Opening the socket takes until the latch is open, and fails then.
    private SessionRim rim() {
        VirtualClock still = new VirtualClock();
        return new SessionRim(
                new SystemClock(),
                new SecureEntropy(),
                (_, _) -> {
                    try {
                        held.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IOException("no socket");
                },
                new SocketStreams(),
                new SimLocator(still),
                () -> new SimChannels(still, "any"),
                new LocalOptions(null, null, true));
    }

    @Test
    void picturesBeyondASecondOfThemAreLeftOutAndCounted() {
        LiveStreamerSession session = LiveStreamerSession.start(
                rim(),
                new MediatorSeat(
                        new FakeMediator(null).as("ann"), URI.create("http://127.0.0.1:1"), SimIdentities.alone("ann")),
                new StreamerSettings(
                        "Doom",
                        "t",
                        Admission.OPEN,
                        false,
                        new StreamerSettings.Video("42e01f", 8000),
                        new ConnectOptions(false, false)),
                _ -> {});
        send(session, 60);
        assertThat(session.picturesLeftOut()).isZero();
        send(session, 7);
        assertThat(session.picturesLeftOut()).isEqualTo(7);

        held.countDown();
        await().until(session::isFinished);
        send(session, 100);
        assertThat(session.picturesLeftOut())
                .as("nobody lags behind what has ended")
                .isEqualTo(7);
    }

    private static void send(LiveStreamerSession session, int pictures) {
        for (int i = 0; i < pictures; i++) {
            session.send(0, PICTURE);
        }
    }
}
