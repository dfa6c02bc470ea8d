package dev.peercade.media;

/// One coded picture.
///
/// @param annexB H.264 byte stream (ITU-T H.264 Annex B), parameter sets before each keyframe; yours to keep
/// @param keyframe whether it is an IDR picture
/// @param captureStartNanos of the picture it was made from, by [System#nanoTime()]
/// @param captureEndNanos of the picture it was made from, by [System#nanoTime()]
/// @param encodeStartNanos when conversion and encoding began, by [System#nanoTime()]
/// @param encodeEndNanos when it was complete, by [System#nanoTime()]
public record EncodedPicture(
        byte[] annexB,
        boolean keyframe,
        long captureStartNanos,
        long captureEndNanos,
        long encodeStartNanos,
        long encodeEndNanos) {

    @Override
    public String toString() {
        return "EncodedPicture[" + annexB.length + " bytes" + (keyframe ? ", keyframe]" : "]");
    }
}
