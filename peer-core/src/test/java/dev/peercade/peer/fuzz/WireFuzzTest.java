package dev.peercade.peer.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.peercade.peer.media.HeaderExtensionIds;
import dev.peercade.peer.media.ReceivePath;
import dev.peercade.peer.media.ReceiveSettings;
import dev.peercade.peer.media.SendPath;
import dev.peercade.peer.media.SendSettings;
import dev.peercade.peer.media.packetize.H264Depacketizer;
import dev.peercade.peer.secure.DatagramGuard;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.RtcpPacket;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.Ssrc;
import java.util.List;

/// What strangers may send. Every build replays the committed inputs; `JAZZER_FUZZ=1` searches for new ones, one
/// method at a time.
class WireFuzzTest {

    @FuzzTest(maxDuration = "30s")
    void rtp(byte[] datagram) {
        Demultiplexer.classify(datagram);
        RtpHeader.Packet packet = RtpHeader.parse(datagram);
        if (packet != null) {
            RtpHeader.Packet again = RtpHeader.parse(packet.header().write(packet.payload()));
            if (again == null || again.payload().length != packet.payload().length) {
                throw new IllegalStateException("what was read cannot be written");
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void rtcp(byte[] compound) {
        List<RtcpPacket> packets = RtcpPacket.parseCompound(compound);
        if (packets != null && packets.stream().noneMatch(RtcpPacket.Unknown.class::isInstance)) {
            RtcpPacket.parseCompound(compound);
        }
        MonoTime now = new MonoTime(0);
        SendPath send = new SendPath(new SendSettings(new Ssrc(1), 96, 0, 0, "fuzz")
                .with(new SendSettings.Retransmission(new Ssrc(3), 97), null));
        send.onRtcp(compound, now);
        drain(send, now);
    }

    @FuzzTest(maxDuration = "30s")
    void depacketizer(byte[] payloads) {
        H264Depacketizer depacketizer = new H264Depacketizer();
        for (byte[] payload : pieces(payloads)) {
            H264Depacketizer.startsPicture(payload);
            depacketizer.add(payload);
        }
        depacketizer.finish();
    }

    @FuzzTest(maxDuration = "30s")
    void receivePath(byte[] packets) {
        ReceivePath path =
                new ReceivePath(new ReceiveSettings(96, 97, 98, new HeaderExtensionIds(1, null), new Ssrc(2), "fuzz"));
        MonoTime now = new MonoTime(0);
        for (byte[] packet : pieces(packets)) {
            path.onRtp(packet, now);
            path.onRtcp(packet, now);
            now = now.plusNanos(7_000_000);
            for (int i = 0; i < 100 && path.poll(now) != null; i++) {
                path.deadline();
            }
        }
        path.figures();
    }

    @FuzzTest(maxDuration = "30s")
    void guard(byte[] datagram) {
        for (DatagramGuard.DtlsRecord dtlsRecord : new DatagramGuard().filter(datagram)) {
            if (dtlsRecord.epoch() > 0 && dtlsRecord.bytes().length < 13 + 24) {
                throw new IllegalStateException("a short record got through");
            }
        }
    }

    private static void drain(SendPath path, MonoTime now) {
        for (int i = 0; i < 100 && path.poll(now) != null; i++) {
            path.deadline();
        }
    }

    /// Each piece is preceded by its length in two bytes.
    private static List<byte[]> pieces(byte[] bytes) {
        List<byte[]> pieces = new java.util.ArrayList<>();
        int at = 0;
        while (at + 2 <= bytes.length) {
            int length = Math.min((bytes[at] & 0xFF) << 8 | (bytes[at + 1] & 0xFF), bytes.length - at - 2);
            pieces.add(java.util.Arrays.copyOfRange(bytes, at + 2, at + 2 + length));
            at += 2 + length;
        }
        return pieces;
    }
}
