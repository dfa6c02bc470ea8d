package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription.Codec;
import dev.peercade.peer.media.ReceiveFigures;
import dev.peercade.peer.media.ReceivePath;
import dev.peercade.peer.media.ReceiveSettings;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.protocol.ViewerInput;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Path;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Ssrc;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The streamer whom a viewer watches: link, receive path, and whether media flows. Owner's thread only.
final class WatchedStreamer implements PeerLink.Listener {

    private static final Duration STALL = Duration.ofSeconds(2);

    /// Three reports of the streamer's.
    private static final Duration MUTE = Duration.ofSeconds(3);

    private final MediaSocket socket;
    private final Entropy entropy;
    private final BiConsumer<ViewerInput, MonoTime> inputs;
    private final Consumer<ViewerEvent> events;

    private ReceivePath path;
    private PathFigures earlier = PathFigures.NONE;
    private @Nullable PeerLink link;
    private @Nullable MonoTime stallAt;
    private @Nullable MonoTime reportAt;
    private boolean flowing;
    private boolean stalled;

    WatchedStreamer(
            MediaSocket socket,
            Entropy entropy,
            BiConsumer<ViewerInput, MonoTime> inputs,
            Consumer<ViewerEvent> events) {
        this.socket = socket;
        this.entropy = entropy;
        this.inputs = inputs;
        this.events = events;
        this.path = freshPath(null, false);
    }

    /// The streamer stamps new numbers on each association.
    private ReceivePath freshPath(@Nullable Codec streamers, boolean corrects) {
        boolean repairs = streamers != null && streamers.retransmissionPayloadType() != null;
        return new ReceivePath(new ReceiveSettings(
                MediaNumbers.H264_PAYLOAD_TYPE,
                repairs ? MediaNumbers.RETRANSMISSION_PAYLOAD_TYPE : null,
                corrects ? MediaNumbers.CORRECTION_PAYLOAD_TYPE : null,
                MediaNumbers.EXTENSIONS,
                new Ssrc(entropy.nextInt()),
                entropy.iceText(16)));
    }

    /// Begins to watch; takes further candidates; begins anew where the streamer has started its ICE anew.
    void connect(Endpoint streamer, MonoTime now) {
        try {
            if (link != null && link.isOf(streamer)) {
                link.addCandidates(streamer, now);
                return;
            }
        } catch (IllegalArgumentException e) {
            inputs.accept(new ViewerInput.Broken(invalid(e)), now);
            return;
        }
        if (link != null) {
            link.close(now);
            ReceiveFigures received = path.figures();
            earlier = new PathFigures(
                    null,
                    null,
                    earlier.packets() + received.packets(),
                    earlier.bytes() + received.bytes(),
                    earlier.packetsLost() + received.lost(),
                    earlier.picturesDropped() + received.dropped());
            flowing = false;
            stallAt = null;
        }
        Codec codec = MediaNumbers.h264Of(streamer.media()).orElse(null);
        if (codec == null) {
            inputs.accept(new ViewerInput.Broken(noCommonCodec()), now);
            return;
        }
        path = freshPath(codec, MediaNumbers.correctionOf(streamer.media()) != null);
        try {
            link = socket.connect("streamer", streamer, this, now);
        } catch (IllegalArgumentException | IllegalStateException e) {
            inputs.accept(new ViewerInput.Broken(invalid(e)), now);
        }
    }

    private static Failure invalid(RuntimeException e) {
        return new Failure(
                "invalid-endpoint",
                "The streamer's endpoint makes no sense: " + e.getMessage() + ".",
                "Ask the streamer to start again with a current version.",
                false);
    }

    private static Failure noCommonCodec() {
        return new Failure(
                "no-common-codec",
                "The streamer offers no H.264 video in packetization mode 1, the only kind that this viewer shows.",
                "Ask the streamer to stream H.264, or watch with a version that knows its codec.",
                false);
    }

    void requestKeyframe(MonoTime now) {
        path.requestKeyframe(now);
    }

    void advance(MonoTime now) {
        if (link != null) {
            path.onRoundTrip(link.roundTrip());
        }
        drain(now);
        watchForStalls(now);
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = path.deadline();
        return MediaSocket.earlier(earliest, stallAt);
    }

    /// Of all associations with this streamer together.
    PathFigures figures() {
        ReceiveFigures received = path.figures();
        PeerLink present = link;
        return present == null
                ? earlier
                : present.figures(
                        earlier.packets() + received.packets(),
                        earlier.bytes() + received.bytes(),
                        earlier.packetsLost() + received.lost(),
                        earlier.picturesDropped() + received.dropped());
    }

    private void drain(MonoTime now) {
        PeerLink present = link;
        if (present == null) {
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
        if (stallAt == null || now.isBefore(stallAt)) {
            return;
        }
        stallAt = now.plus(STALL);
        if (!stalled) {
            stalled = true;
            events.accept(new ViewerEvent.Stalled(true));
        }
        boolean mute = reportAt == null || now.nanosSince(reportAt) >= MUTE.toNanos();
        if (link != null && (mute || path.isStarving())) {
            link.distrustPath(now);
        }
    }

    @Override
    public void connected(PeerLink connected, MonoTime now) {
        if (connected == link) {
            inputs.accept(new ViewerInput.Connected(), now);
        }
    }

    @Override
    public void moved(PeerLink moved, Path path, Move why, MonoTime now) {
        if (moved == link) {
            events.accept(new ViewerEvent.PathChanged(path.rung(), why));
        }
    }

    @Override
    public void quiet(PeerLink silent, MonoTime now) {
        if (silent == link) {
            socket.lookAgain(now);
            inputs.accept(new ViewerInput.PathQuiet(), now);
        }
    }

    @Override
    public void rtp(PeerLink from, byte[] packet, MonoTime now) {
        if (from != link) {
            return;
        }
        stallAt = now.plus(STALL);
        path.onRtp(packet, now);
        if (!flowing) {
            flowing = true;
            inputs.accept(new ViewerInput.MediaFlows(), now);
        }
        if (stalled) {
            stalled = false;
            events.accept(new ViewerEvent.Stalled(false));
        }
    }

    @Override
    public void rtcp(PeerLink from, byte[] packet, MonoTime now) {
        if (from == link) {
            reportAt = now;
            path.onRtcp(packet, now);
        }
    }

    @Override
    public void closedByPeer(PeerLink closed, MonoTime now) {
        if (closed == link) {
            inputs.accept(new ViewerInput.StreamerClosed(), now);
        }
    }

    @Override
    public void consentLost(PeerLink lost, MonoTime now) {
        if (lost == link) {
            inputs.accept(new ViewerInput.PathLost(), now);
        }
    }

    @Override
    public void handshakeFailed(PeerLink failed, String reason, MonoTime now) {
        if (failed == link) {
            inputs.accept(
                    new ViewerInput.Broken(new Failure(
                            "handshake-failed",
                            "No secure connection to the streamer came about: " + reason + ".",
                            "Watch again; if it stays, the streamer's version may not fit this one.",
                            false)),
                    now);
        }
    }
}
