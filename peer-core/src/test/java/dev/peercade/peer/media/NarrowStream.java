package dev.peercade.peer.media;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.H264Packetizer;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Ssrc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// An encoder that keeps to the target as x264 does (each picture off by up to a third), a send path, a narrow link,
/// a receive path, and the clock that moves them.
final class NarrowStream {

    private static final int CEILING_KBPS = 20_000;
    private static final long FRAME_NANOS = 1_000_000_000L / 60;

    final SendPath send;
    final ReceivePath receive;
    final NarrowLink there;
    final NarrowLink back;
    final List<Double> delaysMs = new ArrayList<>();
    int targetKbps;

    private final H264Packetizer packetizer = new H264Packetizer();
    private final SplittableRandom random;
    private final List<MonoTime> madeAt = new ArrayList<>();
    private MonoTime now = new MonoTime(5_000_000_000L);
    private MonoTime nextFrame = now;
    private boolean keyframeWanted = true;
    private int forgotten;

    NarrowStream(NarrowLink there, Duration delayBack, int startKbps, long seed) {
        this(there, delayBack, startKbps, seed, true);
    }

    /// @param corrects whether parity packets may go
    NarrowStream(NarrowLink there, Duration delayBack, int startKbps, long seed, boolean corrects) {
        random = new SplittableRandom(seed);
        this.there = there;
        back = new NarrowLink(1e9, Duration.ofSeconds(1), delayBack, Duration.ZERO, 0, seed);
        HeaderExtensionIds ids = new HeaderExtensionIds(3, null);
        send = new SendPath(
                new SendSettings(new Ssrc(1), 102, 65_000, 4_294_900_000L, "streamer")
                        .with(
                                new SendSettings.Retransmission(new Ssrc(2), 103),
                                corrects ? new SendSettings.ErrorCorrection(new Ssrc(4), 104) : null)
                        .with(ids),
                startKbps);
        receive = new ReceivePath(new ReceiveSettings(102, 103, 104, ids, new Ssrc(3), "viewer"));
        receive.onRoundTrip(delayBack.multipliedBy(2));
        targetKbps = startKbps;
    }

    void forgetFigures() {
        there.forgetFigures();
        delaysMs.clear();
        forgotten = madeAt.size();
    }

    void run(Duration duration) {
        MonoTime end = now.plus(duration);
        while (now.isBefore(end)) {
            drain();
            MonoTime next = nextFrame;
            for (MonoTime each :
                    new MonoTime[] {there.deadline(), back.deadline(), send.deadline(), receive.deadline()}) {
                next = each != null && each.isBefore(next) ? each : next;
            }
            now = now.isBefore(next) ? next : now.plusNanos(20_000);
            if (!now.isBefore(nextFrame)) {
                nextFrame = nextFrame.plusNanos(FRAME_NANOS);
                send.onFrame(packetizer.packetize(picture()), now);
            }
            for (byte[] datagram : there.receive(now)) {
                if ((datagram[1] & 0xFF) >= 192 && (datagram[1] & 0xFF) <= 223) {
                    receive.onRtcp(datagram, now);
                } else {
                    receive.onRtp(datagram, now);
                }
            }
            for (byte[] datagram : back.receive(now)) {
                send.onRtcp(datagram, now);
            }
        }
    }

    /// The share of the pictures since figures were forgotten that did not arrive so soon after they were made.
    double lateOrLost(double ms) {
        return 1 - (double) delaysMs.stream().filter(delay -> delay <= ms).count() / (madeAt.size() - forgotten);
    }

    private AccessUnit picture() {
        boolean keyframe = keyframeWanted;
        keyframeWanted = false;
        double bytes = Math.min(targetKbps, CEILING_KBPS)
                * 1000.0
                / 8
                / 60
                * random.nextDouble(0.67, 1.33)
                * (keyframe ? 2 : 1);
        madeAt.add(now);
        return new AccessUnit(
                H264Bytes.picture(random, madeAt.size() - 1, keyframe, Math.max(200, (int) bytes)), keyframe, now);
    }

    private void drain() {
        for (SendPath.Output output = send.poll(now); output != null; output = send.poll(now)) {
            switch (output) {
                case SendPath.Output.Rtp(byte[] packet) -> there.send(packet, now);
                case SendPath.Output.Rtcp(byte[] packet) -> there.send(packet, now);
                case SendPath.Output.KeyframeNeeded _ -> keyframeWanted = true;
                case SendPath.Output.Target(int kbps) -> targetKbps = kbps;
            }
        }
        for (ReceivePath.Output output = receive.poll(now); output != null; output = receive.poll(now)) {
            switch (output) {
                case ReceivePath.Output.Picture(AccessUnit unit) -> {
                    delaysMs.add(now.nanosSince(madeAt.get(H264Bytes.numberOf(unit.annexB()))) / 1e6);
                }
                case ReceivePath.Output.Rtcp(byte[] packet) -> back.send(packet, now);
            }
        }
    }
}
