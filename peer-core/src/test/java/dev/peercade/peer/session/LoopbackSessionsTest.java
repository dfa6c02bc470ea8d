package dev.peercade.peer.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.dtls.BouncyCastleDtls;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.edge.stun.Ice4jAddressLocator;
import dev.peercade.peer.edge.udp.DatagramPort;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.sim.FakeMediator;
import dev.peercade.peer.sim.SimIdentities;
import dev.peercade.peer.sim.StunResponder;
import dev.peercade.peer.time.MonoTime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// Real sockets, handshakes and keys between sessions on loopback; only the mediator is in memory.
@NullUnmarked
class LoopbackSessionsTest {

    private static final BouncyCastleDtls CHANNELS = new BouncyCastleDtls();

    private StunResponder stun;
    private FakeMediator mediator;
    private final ScheduledExecutorService camera = Executors.newSingleThreadScheduledExecutor();

    @BeforeAll
    static void warmUp() {
        CHANNELS.warmUp();
        new Ice4jAddressLocator().warmUp();
    }

    @BeforeEach
    void open() throws Exception {
        stun = new StunResponder();
        mediator = new FakeMediator(stun.port());
    }

    @AfterEach
    void close() {
        camera.shutdownNow();
        stun.close();
    }

    private static SessionRim rim() {
        return new SessionRim(
                new SystemClock(),
                new SecureEntropy(),
                DatagramPort::open,
                new SocketStreams(),
                new Ice4jAddressLocator(),
                () -> CHANNELS,
                new LocalOptions(null, null, true));
    }

    private MediatorSeat seat(String userName) {
        return new MediatorSeat(mediator.as(userName), URI.create("http://127.0.0.1:1"), SimIdentities.alone(userName));
    }

    static byte[] picture(boolean keyframe, int bytes) {
        byte[] stream = new byte[bytes + 5];
        stream[3] = 1;
        stream[4] = (byte) (keyframe ? 0x65 : 0x41);
        java.util.Arrays.fill(stream, 5, stream.length, (byte) 0x55);
        if (!keyframe) {
            return stream;
        }
        byte[] sets = {0, 0, 0, 1, 0x67, 0x42, (byte) 0xe0, 0x1f, 1, 0, 0, 0, 1, 0x68, 1, 1};
        byte[] all = java.util.Arrays.copyOf(sets, sets.length + stream.length);
        System.arraycopy(stream, 0, all, sets.length, stream.length);
        return all;
    }

    private record Streamer(LiveStreamerSession session, List<StreamerEvent> events) {
        UUID id() {
            await().until(() -> of(StreamerEvent.StepTaken.class).stream()
                    .anyMatch(step -> step.step() == ProtocolStep.PUSH_STREAMER_ENDPOINT));
            return of(StreamerEvent.SessionOpened.class).getFirst().session();
        }

        <E> List<E> of(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    private record Viewer(LiveViewerSession session, List<ViewerEvent> events, long startedAt) {
        <E> List<E> of(Class<E> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }

        Viewer awaitPictures(int count) {
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> of(ViewerEvent.PictureReceived.class).size() >= count);
            return this;
        }
    }

    private Streamer stream(Admission admission) {
        List<StreamerEvent> events = new CopyOnWriteArrayList<>();
        AtomicBoolean keyframe = new AtomicBoolean(true);
        LiveStreamerSession session = LiveStreamerSession.start(
                rim(),
                seat("streamer"),
                new StreamerSettings(
                        "Doom",
                        "test",
                        admission,
                        false,
                        new StreamerSettings.Video("42e01f", 8000),
                        ConnectOptions.NORMAL),
                event -> {
                    events.add(event);
                    if (event instanceof StreamerEvent.KeyframeNeeded) {
                        keyframe.set(true);
                    }
                });
        camera.scheduleAtFixedRate(
                () -> {
                    boolean key = keyframe.getAndSet(false);
                    session.send(
                            0,
                            new AccessUnit(picture(key, key ? 20_000 : 4_000), key, new MonoTime(System.nanoTime())));
                },
                0,
                16,
                TimeUnit.MILLISECONDS);
        return new Streamer(session, events);
    }

    private Viewer watch(String userName, UUID session) {
        List<ViewerEvent> events = new CopyOnWriteArrayList<>();
        long startedAt = System.nanoTime();
        return new Viewer(
                LiveViewerSession.start(
                        rim(),
                        seat(userName),
                        new ViewerSettings(SessionChoice.byId(session), ConnectOptions.NORMAL),
                        events::add),
                events,
                startedAt);
    }

    private static ListAppender<ILoggingEvent> listen() {
        Logger ours = (Logger) LoggerFactory.getLogger("dev.peercade");
        ours.setLevel(Level.ALL);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        ours.addAppender(lines);
        return lines;
    }

    @Test
    void threeViewersSeeTheStreamUntilItEnds() {
        ListAppender<ILoggingEvent> lines = listen();
        Streamer streamer = stream(Admission.OPEN);
        UUID id = streamer.id();
        Viewer first = watch("one", id).awaitPictures(1);
        Viewer second = watch("two", id).awaitPictures(1);
        Viewer third = watch("three", id).awaitPictures(30);
        first.awaitPictures(30);
        second.awaitPictures(30);

        assertThat(mediator.session(id).status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(first.of(ViewerEvent.StepTaken.class))
                .extracting(ViewerEvent.StepTaken::step)
                // The address may take longer than what goes on meanwhile.
                .containsSubsequence(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE, ProtocolStep.PUSH_VIEWER_ENDPOINT)
                .containsSubsequence(
                        ProtocolStep.LIST_SESSIONS,
                        ProtocolStep.CREATE_VIEW_REQUEST,
                        ProtocolStep.PUSH_VIEWER_ENDPOINT,
                        ProtocolStep.OPEN_FIREWALL,
                        ProtocolStep.DECLARE_READY);
        assertThat(stun.answered())
                .as("each peer once; the streamer once more, perhaps, as each viewer comes")
                .isBetween(4, 7);
        await().until(() -> streamer.session.paths().size() == 3
                && streamer.session.paths().values().stream().allMatch(path -> path.packets() > 0));
        assertThat(streamer.session.paths().values())
                .allSatisfy(path -> assertThat(path.kind()).isNotNull());

        second.session.close();
        assertThat(second.of(ViewerEvent.Ended.class)).hasSize(1);
        await().until(() -> streamer.of(StreamerEvent.ViewerGone.class).size() == 1);

        streamer.session.close();
        assertThat(streamer.of(StreamerEvent.Ended.class).getFirst().end().expected())
                .isTrue();
        await().until(() -> !third.of(ViewerEvent.Ended.class).isEmpty());
        assertThat(third.of(ViewerEvent.Ended.class).getFirst().end().code()).isEqualTo("session-finished");
        assertThat(mediator.session(id).status()).isEqualTo(SessionStatus.FINISHED);
        assertThat(List.copyOf(lines.list))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("127.0.0.1") || line.matches("(?s).*\\d+\\.\\d+\\.\\d+\\.\\d+.*"));
    }
}
