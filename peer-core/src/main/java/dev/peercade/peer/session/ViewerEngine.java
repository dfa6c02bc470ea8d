package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.protocol.Ending;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.Transition;
import dev.peercade.peer.protocol.ViewerAction;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.protocol.ViewerProtocol;
import dev.peercade.peer.protocol.ViewerState;
import dev.peercade.peer.punch.PunchRole;
import dev.peercade.peer.time.MonoTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's session: drives the protocol, carries out what it decides. Owner's thread only, but for [#path()].
final class ViewerEngine implements Engine {

    private static final Duration FIGURES = Duration.ofSeconds(1);

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final Calls calls;
    private final MediatorSeat seat;
    private final ViewerCalls mediatorCalls;
    private final Consumer<ViewerEvent> events;
    private final SessionChoice session;
    private final boolean relayOnly;
    private final ViewerProtocol protocol;
    private final EndpointKeeper keeper;
    private final RelayLeave relays;
    private final PushChannel push;
    private final Queue<ViewerInput> inputs = new ArrayDeque<>();

    private ViewerState state = new ViewerState.Idle();
    private @Nullable MediaSocket socket;
    private @Nullable WatchedStreamer streamer;
    private @Nullable Ending ending;
    private @Nullable Endpoint watched;
    private String streamerName = "";
    private boolean handling;
    private volatile boolean finished;
    private @Nullable MonoTime figuresAt;
    private volatile PathFigures figures = PathFigures.NONE;

    ViewerEngine(
            SessionRim rim,
            Mailbox mailbox,
            Calls calls,
            MediatorSeat seat,
            ViewerSettings settings,
            Consumer<ViewerEvent> events) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.calls = calls;
        this.seat = seat;
        this.mediatorCalls = new ViewerCalls(calls, seat, settings.session().id(), this::take);
        this.events = events;
        this.session = settings.session();
        this.relayOnly = settings.connect().relayOnly();
        this.keeper = new EndpointKeeper(calls);
        this.relays = new RelayLeave(calls, this::useRelays);
        this.push = new PushChannel(seat.mediator(), mailbox, this::onPush);
        this.protocol = new ViewerProtocol(settings.connect().push(), session.id());
    }

    @Override
    public void start(MonoTime now) {
        try {
            MediaSocket opened = new MediaSocket(rim, mailbox, PunchRole.CONTROLLING, relayOnly);
            socket = opened;
            streamer = new WatchedStreamer(opened, rim.entropy(), this::take, events);
            take(new ViewerInput.Start(), now);
        } catch (IOException e) {
            take(new ViewerInput.Start(), now);
            take(new ViewerInput.Broken(StreamerEngine.noSocket()), now);
        }
    }

    void take(ViewerInput input, MonoTime now) {
        if (input instanceof ViewerInput.EndpointPushed(UUID request)) {
            keeper.published(new EndpointPush(seat.self(), request, seat.mediator()::pushRequestEndpoint), now);
        }
        if (input instanceof ViewerInput.SessionRead(StreamingSession read)) {
            streamerName = read.streamer();
            Failure another = IdentityDoubt.ofAnother(session.streamer(), streamerName);
            if (another != null) {
                take(new ViewerInput.Broken(another), now);
                return;
            }
        }
        inputs.add(input);
        if (handling) {
            return;
        }
        handling = true;
        try {
            for (ViewerInput next = inputs.poll(); next != null; next = inputs.poll()) {
                Transition<ViewerState, ViewerAction> transition = protocol.next(state, next, now);
                state = transition.state();
                transition.actions().forEach(action -> perform(action, now));
            }
        } finally {
            handling = false;
        }
    }

    void requestKeyframe(MonoTime now) {
        if (streamer != null) {
            streamer.requestKeyframe(now);
        }
    }

    @Override
    public void advance(MonoTime now) {
        MonoTime due = ViewerProtocol.deadline(state);
        if (due != null && !now.isBefore(due)) {
            take(new ViewerInput.TimePassed(), now);
        }
        if (ending == null) {
            keeper.advance(now);
            relays.advance(now);
        }
        if (socket != null) {
            socket.advance(now);
        }
        if (streamer != null) {
            if (ending == null) {
                streamer.advance(now);
            }
            if (figuresAt == null || !now.isBefore(figuresAt)) {
                figuresAt = now.plus(FIGURES);
                figures = streamer.figures();
            }
        }
        if (ending != null && !finished && (socket == null || socket.isClosed())) {
            finished = true;
            seat.mediator().close();
            events.accept(new ViewerEvent.Ended(SessionEnds.of(ending)));
        }
    }

    @Override
    public @Nullable MonoTime deadline() {
        MonoTime earliest = ViewerProtocol.deadline(state);
        if (ending == null) {
            earliest = MediaSocket.earlier(earliest, keeper.deadline());
            earliest = MediaSocket.earlier(earliest, relays.deadline());
        }
        if (socket != null) {
            earliest = MediaSocket.earlier(earliest, socket.deadline());
        }
        if (streamer != null && ending == null) {
            earliest = MediaSocket.earlier(earliest, streamer.deadline());
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
            events.accept(new ViewerEvent.Ended(SessionEnds.of(fault)));
        }
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /// From any thread.
    PathFigures path() {
        return figures;
    }

    private void perform(ViewerAction action, MonoTime now) {
        switch (action) {
            case ViewerAction.DeclareReady declare -> {
                mediatorCalls.make(declare);
                relays.begin(() -> seat.mediator().requestRelays(declare.request()));
            }
            case ViewerAction.Call call -> mediatorCalls.make(call);
            case ViewerAction.LearnAddress learn -> learnAddress(learn);
            case ViewerAction.OpenPush _ -> push.open();
            case ViewerAction.Connect connect -> connect(connect.streamer(), now);
            case ViewerAction.Release _ -> release(now);
            case ViewerAction.TellStep tell -> events.accept(new ViewerEvent.StepTaken(tell.step()));
            case ViewerAction.TellAwaitingApproval _ -> events.accept(new ViewerEvent.AwaitingApproval());
            case ViewerAction.TellReachable tell -> events.accept(new ViewerEvent.MediatorReachable(tell.reachable()));
            case ViewerAction.TellEnded tell -> ending = tell.ending();
        }
    }

    private void connect(Endpoint endpoint, MonoTime now) {
        Failure doubt = IdentityDoubt.of(streamerName, seat.self().meet(streamerName, session.id(), endpoint));
        if (doubt != null) {
            take(new ViewerInput.Broken(doubt), now);
            return;
        }
        watched = endpoint;
        if (streamer != null) {
            streamer.connect(endpoint, now);
        }
    }

    private void learnAddress(ViewerAction.LearnAddress learn) {
        if (socket == null) {
            return;
        }
        socket.discover(calls, seat, MediaNumbers.viewer(), new LocalAddresses() {
            @Override
            public void learnt(Endpoint endpoint, MonoTime now) {
                take(new ViewerInput.AddressLearnt(endpoint), now);
            }

            @Override
            public void changed(Endpoint changed, MonoTime now) {
                keeper.changed(changed, now);
            }

            @Override
            public void moved(MonoTime now) {
                seat.mediator().networkChanged();
                push.giveUp(now);
            }

            @Override
            public void relaysExhausted(MonoTime now) {
                relays.renew(now);
            }

            @Override
            public void relayNeeded(MonoTime now) {
                // Every viewer asks for relays, as soon as it has a request.
            }

            @Override
            public void failed(Failure failure, MonoTime now) {
                take(new ViewerInput.CallFailed(failure, learn), now);
            }

            @Override
            public void publicAddressUnknown(boolean asked) {
                events.accept(new ViewerEvent.PublicAddressUnknown(asked));
            }
        });
    }

    private void useRelays(List<RelayAccess> accesses, MonoTime now) {
        if (socket != null) {
            socket.useRelays(accesses, watched, now);
        }
    }

    private void onPush(Mediator.PushEvent event, MonoTime now) {
        take(
                switch (event) {
                    case Mediator.PushEvent.Opened _ -> new ViewerInput.PushOpened();
                    case Mediator.PushEvent.Received received -> new ViewerInput.PushReceived(received.message());
                    case Mediator.PushEvent.Lost _ -> new ViewerInput.PushLost();
                },
                now);
    }

    private void release(MonoTime now) {
        push.close();
        if (socket != null) {
            socket.close(now);
        }
    }
}
