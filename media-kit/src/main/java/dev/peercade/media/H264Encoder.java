package dev.peercade.media;

import dev.peercade.media.h264.AccessUnitGuard;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/// x264 through libavcodec.
final class H264Encoder implements VideoEncoder {

    /// A keyframe costs several times a usual picture, so none comes unasked more often than this; ten seconds is how
    /// long a recording has to be searched at most.
    private static final int KEYFRAME_SECONDS = 10;
    /// The rate control's buffer holds this many pictures' worth: what one picture takes more, the next ones take
    /// less.
    private static final int BUFFER_PICTURES = 2;

    private final EncoderSettings settings;
    private final AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final FrameConverter converter;
    private final String profileLevelId;
    private final AtomicBoolean keyframeWanted = new AtomicBoolean();
    private final AtomicInteger bitrateKbps;
    private int currentKbps;
    private long pictures;
    private boolean closed;

    private H264Encoder(EncoderSettings settings, AVCodecContext context, String profileLevelId) {
        this.settings = settings;
        this.context = context;
        this.profileLevelId = profileLevelId;
        converter = new FrameConverter(settings.size());
        currentKbps = settings.bitrateKbps();
        bitrateKbps = new AtomicInteger(currentKbps);
    }

    static VideoEncoder open(EncoderSettings settings) throws MediaException {
        Ffmpeg.load();
        var profileLevelId = profileLevelId(settings);
        return new H264Encoder(settings, context(settings, 0), profileLevelId);
    }

    /// Opens the encoder once with its headers out of band, only to read them.
    private static String profileLevelId(EncoderSettings settings) throws MediaException {
        var context = context(settings, avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
        try {
            var headers =
                    Ffmpeg.memory(context.extradata(), context.extradata_size()).toArray(ValueLayout.JAVA_BYTE);
            var profileLevel = AccessUnitGuard.profileLevel(headers);
            if (profileLevel.length == 3) {
                return HexFormat.of().formatHex(profileLevel);
            }
        } finally {
            avcodec.avcodec_free_context(context);
        }
        throw failed("The encoder gave no sequence parameter set.");
    }

    private static AVCodecContext context(EncoderSettings settings, int flags) throws MediaException {
        var codec = avcodec.avcodec_find_encoder_by_name("libx264");
        if (codec == null) {
            throw failed("This FFmpeg was built without the x264 encoder.");
        }
        var context = avcodec.avcodec_alloc_context3(codec);
        var rate = new AVRational().num(settings.fps()).den(1);
        var tick = new AVRational().num(1).den(settings.fps());
        var options = new AVDictionary((Pointer) null);
        try {
            context.width(settings.size().width());
            context.height(settings.size().height());
            context.pix_fmt(avutil.AV_PIX_FMT_YUV420P);
            context.time_base(tick);
            context.framerate(rate);
            context.gop_size(settings.fps() * KEYFRAME_SECONDS);
            context.max_b_frames(0);
            context.flags(context.flags() | flags);
            // One thread is the least work in all, and fast enough up to 1080p at 60 a second.
            context.thread_count(settings.size().height() > 1088 ? 2 : 1);
            context.color_range(avutil.AVCOL_RANGE_MPEG);
            context.colorspace(avutil.AVCOL_SPC_BT709);
            context.color_primaries(avutil.AVCOL_PRI_BT709);
            context.color_trc(avutil.AVCOL_TRC_BT709);
            rate(context, settings.bitrateKbps(), settings.fps());
            avutil.av_dict_set(options, "preset", "ultrafast", 0);
            avutil.av_dict_set(options, "tune", "zerolatency", 0);
            // x264's baseline uses none of what constrained baseline leaves out, and says so (constraint_set1_flag).
            avutil.av_dict_set(options, "profile", "baseline", 0);
            avutil.av_dict_set(options, "forced-idr", "1", 0);
            avutil.av_dict_set(options, "sc_threshold", "0", 0);
            int error = avcodec.avcodec_open2(context, codec, options);
            if (error < 0) {
                throw failed("The encoder refuses " + settings.size() + " at " + settings.fps() + " pictures a second: "
                        + Ffmpeg.words(error) + ".");
            }
        } catch (MediaException e) {
            avcodec.avcodec_free_context(context);
            throw e;
        } finally {
            avutil.av_dict_free(options);
            rate.close();
            tick.close();
        }
        return context;
    }

    private static void rate(AVCodecContext context, int kbps, int fps) {
        long bits = kbps * 1000L;
        context.bit_rate(bits);
        context.rc_max_rate(bits);
        context.rc_buffer_size((int) (bits * BUFFER_PICTURES / fps));
    }

    private static MediaException failed(String message) {
        return new MediaException(
                MediaException.ENCODER_FAILED,
                message,
                "Try smaller pictures (--size), fewer a second (--fps) or another bit rate (--bitrate).");
    }

    @Override
    public String profileLevelId() {
        return profileLevelId;
    }

    @Override
    public Size size() {
        return settings.size();
    }

    @Override
    public void requestKeyframe() {
        keyframeWanted.set(true);
    }

    @Override
    public void bitrate(int kbps) {
        bitrateKbps.set(Math.clamp(kbps, EncoderSettings.KBPS_MIN, EncoderSettings.KBPS_MAX));
    }

    @Override
    public EncodedPicture encode(RawFrame frame) throws MediaException {
        long start = System.nanoTime();
        int wantedKbps = bitrateKbps.get();
        if (wantedKbps != currentKbps) {
            // libx264's wrapper compares these with what it was opened with before each picture, and reconfigures.
            rate(context, wantedKbps, settings.fps());
            currentKbps = wantedKbps;
        }
        var picture = converter.convert(((NativeFrame) frame).frame());
        picture.pts(pictures++);
        picture.pict_type(keyframeWanted.getAndSet(false) ? avutil.AV_PICTURE_TYPE_I : avutil.AV_PICTURE_TYPE_NONE);
        int error = avcodec.avcodec_send_frame(context, picture);
        if (error >= 0) {
            error = avcodec.avcodec_receive_packet(context, packet);
        }
        if (error < 0) {
            throw failed("The encoder failed: " + Ffmpeg.words(error) + ".");
        }
        try {
            var annexB = new byte[packet.size()];
            MemorySegment.copy(
                    Ffmpeg.memory(packet.data(), annexB.length), ValueLayout.JAVA_BYTE, 0, annexB, 0, annexB.length);
            boolean keyframe = (packet.flags() & avcodec.AV_PKT_FLAG_KEY) != 0;
            return new EncodedPicture(
                    annexB, keyframe, frame.captureStartNanos(), frame.captureEndNanos(), start, System.nanoTime());
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
            converter.close();
        }
    }
}
