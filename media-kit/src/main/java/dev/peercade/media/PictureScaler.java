package dev.peercade.media;

import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/// Makes small pictures of a source's frames, for a preview or a thumbnail. One thread at a time.
public final class PictureScaler implements AutoCloseable {

    /// Each pixel is the mean of all that it stands for: the fast method picks single ones, and small text is lost.
    private static final int MEAN = swscale.SWS_AREA;
    /// Colour is taken from every other row, since it is halved anyway. From 1920x1080 to 640x360 that takes 3 to
    /// 4 ms; from all rows it takes 5 to 6, and the fast method 2 to 3 (2 cores, 2026-11-27).
    private static final int MEAN_OF_RGB = MEAN | 1 << swscale.SWS_SRC_V_CHR_DROP_SHIFT;

    private final Size within;
    private final Conversion conversion = new Conversion();

    /// @param within what the pictures fit into, at least 2x2
    public PictureScaler(Size within) {
        Ffmpeg.load();
        this.within = within;
    }

    /// A copy of the frame, as YUV 4:2:0 in BT.709 limited range: of the frame's own shape, never enlarged, each side
    /// rounded down to an even number of at least 2. Its times are those of the conversion, its tag is the frame's
    /// [RawFrame#tick()]. Close it by itself; it outlives this.
    public Picture scale(RawFrame frame) {
        long start = System.nanoTime();
        var source = ((NativeFrame) frame).frame();
        var own = new Size(frame.width(), frame.height());
        var fitted = own.liesWithin(within) ? own : own.fitted(within);
        var size = new Size(Math.max(2, fitted.width() & ~1), Math.max(2, fitted.height() & ~1));
        var target = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
        try {
            conversion.convert(source, target, source.colorspace() == avutil.AVCOL_SPC_RGB ? MEAN_OF_RGB : MEAN);
        } catch (RuntimeException e) {
            avutil.av_frame_free(target);
            throw e;
        }
        return new NativePicture(target, frame.tick(), start, System.nanoTime());
    }

    @Override
    public void close() {
        conversion.close();
    }
}
