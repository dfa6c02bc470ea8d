package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.protocol.Ending;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.StreamerAction;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.protocol.StreamerProtocol;
import dev.peercade.peer.protocol.StreamerState;
import dev.peercade.peer.protocol.Transition;
import dev.peercade.peer.punch.PunchRole;
import dev.peercade.peer.time.MonoTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A streamer's session: drives the protocol, carries out what it decides. Owner's thread only, but for [#paths()].
final class StreamerEngine implements Engine {

    private static final Duration FIGURES = Duration.ofSeconds(1);

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final Calls calls;
    private final MediatorSeat seat;
    private final StreamerCalls mediatorCalls;
    private final StreamerSettings settings;
    private final Consumer<StreamerEvent> events;
    private final ViewerTrust trust;
    private final StreamerProtocol protocol;
    private final EndpointKeeper keeper;
    private final RelayLeave relays;
    private final PushChannel push;
    private final Queue<StreamerInput> inputs = new ArrayDeque<>();

    private StreamerState state = new StreamerState.Idle();
    private @Nullable MediaSocket socket;
    private @Nullable ServedViewers viewers;
    private @Nullable Ending ending;
    private @Nullable UUID session;
    private boolean wantsRelay;

    /// Step 3 of a streamer whom only relays shall reach: its host and port are those on the first relay.
    private StreamerAction.@Nullable PushEndpoint held;

    private boolean handling;
    private volatile boolean finished;
    private @Nullable MonoTime figuresAt;
    private volatile Map<UUID, PathFigures> paths = Map.of();

    StreamerEngine(
            SessionRim rim,
            Mailbox mailbox,
            Calls calls,
            MediatorSeat seat,
            StreamerSettings settings,
            Consumer<StreamerEvent> events) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.calls = calls;
        this.seat = seat;
        this.mediatorCalls = new StreamerCalls(
                calls,
                seat,
                new NewStreamingSession(settings.game(), settings.title(), settings.admission(), settings.replace()),
                this::take);
        this.settings = settings;
        this.events = events;
        this.trust = new ViewerTrust(seat.self(), settings.admission(), events);
        this.keeper = new EndpointKeeper(calls);
        this.relays = new RelayLeave(calls, this::useRelays);
        this.push = new PushChannel(seat.mediator(), mailbox, this::onPush);
        this.protocol = new StreamerProtocol(settings.connect().push(), settings.admission());
    }

    @Override
    public void start(MonoTime now) {
        try {
            MediaSocket opened = new MediaSocket(
                    rim, mailbox, PunchRole.CONTROLLED, settings.connect().relayOnly());
            socket = opened;
            viewers = new ServedViewers(
                    opened, rim.entropy(), settings.video().kbps(), input -> take(input, mailbox), events);
            take(new StreamerInput.Start(), now);
        } catch (IOException e) {
            take(new StreamerInput.Start(), now);
            take(new StreamerInput.Broken(noSocket()), now);
        }
    }

    static Failure noSocket() {
        return new Failure(
                "no-socket",
                "No UDP socket can be opened.",
                "Check that the chosen local address exists on this machine.",
                false);
    }

    /// From within a message of the owner.
    private void take(StreamerInput input, Mailbox owner) {
        owner.post(now -> take(input, now));
    }

    void take(StreamerInput input, MonoTime now) {
        UUID open = session;
        if (input instanceof StreamerInput.EndpointPushed && open != null) {
            keeper.published(new EndpointPush(seat.self(), open, seat.mediator()::pushSessionEndpoint), now);
        }
        inputs.add(input);
        if (handling) {
            return;
        }
        handling = true;
        try {
            for (StreamerInput next = inputs.poll(); next != null; next = inputs.poll()) {
                Transition<StreamerState, StreamerAction> transition = protocol.next(state, next, now);
                state = transition.state();
                transition.actions().forEach(action -> perform(action, now));
            }
        } finally {
            handling = false;
        }
    }

    void send(int rendition, AccessUnit picture, MonoTime now) {
        if (viewers != null) {
            viewers.send(rendition, picture, now);
        }
    }

    @Override
    public void advance(MonoTime now) {
        MonoTime due = StreamerProtocol.deadline(state);
        if (due != null && !now.isBefore(due)) {
            take(new StreamerInput.TimePassed(), now);
        }
        if (ending == null) {
            keeper.advance(now);
            relays.advance(now);
        }
        if (socket != null) {
            socket.advance(now);
        }
        if (viewers != null) {
            viewers.advance(now);
            if (figuresAt == null || !now.isBefore(figuresAt)) {
                figuresAt = now.plus(FIGURES);
                paths = viewers.paths();
            }
        }
        if (ending != null && !finished && (socket == null || socket.isClosed())) {
            finished = true;
            seat.mediator().close();
            events.accept(new StreamerEvent.Ended(SessionEnds.of(ending)));
        }
    }

    @Override
    public @Nullable MonoTime deadline() {
        MonoTime earliest = StreamerProtocol.deadline(state);
        if (ending == null) {
            earliest = MediaSocket.earlier(earliest, keeper.deadline());
            earliest = MediaSocket.earlier(earliest, relays.deadline());
        }
        if (socket != null) {
            earliest = MediaSocket.earlier(earliest, socket.deadline());
        }
        if (viewers != null) {
            earliest = MediaSocket.earlier(earliest, viewers.deadline());
        }
        return MediaSocket.earlier(earliest, figuresAt);
    }

    /// The mediator notices by itself that we are silent.
    @Override
    public void abort(Throwable fault, MonoTime now) {
        if (finished) {
            return;
        }
        try {
            release(now);
        } finally {
            if (socket != null) {
                socket.closeAtOnce();
            }
            finished = true;
            events.accept(new StreamerEvent.Ended(SessionEnds.of(fault)));
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /// From any thread.
    Map<UUID, PathFigures> paths() {
        return paths;
    }

    private void perform(StreamerAction action, MonoTime now) {
        switch (action) {
            case StreamerAction.PushEndpoint publish
            when settings.connect().relayOnly() && isUnreachable(publish.endpoint()) -> held = publish;
            case StreamerAction.Call call -> mediatorCalls.make(call);
            case StreamerAction.LearnAddress learn -> learnAddress(learn);
            case StreamerAction.OpenPush _ -> push.open();
            case StreamerAction.Connect connect -> {
                switch (trust.judge(connect)) {
                    case SERVE -> served().connect(connect, now);
                    case LATER -> take(new StreamerInput.PathLost(connect.request(), CloseReason.VIEWER_LOST), now);
                    case DROP -> take(new StreamerInput.DropAsked(connect.request()), now);
                }
            }
            case StreamerAction.Serve serve -> served().serve(serve.request());
            case StreamerAction.StopServing stop -> {
                trust.forget(stop.request());
                served().stop(stop.request(), now);
            }
            case StreamerAction.Release _ -> release(now);
            case StreamerAction.TellStep tell -> events.accept(new StreamerEvent.StepTaken(tell.step()));
            case StreamerAction.TellOpened tell -> {
                session = tell.session();
                askForRelays();
                measureNodes();
                events.accept(new StreamerEvent.SessionOpened(tell.session()));
            }
            case StreamerAction.AskAdmission ask ->
                events.accept(new StreamerEvent.AdmissionAsked(ask.request(), ask.viewer()));
            case StreamerAction.TellServed tell ->
                events.accept(new StreamerEvent.ViewerServed(tell.request(), tell.viewer()));
            case StreamerAction.TellGone tell ->
                events.accept(new StreamerEvent.ViewerGone(tell.request(), tell.viewer(), tell.reason()));
            case StreamerAction.TellReachable tell ->
                events.accept(new StreamerEvent.MediatorReachable(tell.reachable()));
            case StreamerAction.TellEnded tell -> ending = tell.ending();
        }
    }

    private void learnAddress(StreamerAction.LearnAddress learn) {
        if (socket == null) {
            return;
        }
        socket.discover(calls, seat, MediaNumbers.streamer(settings.video().profileLevelId()), new LocalAddresses() {
            @Override
            public void learnt(Endpoint endpoint, MonoTime now) {
                take(new StreamerInput.AddressLearnt(endpoint), now);
            }

            @Override
            public void changed(Endpoint changed, MonoTime now) {
                StreamerAction.PushEndpoint waiting = held;
                if (waiting != null && !isUnreachable(changed)) {
                    held = null;
                    mediatorCalls.make(new StreamerAction.PushEndpoint(waiting.session(), changed));
                } else {
                    keeper.changed(changed, now);
                }
            }

            @Override
            public void moved(MonoTime now) {
                seat.mediator().networkChanged();
                push.giveUp(now);
            }

            @Override
            public void relaysExhausted(MonoTime now) {
                relays.renew(now);
                StreamerAction.PushEndpoint waiting = held;
                if (waiting != null) {
                    held = null;
                    take(new StreamerInput.CallFailed(AddressKeeper.noRelay(), waiting), now);
                }
            }

            @Override
            public void relayNeeded(MonoTime now) {
                wantsRelay = true;
                askForRelays();
            }

            @Override
            public void failed(Failure failure, MonoTime now) {
                take(new StreamerInput.CallFailed(failure, learn), now);
            }

            @Override
            public void publicAddressUnknown(boolean asked) {
                events.accept(new StreamerEvent.PublicAddressUnknown(asked));
            }
        });
    }

    /// Viewers bring relays of their own; a streamer needs one where nothing else reaches it.
    private void askForRelays() {
        UUID known = session;
        if (wantsRelay && known != null) {
            relays.begin(() -> seat.mediator().sessionRelays(known));
        }
    }

    private void useRelays(List<RelayAccess> accesses, MonoTime now) {
        if (socket != null) {
            socket.useRelays(accesses, null, now);
        }
    }

    /// So that viewers can choose the node that is the nearest to both.
    private void measureNodes() {
        calls.run(
                () -> seat.mediator().relayNodes(),
                (nodes, now) -> {
                    if (socket != null && !wantsRelay) {
                        socket.measure(nodes, now);
                    }
                },
                (_, _) -> {});
    }

    private void onPush(Mediator.PushEvent event, MonoTime now) {
        take(
                switch (event) {
                    case Mediator.PushEvent.Opened _ -> new StreamerInput.PushOpened();
                    case Mediator.PushEvent.Received received -> new StreamerInput.PushReceived(received.message());
                    case Mediator.PushEvent.Lost _ -> new StreamerInput.PushLost();
                },
                now);
    }

    private static boolean isUnreachable(Endpoint endpoint) {
        return endpoint.candidates() == null || endpoint.candidates().isEmpty();
    }

    private ServedViewers served() {
        if (viewers == null) {
            throw new IllegalStateException("nothing is served before the socket is open");
        }
        return viewers;
    }

    private void release(MonoTime now) {
        push.close();
        if (viewers != null) {
            viewers.stopAll(now);
        }
        if (socket != null) {
            socket.close(now);
        }
    }
}
