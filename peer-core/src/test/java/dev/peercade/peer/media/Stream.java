package dev.peercade.peer.media;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.H264Packetizer;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Ssrc;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// An encoder, a send path, a network both ways, a receive path, and the clock that moves them all.
final class Stream {

    static final Ssrc SENDER = new Ssrc(0x11223344);
    static final Ssrc RECEIVER = new Ssrc(0x55667788);
    private static final Ssrc AGAIN = new Ssrc(0x22334455);
    private static final int PAYLOAD_TYPE = 102;
    private static final int AGAIN_PAYLOAD_TYPE = 103;
    private static final long FRAME_NANOS = 1_000_000_000L / 60;

    final SendPath send;
    final ReceivePath receive;
    final LossyLink there;
    final LossyLink back;
    final List<AccessUnit> delivered = new ArrayList<>();
    final List<MonoTime> deliveredAt = new ArrayList<>();
    final List<MonoTime> madeAt = new ArrayList<>();
    final Map<Integer, byte[]> made = new HashMap<>();
    final List<MonoTime> keyframesMadeAt = new ArrayList<>();
    long rtpSent;

    private final H264Packetizer packetizer = new H264Packetizer();
    private final SplittableRandom random;
    private MonoTime now = new MonoTime(5_000_000_000L);
    private boolean keyframeWanted;
    private int picture;

    Stream(LossyLink.Weather weather, int firstSequenceNumber, long firstTimestamp, long seed) {
        this(weather, firstSequenceNumber, firstTimestamp, seed, false);
    }

    /// @param repairs whether lost packets are sent again
    Stream(LossyLink.Weather weather, int firstSequenceNumber, long firstTimestamp, long seed, boolean repairs) {
        random = new SplittableRandom(seed);
        there = new LossyLink(weather, random.nextLong());
        back = new LossyLink(weather, random.nextLong());
        send = new SendPath(new SendSettings(
                SENDER,
                PAYLOAD_TYPE,
                firstSequenceNumber,
                firstTimestamp,
                "streamer",
                1_800_000_000_000_000_000L,
                repairs ? new SendSettings.Retransmission(AGAIN, AGAIN_PAYLOAD_TYPE) : null,
                null,
                HeaderExtensionIds.NONE));
        receive = new ReceivePath(new ReceiveSettings(
                PAYLOAD_TYPE, repairs ? AGAIN_PAYLOAD_TYPE : null, null, HeaderExtensionIds.NONE, RECEIVER, "viewer"));
        receive.onRoundTrip(weather.delay().multipliedBy(2));
    }

    void run(Duration duration) {
        MonoTime end = now.plus(duration);
        MonoTime nextFrame = now;
        drain();
        while (now.isBefore(end)) {
            if (!now.isBefore(nextFrame)) {
                AccessUnit unit = nextPicture();
                send.onFrame(packetizer.packetize(unit), now);
                nextFrame = nextFrame.plusNanos(FRAME_NANOS);
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
            drain();
            MonoTime next = nextFrame;
            next = earliest(next, there.deadline());
            next = earliest(next, back.deadline());
            next = earliest(next, send.deadline());
            next = earliest(next, receive.deadline());
            now = now.isBefore(next) ? next : now.plusNanos(1);
        }
    }

    private static MonoTime earliest(MonoTime one, @Nullable MonoTime other) {
        return other == null || one.isBefore(other) ? one : other;
    }

    private void drain() {
        for (SendPath.Output output = send.poll(now); output != null; output = send.poll(now)) {
            switch (output) {
                case SendPath.Output.Rtp(byte[] packet) -> {
                    rtpSent++;
                    there.send(packet, now);
                }
                case SendPath.Output.Rtcp(byte[] packet) -> there.send(packet, now);
                case SendPath.Output.KeyframeNeeded _ -> keyframeWanted = true;
                case SendPath.Output.Target _ -> {}
            }
        }
        for (ReceivePath.Output output = receive.poll(now); output != null; output = receive.poll(now)) {
            switch (output) {
                case ReceivePath.Output.Picture(AccessUnit unit) -> {
                    delivered.add(unit);
                    deliveredAt.add(now);
                }
                case ReceivePath.Output.Rtcp(byte[] packet) -> back.send(packet, now);
            }
        }
    }

    /// A keyframe of about 40 kB where one was asked for, else a picture of about 10 kB: 5 Mbit/s. The first bytes
    /// of each slice number the picture.
    private AccessUnit nextPicture() {
        boolean keyframe = keyframeWanted || picture == 0;
        keyframeWanted = false;
        if (keyframe) {
            keyframesMadeAt.add(now);
        }
        byte[] unit = H264Bytes.picture(random, picture, keyframe, keyframe ? 40_000 : 10_000);
        madeAt.add(now);
        made.put(picture++, unit);
        return new AccessUnit(unit, keyframe, now);
    }

    /// The share of pictures that were not delivered so long after they were made, but for those that had not so long.
    double lateOrLost(Duration limit) {
        List<MonoTime> ripe = madeAt.stream()
                .filter(made -> now.nanosSince(made) > limit.toNanos())
                .toList();
        long inTime = 0;
        for (int i = 0; i < delivered.size(); i++) {
            int number = H264Bytes.numberOf(delivered.get(i).annexB());
            boolean early = deliveredAt.get(i).nanosSince(madeAt.get(number)) <= limit.toNanos();
            inTime += number < ripe.size() && early ? 1 : 0;
        }
        return 1 - (double) inTime / ripe.size();
    }

    MonoTime now() {
        return now;
    }
}
