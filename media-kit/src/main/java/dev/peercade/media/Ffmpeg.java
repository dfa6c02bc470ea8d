package dev.peercade.media;

import java.lang.foreign.MemorySegment;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What every user of FFmpeg here needs: its log goes to ours at debug, its error numbers become words, its memory is
/// seen as segments.
final class Ffmpeg {

    private static final Logger LOG = LoggerFactory.getLogger(Ffmpeg.class);
    /// Kept from the garbage collector for as long as native code may call it.
    private static final LogCallback CALLBACK = new LogCallback() {
        @Override
        public void call(int level, BytePointer line) {
            // The text may quote a stranger's stream: no control characters into the log.
            LOG.debug("{}", line.getString().strip().replaceAll("\\p{Cntrl}", "?"));
        }
    };

    static {
        avutil.av_log_set_level(LOG.isDebugEnabled() ? avutil.AV_LOG_INFO : avutil.AV_LOG_QUIET);
        avutil.setLogCallback(CALLBACK);
    }

    private Ffmpeg() {}

    /// Loads the libraries, once; cheap afterwards.
    static void load() {}

    /// FFmpeg's own words for an error number.
    static String words(int error) {
        var text = new byte[128];
        avutil.av_strerror(error, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, java.nio.charset.StandardCharsets.US_ASCII);
    }

    static MemorySegment memory(Pointer pointer, long bytes) {
        return MemorySegment.ofAddress(pointer.address()).reinterpret(bytes);
    }

    /// An empty picture with memory of its own, its colours marked as BT.709 limited where it is YUV.
    static AVFrame picture(int format, Size size) {
        var frame = avutil.av_frame_alloc();
        frame.format(format);
        frame.width(size.width());
        frame.height(size.height());
        // 64: rows start where the widest vector instructions like it.
        if (avutil.av_frame_get_buffer(frame, 64) < 0) {
            avutil.av_frame_free(frame);
            throw new OutOfMemoryError("No native memory for a picture of " + size + ".");
        }
        markBt709(frame);
        return frame;
    }

    static void markBt709(AVFrame frame) {
        frame.color_range(avutil.AVCOL_RANGE_MPEG);
        frame.colorspace(avutil.AVCOL_SPC_BT709);
        frame.color_primaries(avutil.AVCOL_PRI_BT709);
        frame.color_trc(avutil.AVCOL_TRC_BT709);
    }
}
