package dev.peercade.peer.media.frame;

import dev.peercade.peer.time.MonoTime;

/// One coded picture of H.264 in byte-stream format (ITU-T H.264, Annex B).
///
/// @param annexB start codes and NAL units; never changed after construction
/// @param keyframe whether it is an IDR picture, with its parameter sets before it
/// @param capturedAt when the source showed the picture, on the clock of the process that made it; on the receiving
///     side the sender's RTP time, turned into a duration since the first picture and added to an arbitrary origin
public record AccessUnit(byte[] annexB, boolean keyframe, MonoTime capturedAt) {

    @Override
    public String toString() {
        return "AccessUnit[" + annexB.length + " bytes" + (keyframe ? ", keyframe]" : "]");
    }
}
