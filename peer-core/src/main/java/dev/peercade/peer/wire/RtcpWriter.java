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

/// Writes compound RTCP, each packet a multiple of four bytes.
final class RtcpWriter {

    private static final int COUNT_MAX = 31;
    private static final int SDES_TEXT_MAX = 255;

    private RtcpWriter() {}

    static byte[] write(List<RtcpPacket> packets) {
        int bytes = packets.stream().mapToInt(RtcpWriter::bytesOf).sum();
        ByteBuffer out = ByteBuffer.allocate(bytes);
        for (RtcpPacket packet : packets) {
            writeOne(packet, out);
        }
        return out.array();
    }

    private static int bytesOf(RtcpPacket packet) {
        return RtcpTypes.HEADER_BYTES
                + switch (packet) {
                    case SenderReport report -> 24 + report.blocks().size() * RtcpTypes.REPORT_BLOCK_BYTES;
                    case ReceiverReport report -> 4 + report.blocks().size() * RtcpTypes.REPORT_BLOCK_BYTES;
                    // A chunk ends with at least one null octet and fills up to 32 bits.
                    case SourceDescription description -> (4 + 2 + cnameOf(description).length + 1 + 3) / 4 * 4;
                    case Bye bye -> 4 * bye.sources().size();
                    case GenericNack nack -> 8 + 4 * runs(nack.lost()).size();
                    case PictureLossIndication _ -> 8;
                    case TransportFeedback feedback -> 8 + TransportFeedbackCodec.bytes(feedback);
                    case FullIntraRequest request -> 8 + 8 * request.media().size();
                    case Unknown unknown ->
                        throw new IllegalArgumentException("nobody knows what stands in RTCP type " + unknown.type());
                };
    }

    private static void writeOne(RtcpPacket packet, ByteBuffer out) {
        int bytes = bytesOf(packet);
        switch (packet) {
            case SenderReport report -> {
                header(out, report.blocks().size(), RtcpTypes.SENDER_REPORT, bytes);
                out.putInt(report.sender().value()).putLong(report.ntpTimestamp());
                out.putInt((int) report.rtpTimestamp())
                        .putInt((int) report.packets())
                        .putInt((int) report.octets());
                blocks(out, report.blocks());
            }
            case ReceiverReport report -> {
                header(out, report.blocks().size(), RtcpTypes.RECEIVER_REPORT, bytes);
                out.putInt(report.sender().value());
                blocks(out, report.blocks());
            }
            case SourceDescription description -> {
                int end = out.position() + bytes;
                header(out, 1, RtcpTypes.SOURCE_DESCRIPTION, bytes);
                byte[] cname = cnameOf(description);
                out.putInt(description.source().value());
                out.put((byte) RtcpTypes.SDES_CNAME).put((byte) cname.length).put(cname);
                out.position(end);
            }
            case Bye bye -> {
                header(out, bye.sources().size(), RtcpTypes.BYE, bytes);
                bye.sources().forEach(source -> out.putInt(source.value()));
            }
            case GenericNack nack -> {
                header(out, RtcpTypes.FORMAT_NACK, RtcpTypes.TRANSPORT_FEEDBACK, bytes);
                out.putInt(nack.sender().value()).putInt(nack.media().value());
                runs(nack.lost()).forEach(out::putInt);
            }
            case PictureLossIndication indication -> {
                header(out, RtcpTypes.FORMAT_PLI, RtcpTypes.PAYLOAD_FEEDBACK, bytes);
                out.putInt(indication.sender().value())
                        .putInt(indication.media().value());
            }
            case TransportFeedback feedback -> {
                header(out, RtcpTypes.FORMAT_TRANSPORT_WIDE, RtcpTypes.TRANSPORT_FEEDBACK, bytes);
                out.putInt(feedback.sender().value()).putInt(feedback.media().value());
                TransportFeedbackCodec.write(feedback, out);
            }
            case FullIntraRequest request -> {
                header(out, RtcpTypes.FORMAT_FIR, RtcpTypes.PAYLOAD_FEEDBACK, bytes);
                out.putInt(request.sender().value()).putInt(0);
                request.media().forEach(source -> out.putInt(source.value()).putInt(0));
            }
            case Unknown _ -> throw new IllegalStateException("refused by bytesOf");
        }
    }

    /// A packet id and a mask of the 16 that follow it, for each run.
    private static List<Integer> runs(List<Integer> lost) {
        List<Integer> runs = new ArrayList<>();
        int first = 0;
        int following = 0;
        for (int number : lost) {
            int ahead = SequenceNumber.distance(number, first);
            if (!runs.isEmpty() && ahead > 0 && ahead <= Short.SIZE) {
                following |= 1 << (ahead - 1);
                runs.set(runs.size() - 1, first << Short.SIZE | following);
            } else {
                first = number;
                following = 0;
                runs.add(first << Short.SIZE);
            }
        }
        return runs;
    }

    private static byte[] cnameOf(SourceDescription description) {
        byte[] cname =
                description.cname() == null ? new byte[0] : description.cname().getBytes(StandardCharsets.UTF_8);
        if (cname.length > SDES_TEXT_MAX) {
            throw new IllegalArgumentException("a canonical name has at most " + SDES_TEXT_MAX + " bytes");
        }
        return cname;
    }

    private static void header(ByteBuffer out, int count, int type, int bytes) {
        if (count > COUNT_MAX) {
            throw new IllegalArgumentException("at most " + COUNT_MAX + " entries fit into one RTCP packet");
        }
        out.put((byte) (2 << 6 | count)).put((byte) type).putShort((short) (bytes / 4 - 1));
    }

    private static void blocks(ByteBuffer out, List<ReportBlock> blocks) {
        for (ReportBlock block : blocks) {
            out.putInt(block.source().value());
            out.putInt(block.fractionLost() << 24 | (block.cumulativeLost() & 0xFFFFFF));
            out.putInt((int) block.highestSequenceNumber()).putInt((int) block.jitter());
            out.putInt((int) block.lastSenderReport()).putInt((int) block.delaySinceLastSenderReport());
        }
    }
}
