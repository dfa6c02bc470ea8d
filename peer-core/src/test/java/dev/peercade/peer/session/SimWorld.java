package dev.peercade.peer.session;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.sim.FakeMediator;
import dev.peercade.peer.sim.SimChannels;
import dev.peercade.peer.sim.SimIdentities;
import dev.peercade.peer.sim.SimLocator;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.SimStreams;
import dev.peercade.peer.sim.StunResponder;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/// The very engines of the sessions in virtual time, over a seeded network and a mediator in memory.
@NullUnmarked
final class SimWorld {

    static final TransportAddress STUN = SimNet.address(9, 9, 9, 9, 3478);
    private static final Duration HTTP = Duration.ofMillis(15);
    private static final Duration FRAME = Duration.ofMillis(50);

    final VirtualClock clock = new VirtualClock();
    final SimNet net;
    final FakeMediator mediator = new FakeMediator(null);

    final SimIdentities identities = new SimIdentities();

    /// Where the mediator is, and whom peers ask for their address; null for whom the mediator names.
    URI mediatorAt = URI.create("https://203.0.113.7");

    /// Whether peers that come from now on send and receive by way of relays only.
    boolean relayOnly;

    InetSocketAddress stun = new InetSocketAddress(InetAddress.ofLiteral("9.9.9.9"), 3478);

    SimWorld(long seed) {
        net = new SimNet(clock, seed);
        var port = new dev.peercade.peer.port.UdpPort[1];
        port[0] = net.open(
                STUN,
                null,
                batch -> batch.forEach(datagram -> {
                    byte[] answer = StunResponder.answer(datagram.bytes(), datagram.from());
                    if (answer != null) {
                        port[0].send(datagram.from(), answer);
                    }
                }));
    }

    /// Drives one engine: what a real owner thread does, without the thread.
    abstract class Peer<E> implements Mailbox, Calls {
        final List<E> events = new ArrayList<>();
        private Engine engine;
        private MonoTime wakeAt;
        private boolean crashed;

        final SessionRim rim(String name, List<SimNet.Line> lines) {
            return new SessionRim(
                    clock,
                    net.entropy(),
                    (_, batches) -> net.open(lines, batches),
                    new SimStreams(clock, net, lines.getFirst().address()),
                    new SimLocator(clock),
                    () -> new SimChannels(clock, name),
                    new LocalOptions(stun, null, false));
        }

        final MediatorSeat seat(String name) {
            return new MediatorSeat(mediator.as(name), mediatorAt, identities.of(name));
        }

        final void drive(Engine driven) {
            engine = driven;
            post(engine::start);
        }

        /// Its machine is gone, without a word to anyone.
        final void crash() {
            crashed = true;
        }

        @Override
        public void post(Consumer<MonoTime> message) {
            clock.in(Duration.ZERO, () -> {
                if (!engine.isFinished() && !crashed) {
                    message.accept(clock.now());
                    settle();
                }
            });
        }

        private void settle() {
            if (engine.isFinished() || crashed) {
                return;
            }
            engine.advance(clock.now());
            MonoTime due = engine.deadline();
            if (due != null && !engine.isFinished() && (wakeAt == null || due.isBefore(wakeAt))) {
                wakeAt = due;
                clock.at(due, () -> {
                    if (due.equals(wakeAt)) {
                        wakeAt = null;
                        settle();
                    }
                });
            }
        }

        @Override
        public <T> void run(Blocking<T> call, BiConsumer<T, MonoTime> done, BiConsumer<Failure, MonoTime> failed) {
            clock.in(HTTP, () -> {
                try {
                    T value = call.call();
                    clock.in(HTTP, () -> post(now -> done.accept(value, now)));
                } catch (MediatorFailure e) {
                    Failure failure = new Failure(e.code(), e.text(), e.remedy(), e.passing(), e.retryAfter());
                    clock.in(HTTP, () -> post(now -> failed.accept(failure, now)));
                }
            });
        }

        <T extends E> List<T> of(Class<T> type) {
            return events.stream().filter(type::isInstance).map(type::cast).toList();
        }
    }

    final class Streamer extends Peer<StreamerEvent> {
        final StreamerEngine engine;
        private boolean keyframe = true;
        private boolean paused;

        Streamer(TransportAddress address, SimNat nat, Admission admission, boolean push) {
            this(List.of(new SimNet.Line(address, nat)), admission, push);
        }

        Streamer(List<SimNet.Line> lines, Admission admission, boolean push) {
            engine = new StreamerEngine(
                    rim("streamer", lines),
                    this,
                    this,
                    seat("streamer"),
                    new StreamerSettings(
                            "Doom",
                            "sim",
                            admission,
                            false,
                            new StreamerSettings.Video("42e01f", 8000),
                            new ConnectOptions(push, relayOnly)),
                    event -> {
                        events.add(event);
                        keyframe |= event instanceof StreamerEvent.KeyframeNeeded;
                    });
            drive(engine);
            frame();
        }

        private void frame() {
            if (!engine.isFinished()) {
                byte[] annexB = LoopbackSessionsTest.picture(keyframe, keyframe ? 3000 : 800);
                AccessUnit picture = new AccessUnit(annexB, keyframe, clock.now());
                keyframe = false;
                if (!paused) {
                    post(now -> engine.send(0, picture, now));
                }
                clock.in(FRAME, this::frame);
            }
        }

        /// Its capture yields nothing more.
        void pause() {
            paused = true;
        }

        UUID session() {
            return of(StreamerEvent.SessionOpened.class).getFirst().session();
        }

        void tell(StreamerInput input) {
            post(now -> engine.take(input, now));
        }
    }

    final class ListFollower extends Peer<SessionListEvent> {
        private final SessionListEngine engine;

        ListFollower(String name) {
            engine = new SessionListEngine(this, mediator.as(name), events::add, clock.now());
            drive(engine);
        }

        void close() {
            post(_ -> engine.end());
        }
    }

    final class Viewer extends Peer<ViewerEvent> {
        final ViewerEngine engine;
        final MonoTime startedAt = clock.now();
        MonoTime firstPictureAt;
        int pictures;

        Viewer(String name, TransportAddress address, SimNat nat, UUID session, boolean push) {
            this(name, List.of(new SimNet.Line(address, nat)), session, push);
        }

        Viewer(String name, List<SimNet.Line> lines, UUID session, boolean push) {
            this(name, lines, SessionChoice.byId(session), push);
        }

        Viewer(String name, List<SimNet.Line> lines, SessionChoice session, boolean push) {
            engine = new ViewerEngine(
                    rim(name, lines),
                    this,
                    this,
                    seat(name),
                    new ViewerSettings(session, new ConnectOptions(push, relayOnly)),
                    event -> {
                        if (event instanceof ViewerEvent.PictureReceived) {
                            pictures++;
                            firstPictureAt = firstPictureAt == null ? clock.now() : firstPictureAt;
                        } else {
                            events.add(event);
                        }
                    });
            drive(engine);
        }

        void tell(ViewerInput input) {
            post(now -> engine.take(input, now));
        }

        boolean streams() {
            return events.contains(new ViewerEvent.StepTaken(ProtocolStep.STREAM));
        }

        SessionEnd end() {
            return of(ViewerEvent.Ended.class).getFirst().end();
        }
    }
}
