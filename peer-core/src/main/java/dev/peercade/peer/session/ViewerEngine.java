package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.media.ReceiveFigures;
import dev.peercade.peer.media.ReceivePath;
import dev.peercade.peer.media.ReceiveSettings;
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
import dev.peercade.peer.wire.Ssrc;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A viewer's session: drives the protocol, carries out what it decides. Owner's thread only, but for [#path()].
final class ViewerEngine implements Engine, PeerLink.Listener {

    private static final Duration FIGURES = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofSeconds(2);

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final Calls calls;
    private final MediatorSeat seat;
    private final ViewerCalls mediatorCalls;
    private final Consumer<ViewerEvent> events;
    private final ViewerProtocol protocol;
    private final Queue<ViewerInput> inputs = new ArrayDeque<>();

    private ReceivePath path;
    private PathFigures earlier = new PathFigures(null, null, 0, 0, 0);
    private ViewerState state = new ViewerState.Idle();
    private @Nullable MediaSocket socket;
    private @Nullable PeerLink link;
    private Mediator.@Nullable Push push;
    private @Nullable Ending ending;
    private boolean handling;
    private volatile boolean finished;
    private @Nullable MonoTime mediaAt;
    private boolean stalled;
    private @Nullable MonoTime figuresAt;
    private volatile PathFigures figures = new PathFigures(null, null, 0, 0, 0);

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
        this.mediatorCalls = new ViewerCalls(calls, seat.mediator(), settings.session(), this::take);
        this.events = events;
        this.protocol = new ViewerProtocol(settings.push(), settings.session());
        this.path = freshPath();
    }

    /// The streamer stamps new numbers on each association.
    private ReceivePath freshPath() {
        return new ReceivePath(new ReceiveSettings(
                MediaNumbers.H264_PAYLOAD_TYPE,
                new Ssrc(rim.entropy().nextInt()),
                rim.entropy().iceText(16)));
    }

    @Override
    public void start(MonoTime now) {
        try {
            socket = new MediaSocket(rim, mailbox, PunchRole.CONTROLLING);
            take(new ViewerInput.Start(), now);
        } catch (IOException e) {
            take(new ViewerInput.Start(), now);
            take(new ViewerInput.Broken(StreamerEngine.noSocket()), now);
        }
    }

    void take(ViewerInput input, MonoTime now) {
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
        path.requestKeyframe(now);
    }

    @Override
    public void advance(MonoTime now) {
        MonoTime due = ViewerProtocol.deadline(state);
        if (due != null && !now.isBefore(due)) {
            take(new ViewerInput.TimePassed(), now);
        }
        if (socket != null) {
            socket.advance(now);
        }
        drain(now);
        watchForStalls(now);
        if (figuresAt == null || !now.isBefore(figuresAt)) {
            figuresAt = now.plus(FIGURES);
            ReceiveFigures received = path.figures();
            PeerLink present = link;
            if (present != null) {
                figures = present.figures(
                        earlier.packets() + received.packets(),
                        earlier.bytes() + received.bytes(),
                        earlier.packetsLost() + received.lost());
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
        if (socket != null) {
            earliest = MediaSocket.earlier(earliest, socket.deadline());
        }
        if (ending == null) {
            earliest = MediaSocket.earlier(earliest, path.deadline());
        }
        if (mediaAt != null && !stalled) {
            earliest = MediaSocket.earlier(earliest, mediaAt.plus(STALL));
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
            case ViewerAction.Call call -> mediatorCalls.make(call);
            case ViewerAction.LearnAddress learn -> learnAddress(learn);
            case ViewerAction.OpenPush _ -> openPush();
            case ViewerAction.Connect connect -> connect(connect.streamer(), now);
            case ViewerAction.Release _ -> release(now);
            case ViewerAction.TellStep tell -> events.accept(new ViewerEvent.StepTaken(tell.step()));
            case ViewerAction.TellAwaitingApproval _ -> events.accept(new ViewerEvent.AwaitingApproval());
            case ViewerAction.TellReachable tell -> events.accept(new ViewerEvent.MediatorReachable(tell.reachable()));
            case ViewerAction.TellEnded tell -> ending = tell.ending();
        }
    }

    private void learnAddress(ViewerAction.LearnAddress learn) {
        if (socket == null) {
            return;
        }
        socket.discover(calls, seat, MediaNumbers.viewer(), new Discovery.Listener() {
            @Override
            public void found(Endpoint endpoint, MonoTime now) {
                take(new ViewerInput.AddressLearnt(endpoint), now);
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

    private void openPush() {
        push = seat.mediator()
                .openPush(event -> mailbox.post(then -> take(
                        switch (event) {
                            case Mediator.PushEvent.Opened _ -> new ViewerInput.PushOpened();
                            case Mediator.PushEvent.Received received ->
                                new ViewerInput.PushReceived(received.message());
                            case Mediator.PushEvent.Lost _ -> new ViewerInput.PushLost();
                        },
                        then)));
    }

    private void connect(Endpoint streamer, MonoTime now) {
        if (link != null) {
            link.close(now);
            ReceiveFigures received = path.figures();
            earlier = new PathFigures(
                    null,
                    null,
                    earlier.packets() + received.packets(),
                    earlier.bytes() + received.bytes(),
                    earlier.packetsLost() + received.lost());
            path = freshPath();
        }
        if (MediaNumbers.payloadTypeOf(streamer.media()).isEmpty()) {
            take(new ViewerInput.Broken(noCommonCodec()), now);
            return;
        }
        try {
            if (socket != null) {
                link = socket.connect("streamer", streamer, this, now);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            take(
                    new ViewerInput.Broken(new Failure(
                            "invalid-endpoint",
                            "The streamer's endpoint makes no sense: " + e.getMessage() + ".",
                            "Ask the streamer to start again with a current version.",
                            false)),
                    now);
        }
    }

    private static Failure noCommonCodec() {
        return new Failure(
                "no-common-codec",
                "The streamer offers no H.264 video in packetization mode 1, the only kind that this viewer shows.",
                "Ask the streamer to stream H.264, or watch with a version that knows its codec.",
                false);
    }

    private void release(MonoTime now) {
        if (push != null) {
            push.close();
        }
        if (socket != null) {
            socket.close(now);
        }
    }

    private void drain(MonoTime now) {
        PeerLink present = link;
        if (present == null || ending != null) {
            return;
        }
        for (ReceivePath.Output output = path.poll(now); output != null; output = path.poll(now)) {
            switch (output) {
                case ReceivePath.Output.Picture picture -> {
                    events.accept(new ViewerEvent.PictureReceived(picture.unit()));
                }
                case ReceivePath.Output.Rtcp rtcp -> present.sendRtcp(rtcp.packet(), now);
            }
        }
    }

    private void watchForStalls(MonoTime now) {
        if (mediaAt != null && !stalled && ending == null && now.nanosSince(mediaAt) >= STALL.toNanos()) {
            stalled = true;
            events.accept(new ViewerEvent.Stalled(true));
        }
    }

    @Override
    public void connected(PeerLink connected, MonoTime now) {
        if (connected == link) {
            take(new ViewerInput.Connected(), now);
        }
    }

    @Override
    public void rtp(PeerLink from, byte[] packet, MonoTime now) {
        if (from != link) {
            return;
        }
        boolean first = mediaAt == null;
        mediaAt = now;
        path.onRtp(packet, now);
        if (first) {
            take(new ViewerInput.MediaFlows(), now);
        } else if (stalled) {
            stalled = false;
            events.accept(new ViewerEvent.Stalled(false));
        }
    }

    @Override
    public void rtcp(PeerLink from, byte[] packet, MonoTime now) {
        if (from == link) {
            path.onRtcp(packet, now);
        }
    }

    @Override
    public void closedByPeer(PeerLink closed, MonoTime now) {
        if (closed == link) {
            take(new ViewerInput.StreamerClosed(), now);
        }
    }

    @Override
    public void consentLost(PeerLink lost, MonoTime now) {
        if (lost == link) {
            take(new ViewerInput.PathLost(), now);
        }
    }

    @Override
    public void handshakeFailed(PeerLink failed, String reason, MonoTime now) {
        if (failed == link) {
            take(
                    new ViewerInput.Broken(new Failure(
                            "handshake-failed",
                            "No secure connection to the streamer came about: " + reason + ".",
                            "Watch again; if it stays, the streamer's version may not fit this one.",
                            false)),
                    now);
        }
    }
}
