package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription.Codec;
import dev.peercade.model.request.CloseReason;
import dev.peercade.peer.media.SendFigures;
import dev.peercade.peer.media.SendPath;
import dev.peercade.peer.media.SendSettings;
import dev.peercade.peer.media.SendSettings.ErrorCorrection;
import dev.peercade.peer.media.SendSettings.Retransmission;
import dev.peercade.peer.media.congestion.BandwidthEstimator;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.H264Packetizer;
import dev.peercade.peer.media.packetize.PacketizedFrame;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.protocol.StreamerAction;
import dev.peercade.peer.protocol.StreamerInput;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Path;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Ssrc;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The viewers of a session: each has a link, keys and a send path of its own behind one packetizer. Owner's thread
/// only.
final class ServedViewers implements PeerLink.Listener {

    private static final Logger log = LoggerFactory.getLogger(ServedViewers.class);

    /// @param ready whether step 9 was taken, so that media may flow
    private record Viewer(String name, PeerLink link, SendPath path, boolean ready) {

        boolean takesMedia() {
            return ready && link.isConnected();
        }
    }

    private final MediaSocket socket;
    private final Entropy entropy;
    private final Consumer<StreamerInput> inputs;
    private final Consumer<StreamerEvent> events;
    private final H264Packetizer packetizer = new H264Packetizer();
    private final Map<UUID, Viewer> viewers = new LinkedHashMap<>();
    private final Renditions renditions;
    private final Set<Integer> keyframesNeeded = new TreeSet<>();
    private List<Integer> targets;

    /// @param kbps what is spent at most
    ServedViewers(
            MediaSocket socket,
            Entropy entropy,
            int kbps,
            Consumer<StreamerInput> inputs,
            Consumer<StreamerEvent> events) {
        this.socket = socket;
        this.entropy = entropy;
        this.inputs = inputs;
        this.events = events;
        renditions = new Renditions(kbps);
        targets = List.of(kbps);
    }

    /// Where the request has a link already its endpoint has changed: it names further candidates, or all begins
    /// anew.
    void connect(StreamerAction.Connect wanted, MonoTime now) {
        UUID request = wanted.request();
        Endpoint endpoint = wanted.endpoint();
        Viewer known = viewers.get(request);
        try {
            if (known != null && known.link.isOf(endpoint)) {
                known.link.addCandidates(endpoint, now);
                return;
            }
        } catch (IllegalArgumentException e) {
            log.warn("A viewer's new endpoint cannot be used: {}", e.getMessage());
            return;
        }
        stop(request, now);
        Codec codec = MediaNumbers.h264Of(endpoint.media()).orElse(null);
        if (codec == null) {
            log.warn("A viewer takes no H.264 in packetization mode 1, so it cannot be served");
            inputs.accept(new StreamerInput.PathLost(request, CloseReason.LEFT));
            return;
        }
        try {
            SendSettings settings = new SendSettings(
                            new Ssrc(entropy.nextInt()),
                            codec.payloadType(),
                            entropy.nextInt() & 0xFFFF,
                            entropy.nextInt() & 0xFFFF_FFFFL,
                            entropy.iceText(16))
                    .with(retransmission(codec), correction(endpoint))
                    .with(MediaNumbers.extensionsOf(endpoint.media()));
            PeerLink link = socket.connect(wanted.viewer(), endpoint, this, now);
            viewers.put(
                    request,
                    new Viewer(
                            wanted.viewer(), link, new SendPath(settings, startKbps()), known != null && known.ready));
        } catch (IllegalArgumentException | IllegalStateException e) {
            log.warn("A viewer's endpoint cannot be used: {}", e.getMessage());
            inputs.accept(new StreamerInput.PathLost(request, CloseReason.LEFT));
        }
    }

    private @Nullable Retransmission retransmission(Codec codec) {
        Integer payloadType = codec.retransmissionPayloadType();
        return payloadType == null ? null : new Retransmission(new Ssrc(entropy.nextInt()), payloadType);
    }

    private @Nullable ErrorCorrection correction(Endpoint viewer) {
        Integer payloadType = MediaNumbers.correctionOf(viewer.media());
        return payloadType == null ? null : new ErrorCorrection(new Ssrc(entropy.nextInt()), payloadType);
    }

    /// Step 9: from now on media goes there, once there are keys.
    void serve(UUID request) {
        Viewer viewer =
                viewers.computeIfPresent(request, (_, known) -> new Viewer(known.name, known.link, known.path, true));
        if (viewer != null && viewer.takesMedia()) {
            mediaFlows(request);
        }
    }

    /// A viewer who comes later is thought to take what the others do, until its feedback says otherwise.
    private int startKbps() {
        return renditions.isEmpty() ? BandwidthEstimator.START_KBPS : targets.getFirst();
    }

    void stop(UUID request, MonoTime now) {
        Viewer viewer = viewers.remove(request);
        renditions.remove(request);
        if (viewer != null) {
            viewer.link.close(now);
        }
    }

