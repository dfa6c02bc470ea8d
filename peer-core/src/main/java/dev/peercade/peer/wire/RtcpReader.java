package dev.peercade.peer.wire;

import dev.peercade.peer.wire.RtcpPacket.Bye;
import dev.peercade.peer.wire.RtcpPacket.FullIntraRequest;
import dev.peercade.peer.wire.RtcpPacket.GenericNack;
import dev.peercade.peer.wire.RtcpPacket.PictureLossIndication;
import dev.peercade.peer.wire.RtcpPacket.ReceiverReport;
import dev.peercade.peer.wire.RtcpPacket.ReportBlock;
import dev.peercade.peer.wire.RtcpPacket.SenderReport;
import dev.peercade.peer.wire.RtcpPacket.SourceDescription;
import dev.peercade.peer.wire.RtcpPacket.Unknown;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads compound RTCP. Every length is checked before what it measures is touched.
final class RtcpReader {

    private RtcpReader() {}

    static @Nullable List<RtcpPacket> read(byte[] compound) {
        ByteBuffer in = ByteBuffer.wrap(compound);
        if (!in.hasRemaining()) {
            return null;
        }
        List<RtcpPacket> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            if (in.remaining() < RtcpTypes.HEADER_BYTES) {
                return null;
            }
            int first = in.get() & 0xFF;
            int type = in.get() & 0xFF;
            int bytes = 4 * (in.getShort() & 0xFFFF);
            boolean version2 = first >> 6 == 2;
            if (!version2 || type < 192 || type > 223 || bytes > in.remaining()) {
                return null;
            }
            boolean padded = (first & 0x20) != 0;
            int padding = 0;
            if (padded) {
                // "Padding should only be required on one individual packet" of a compound, its last (section 6.4.1).
                padding = bytes == 0 ? 0 : in.get(in.position() + bytes - 1) & 0xFF;
                if (in.remaining() != bytes || padding == 0 || padding % 4 != 0 || padding > bytes) {
                    return null;
                }
            }
            ByteBuffer body = in.slice(in.position(), bytes - padding);
            in.position(in.position() + bytes);
            if (!readOne(type, first & 0x1F, body, packets)) {
                return null;
            }
        }
        return List.copyOf(packets);
    }

    private static boolean readOne(int type, int count, ByteBuffer body, List<RtcpPacket> packets) {
        return switch (type) {
            case RtcpTypes.SENDER_REPORT -> readSenderReport(count, body, packets);
            case RtcpTypes.RECEIVER_REPORT -> readReceiverReport(count, body, packets);
            case RtcpTypes.SOURCE_DESCRIPTION -> readSourceDescription(count, body, packets);
            case RtcpTypes.BYE -> readBye(count, body, packets);
            case RtcpTypes.TRANSPORT_FEEDBACK -> readTransportFeedback(count, body, packets);
            case RtcpTypes.PAYLOAD_FEEDBACK -> readPayloadFeedback(count, body, packets);
            default -> packets.add(new Unknown(type));
        };
    }

    private static boolean readSenderReport(int count, ByteBuffer body, List<RtcpPacket> packets) {
        if (body.remaining() < 24 + count * RtcpTypes.REPORT_BLOCK_BYTES) {
            return false;
        }
        return packets.add(new SenderReport(
                new Ssrc(body.getInt()),
                body.getLong(),
                unsigned(body),
                unsigned(body),
                unsigned(body),
                readBlocks(count, body)));
    }

    private static boolean readReceiverReport(int count, ByteBuffer body, List<RtcpPacket> packets) {
        if (body.remaining() < 4 + count * RtcpTypes.REPORT_BLOCK_BYTES) {
            return false;
        }
        return packets.add(new ReceiverReport(new Ssrc(body.getInt()), readBlocks(count, body)));
    }

    private static List<ReportBlock> readBlocks(int count, ByteBuffer body) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Ssrc source = new Ssrc(body.getInt());
            int loss = body.getInt();
            blocks.add(new ReportBlock(
                    source,
                    loss >>> 24,
                    loss << 8 >> 8,
                    unsigned(body),
                    unsigned(body),
                    unsigned(body),
                    unsigned(body)));
        }
        return List.copyOf(blocks);
    }

    private static boolean readSourceDescription(int count, ByteBuffer body, List<RtcpPacket> packets) {
        for (int i = 0; i < count; i++) {
            if (body.remaining() < 4) {
                return false;
            }
            int start = body.position();
            Ssrc source = new Ssrc(body.getInt());
            String cname = null;
            while (true) {
                if (!body.hasRemaining()) {
                    return false;
                }
                int item = body.get() & 0xFF;
                if (item == 0) {
                    break;
                }
                if (!body.hasRemaining()) {
                    return false;
                }
                int length = body.get() & 0xFF;
                if (length > body.remaining()) {
                    return false;
                }
                byte[] text = new byte[length];
                body.get(text);
                if (item == RtcpTypes.SDES_CNAME) {
                    cname = new String(text, StandardCharsets.UTF_8);
                }
            }
            int aligned = start + (body.position() - start + 3) / 4 * 4;
            if (aligned > body.limit()) {
                return false;
            }
            body.position(aligned);
            packets.add(new SourceDescription(source, cname));
        }
        return true;
    }

    private static boolean readBye(int count, ByteBuffer body, List<RtcpPacket> packets) {
        if (body.remaining() < 4 * count) {
            return false;
        }
        List<Ssrc> sources = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sources.add(new Ssrc(body.getInt()));
        }
        return packets.add(new Bye(List.copyOf(sources)));
    }

    private static boolean readTransportFeedback(int format, ByteBuffer body, List<RtcpPacket> packets) {
        if (body.remaining() < 8) {
            return false;
        }
        Ssrc sender = new Ssrc(body.getInt());
        Ssrc media = new Ssrc(body.getInt());
        return switch (format) {
            case RtcpTypes.FORMAT_NACK -> packets.add(new GenericNack(sender, media, readLost(body)));
            case RtcpTypes.FORMAT_TRANSPORT_WIDE -> {
                TransportFeedback feedback = TransportFeedbackCodec.read(sender, media, body);
                yield feedback != null && packets.add(feedback);
            }
            default -> packets.add(new Unknown(RtcpTypes.TRANSPORT_FEEDBACK));
        };
    }

    private static List<Integer> readLost(ByteBuffer body) {
        List<Integer> lost = new ArrayList<>();
        while (body.remaining() >= 4) {
            int first = body.getShort() & 0xFFFF;
            int following = body.getShort() & 0xFFFF;
            lost.add(first);
            for (int bit = 0; bit < Short.SIZE; bit++) {
                if ((following >> bit & 1) == 1) {
                    lost.add((first + bit + 1) & 0xFFFF);
                }
            }
        }
        return List.copyOf(lost);
    }

    private static boolean readPayloadFeedback(int format, ByteBuffer body, List<RtcpPacket> packets) {
        if (body.remaining() < 8) {
            return false;
        }
        Ssrc sender = new Ssrc(body.getInt());
        Ssrc media = new Ssrc(body.getInt());
        return switch (format) {
            case RtcpTypes.FORMAT_PLI -> packets.add(new PictureLossIndication(sender, media));
            case RtcpTypes.FORMAT_FIR -> {
                List<Ssrc> targets = new ArrayList<>();
                while (body.remaining() >= 8) {
                    targets.add(new Ssrc(body.getInt()));
                    body.getInt();
                }
                yield packets.add(new FullIntraRequest(sender, List.copyOf(targets)));
            }
            default -> packets.add(new Unknown(RtcpTypes.PAYLOAD_FEEDBACK));
        };
    }

    private static long unsigned(ByteBuffer in) {
        return in.getInt() & 0xFFFFFFFFL;
    }
}
