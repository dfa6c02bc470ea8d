package dev.peercade.media;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/// @param frame owned by the source
record NativeFrame(AVFrame frame, long tick, long captureStartNanos, long captureEndNanos, boolean sameAsPrevious)
        implements RawFrame {

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }
}
