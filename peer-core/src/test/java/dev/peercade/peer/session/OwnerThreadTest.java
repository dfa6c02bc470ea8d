package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.sim.FakeMediator;
import dev.peercade.peer.sim.SimChannels;
import dev.peercade.peer.sim.SimIdentities;
import dev.peercade.peer.sim.SimLocator;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.wire.TransportAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Whatever goes wrong inside, whoever waits for the end of a session is told.
@NullUnmarked
class OwnerThreadTest {

    private final AtomicBoolean closed = new AtomicBoolean();

    /// A socket that opens and then fails with this.
    private SessionRim rim(RuntimeException fault, Error error) {
        VirtualClock still = new VirtualClock();
        return new SessionRim(
                new SystemClock(),
                new SecureEntropy(),
                (_, _) -> new UdpPort() {
                    @Override
                    public void send(TransportAddress to, byte[] datagram) {}

                    @Override
                    public List<TransportAddress> localAddresses() {
                        if (error != null) {
                            throw error;
                        }
                        throw fault;
                    }

                    @Override
                    public long unsent() {
                        return 0;
                    }

                    @Override
                    public void close() {
                        closed.set(true);
                    }
                },
                new SocketStreams(),
                new SimLocator(still),
                () -> new SimChannels(still, "any"),
                new LocalOptions(null, null, true));
    }

    private static MediatorSeat seat() {
        return new MediatorSeat(
                new FakeMediator(3478).as("viewer"), URI.create("http://127.0.0.1:1"), SimIdentities.alone("viewer"));
    }

    @Test
    void anErrorOnTheOwnersThreadIsTheEndOfTheSessionAndIsTold() {
        List<ViewerEvent> events = new CopyOnWriteArrayList<>();
        LiveViewerSession session = LiveViewerSession.start(
                rim(null, new NoClassDefFoundError("gone")),
                seat(),
                new ViewerSettings(SessionChoice.byId(new UUID(1, 1)), new ConnectOptions(false, false)),
                events::add);
        await().until(session::isFinished);
        await().until(() -> !events.isEmpty());
        assertThat(events.getLast()).isInstanceOfSatisfying(ViewerEvent.Ended.class, ended -> {
            assertThat(ended.end().code()).isEqualTo("internal");
            assertThat(ended.end().expected()).isFalse();
            assertThat(ended.end().remedy()).isNotEmpty();
        });
        assertThat(closed).isTrue();
        session.close();
    }

    @Test
    void anErrorOfTheStreamersAppIsToldToo() {
        List<StreamerEvent> events = new CopyOnWriteArrayList<>();
        LiveStreamerSession session = LiveStreamerSession.start(
                rim(null, new StackOverflowError()),
                seat(),
                new StreamerSettings(
                        "Doom",
                        "t",
                        dev.peercade.model.session.Admission.OPEN,
                        false,
                        new StreamerSettings.Video("42e01f", 8000),
                        new ConnectOptions(false, false)),
                events::add);
        await().until(() -> events.stream().anyMatch(StreamerEvent.Ended.class::isInstance));
        assertThat(((StreamerEvent.Ended) events.getLast()).end().code()).isEqualTo("internal");
        session.close();
    }

    @Test
    void anErrorInACallIsAFailureOfThatCall() {
        AtomicReference<Failure> failure = new AtomicReference<>();
        VirtualThreadCalls calls =
                new VirtualThreadCalls(message -> message.accept(new dev.peercade.peer.time.MonoTime(0)));
        calls.act(
                () -> {
                    throw new NoClassDefFoundError("gone");
                },
                _ -> {},
                (told, _) -> failure.set(told));
        await().until(() -> failure.get() != null);
        assertThat(failure.get().code()).isEqualTo("internal");
        calls.act(
                () -> {
                    throw new MediatorFailure("forbidden", "No.", "", false);
                },
                _ -> {},
                (told, _) -> failure.set(told));
        await().until(() -> failure.get().code().equals("forbidden"));
    }

    /// An engine that fails whenever it is asked to do what is due.
    @Test
    void aFaultThatDoesNotPassEndsTheSessionWithinSeconds() {
        AtomicReference<Throwable> aborted = new AtomicReference<>();
        OwnerThread owner = new OwnerThread(new SystemClock());
        owner.start("test", new Engine() {
            @Override
            public void start(dev.peercade.peer.time.MonoTime now) {}

            @Override
            public void advance(dev.peercade.peer.time.MonoTime now) {
                throw new IllegalStateException("always");
            }

            @Override
            public dev.peercade.peer.time.MonoTime deadline() {
                return new dev.peercade.peer.time.MonoTime(0);
            }

            @Override
            public void abort(Throwable fault, dev.peercade.peer.time.MonoTime now) {
                aborted.set(fault);
            }

            @Override
            public boolean isFinished() {
                return false;
            }
        });
        assertThat(owner.awaitEnd(Duration.ofSeconds(5))).isTrue();
        assertThat(aborted.get()).hasMessage("always");
    }
}