    void stopAll(MonoTime now) {
        List.copyOf(viewers.keySet()).forEach(request -> stop(request, now));
    }

    void send(int rendition, AccessUnit picture, MonoTime now) {
        PacketizedFrame frame = null;
        for (Map.Entry<UUID, Viewer> entry : viewers.entrySet()) {
            Viewer viewer = entry.getValue();
            if (viewer.takesMedia() && renditions.isFor(entry.getKey(), rendition, picture.keyframe())) {
                frame = frame == null ? packetizer.packetize(picture) : frame;
                viewer.path.onFrame(frame, now);
                drain(entry.getKey(), viewer, now);
            }
        }
    }

    void advance(MonoTime now) {
        viewers.forEach((request, viewer) -> {
            if (viewer.takesMedia()) {
                drain(request, viewer, now);
            }
        });
        List<Integer> decided = renditions.decide(now);
        if (!decided.equals(targets)) {
            targets = decided;
            events.accept(new StreamerEvent.Targets(decided));
        }
        keyframesNeeded.addAll(renditions.takeKeyframes());
        keyframesNeeded.forEach(rendition -> events.accept(new StreamerEvent.KeyframeNeeded(rendition)));
        keyframesNeeded.clear();
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = null;
        for (Viewer viewer : viewers.values()) {
            if (viewer.takesMedia()) {
                earliest = MediaSocket.earlier(earliest, viewer.path.deadline());
            }
        }
        return earliest;
    }

    Map<UUID, PathFigures> paths() {
        Map<UUID, PathFigures> paths = new LinkedHashMap<>();
        viewers.forEach((request, viewer) -> {
            if (!viewer.ready) {
                return;
            }
            SendFigures figures = viewer.path.figures();
            PathFigures path = viewer.link.figures(
                    viewer.link.packetsSent(), viewer.link.bytesSent(), Math.max(0, figures.lost()), 0);
            Long reported = figures.roundTripNanos();
            paths.put(
                    request,
                    reported == null
                            ? path
                            : new PathFigures(
                                    path.way(), reported / 1e6, path.packets(), path.bytes(), path.packetsLost(), 0));
        });
        return Collections.unmodifiableMap(paths);
    }

    private void drain(UUID request, Viewer viewer, MonoTime now) {
        for (SendPath.Output output = viewer.path.poll(now); output != null; output = viewer.path.poll(now)) {
            switch (output) {
                case SendPath.Output.Rtp rtp -> viewer.link.sendRtp(rtp.packet(), now);
                case SendPath.Output.Rtcp rtcp -> viewer.link.sendRtcp(rtcp.packet(), now);
                case SendPath.Output.KeyframeNeeded _ -> keyframesNeeded.add(renditions.of(request));
                case SendPath.Output.Target(int kbps) -> renditions.takes(request, kbps);
            }
        }
    }

    @Override
    public void connected(PeerLink link, MonoTime now) {
        viewers.forEach((request, viewer) -> {
            if (viewer.link == link && viewer.ready) {
                mediaFlows(request);
            }
        });
    }

    /// The first picture that a viewer can show is a keyframe, and it is waiting for it.
    private void mediaFlows(UUID request) {
        keyframesNeeded.add(renditions.of(request));
        inputs.accept(new StreamerInput.MediaFlows(request));
    }

    @Override
    public void moved(PeerLink link, Path path, Move why, MonoTime now) {
        viewers.forEach((request, viewer) -> {
            if (viewer.link == link) {
                viewer.path.onPathChanged();
                events.accept(new StreamerEvent.PathChanged(request, viewer.name, path.rung(), why));
            }
        });
    }

    @Override
    public void quiet(PeerLink link, MonoTime now) {
        socket.lookAgain(now);
        inputs.accept(new StreamerInput.PathQuiet());
    }

    @Override
    public void rtp(PeerLink link, byte[] packet, MonoTime now) {
        // Viewers send no media.
    }

    @Override
    public void rtcp(PeerLink link, byte[] packet, MonoTime now) {
        for (Viewer viewer : viewers.values()) {
            if (viewer.link == link) {
                viewer.path.onRtcp(packet, now);
            }
        }
    }

    @Override
    public void closedByPeer(PeerLink link, MonoTime now) {
        tell(link, request -> new StreamerInput.PathLost(request, CloseReason.LEFT));
    }

    @Override
    public void consentLost(PeerLink link, MonoTime now) {
        tell(link, request -> new StreamerInput.PathLost(request, CloseReason.VIEWER_LOST));
    }

    @Override
    public void handshakeFailed(PeerLink link, String reason, MonoTime now) {
        log.warn("A viewer cannot be served: {}", reason);
        tell(link, request -> new StreamerInput.PathLost(request, CloseReason.VIEWER_LOST));
    }

    private void tell(PeerLink link, java.util.function.Function<UUID, StreamerInput> input) {
        viewers.forEach((request, viewer) -> {
            if (viewer.link == link) {
                inputs.accept(input.apply(request));
            }
        });
    }
}
