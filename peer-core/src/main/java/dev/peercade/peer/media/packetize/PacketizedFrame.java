package dev.peercade.peer.media.packetize;

import dev.peercade.peer.time.MonoTime;
import java.util.List;

/// One picture as RTP payloads, the same for every viewer: each send path puts a header of its own before them.
///
/// @param payloads in sending order, at least one; never changed after construction
/// @param capturedAt on the sender's clock
public record PacketizedFrame(List<byte[]> payloads, boolean keyframe, MonoTime capturedAt) {

    @Override
    public String toString() {
        return "PacketizedFrame[" + payloads.size() + " payloads" + (keyframe ? ", keyframe]" : "]");
    }
}
