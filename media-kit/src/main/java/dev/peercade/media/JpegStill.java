package dev.peercade.media;

import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/// A picture as a JPEG file in memory.
public final class JpegStill {

    /// Each makes a file a seventh to a third smaller than the one before; beyond the last there is nothing coarser.
    private static final int[] QUANTIZERS = {2, 3, 5, 8, 13, 21, 31};

    private JpegStill() {}

    /// Baseline JPEG with a JFIF header (ITU-T T.871: BT.601, full range) and no other metadata, of the best quality
    /// that fits.
    ///
    /// @param bytesMax how long the file may be, in bytes
    /// @throws MediaException `encoder-failed`, also where even the worst quality does not fit
    public static byte[] encode(Picture picture, int bytesMax) throws MediaException {
        var size = new Size(picture.width(), picture.height());
        var jfif = Ffmpeg.picture(avutil.AV_PIX_FMT_YUV420P, size);
        jfif.colorspace(avutil.AVCOL_SPC_BT470BG);
        jfif.color_range(avutil.AVCOL_RANGE_JPEG);
        try (var conversion = new Conversion()) {
            conversion.convert(((NativePicture) picture).frame(), jfif, swscale.SWS_BILINEAR);
            for (int quantizer : QUANTIZERS) {
                var jpeg = StillCoder.code(avcodec.AV_CODEC_ID_MJPEG, jfif, quantizer);
                if (jpeg.length <= bytesMax) {
                    return jpeg;
                }
            }
        } finally {
            avutil.av_frame_free(jfif);
        }
        throw new MediaException(
                MediaException.ENCODER_FAILED,
                "No JPEG of " + size + " fits into " + bytesMax + " bytes.",
                "Make the picture smaller.");
    }
}
