package dev.peercade.peer.media;

import dev.peercade.peer.media.SendSettings.ErrorCorrection;
import dev.peercade.peer.media.fec.FecBudget;
import dev.peercade.peer.media.fec.FlexFecEncoder;
import dev.peercade.peer.wire.RtpHeader;
import dev.peercade.peer.wire.SequenceNumber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The parity packets of one viewer, a stream of their own.
final class ErrorCorrectionStream {

    private final ErrorCorrection stream;
    private final PathExtensions extensions;
    private int nextSequenceNumber;
    private long packets;

    ErrorCorrectionStream(ErrorCorrection stream, PathExtensions extensions, int firstSequenceNumber) {
        this.stream = stream;
        this.extensions = extensions;
        this.nextSequenceNumber = firstSequenceNumber & 0xFFFF;
    }

    /// @param media a picture's packets, before anything is filled in that the receiver cannot know
    /// @param loss share of packets lost lately
    /// @param roundTrip zero where it is not known
    List<byte[]> protect(List<byte[]> media, double loss, Duration roundTrip) {
        List<byte[]> parities = new ArrayList<>();
        for (byte[] payload : FlexFecEncoder.protect(media, FecBudget.parities(loss, roundTrip, media.size()))) {
            long timestamp = ByteBuffer.wrap(media.getFirst()).getInt(4) & 0xFFFF_FFFFL;
            parities.add(extensions.write(
                    RtpHeader.plain(false, stream.payloadType(), nextSequenceNumber, timestamp, stream.ssrc()),
                    payload));
            nextSequenceNumber = SequenceNumber.next(nextSequenceNumber);
        }
        packets += parities.size();
        return parities;
    }

    long packets() {
        return packets;
    }
}
