package dev.peercade.peer.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One packet of a compound RTCP packet (RFC 3550, section 6; RFC 4585, section 6; RFC 5104, section 4.3).
public sealed interface RtcpPacket
        permits RtcpPacket.SenderReport,
                RtcpPacket.ReceiverReport,
                RtcpPacket.SourceDescription,
                RtcpPacket.Bye,
                RtcpPacket.GenericNack,
                RtcpPacket.PictureLossIndication,
                RtcpPacket.FullIntraRequest,
                RtcpPacket.Unknown,
                TransportFeedback {

    /// @param ntpTimestamp seconds since 1900 and their fraction, 32 bits each
    /// @param rtpTimestamp of the same instant, 0 to 2^32-1
    /// @param packets sent since the start, modulo 2^32
    /// @param octets of payload sent since the start, modulo 2^32
    record SenderReport(
            Ssrc sender, long ntpTimestamp, long rtpTimestamp, long packets, long octets, List<ReportBlock> blocks)
            implements RtcpPacket {}

    record ReceiverReport(Ssrc sender, List<ReportBlock> blocks) implements RtcpPacket {}

    /// One chunk: all that is read of a source description is its canonical name.
    ///
    /// @param cname or null where the chunk has none
    record SourceDescription(Ssrc source, @Nullable String cname) implements RtcpPacket {}

    record Bye(List<Ssrc> sources) implements RtcpPacket {}

    /// RFC 4585, section 6.2.1.
    ///
    /// @param lost sequence numbers, 0 to 65535
    record GenericNack(Ssrc sender, Ssrc media, List<Integer> lost) implements RtcpPacket {}

    /// RFC 4585, section 6.3.1.
    record PictureLossIndication(Ssrc sender, Ssrc media) implements RtcpPacket {}

    /// RFC 5104, section 4.3.1: some senders of feedback know only this one.
    ///
    /// @param media the sources of which a keyframe is wanted
    record FullIntraRequest(Ssrc sender, List<Ssrc> media) implements RtcpPacket {}

    /// Well-formed, of a type that nobody here answers.
    ///
    /// @param type 192 to 223
    record Unknown(int type) implements RtcpPacket {}

    /// What a receiver says of one source (RFC 3550, section 6.4.1).
    ///
    /// @param fractionLost since the previous report, in 1/256
    /// @param cumulativeLost since the start, -2^23 to 2^23-1
    /// @param highestSequenceNumber extended by the count of wraps, 32 bits
    /// @param jitter in units of the RTP timestamp
    /// @param lastSenderReport the middle 32 bits of its NTP timestamp, or 0
    /// @param delaySinceLastSenderReport in 1/65536 s
    record ReportBlock(
            Ssrc source,
            int fractionLost,
            int cumulativeLost,
            long highestSequenceNumber,
            long jitter,
            long lastSenderReport,
            long delaySinceLastSenderReport) {}

    /// Reads a compound packet, or one of reduced size (RFC 5506): null when it is malformed as a whole.
    static @Nullable List<RtcpPacket> parseCompound(byte[] compound) {
        return RtcpReader.read(compound);
    }

    /// Writes the packets one after the other. [Unknown] cannot be written.
    static byte[] writeCompound(List<RtcpPacket> packets) {
        return RtcpWriter.write(packets);
    }
}
