package dev.peercade.media;

import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/// Demuxes and decodes the video of a file or a device. One thread.
final class StreamReader implements AutoCloseable {

    static final String NOTHING_DECODES = "none of its pictures can be decoded";

    private static final int MOST_BROKEN_PACKETS = 1000;

    private final AVFormatContext input;
    private final AVCodecContext decoder;
    private final int stream;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private boolean drained;

    private StreamReader(AVFormatContext input, AVCodecContext decoder, int stream) {
        this.input = input;
        this.decoder = decoder;
        this.stream = stream;
    }

    /// @param url as FFmpeg spells it
    /// @param format null to find out by the content
    /// @param name for messages
    /// @throws MediaException `source-unreadable`
    static StreamReader open(String url, @Nullable AVInputFormat format, Map<String, String> options, String name)
            throws MediaException {
        var input = new AVFormatContext((Pointer) null);
        var dictionary = new AVDictionary((Pointer) null);
        options.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
        int error = avformat.avformat_open_input(input, url, format, dictionary);
        avutil.av_dict_free(dictionary);
        if (error < 0) {
            throw unreadable(name, Ffmpeg.words(error));
        }
        try {
            error = avformat.avformat_find_stream_info(input, (PointerPointer<?>) null);
            int stream = error < 0
                    ? error
                    : avformat.av_find_best_stream(
                            input, avutil.AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<?>) null, 0);
            if (stream < 0) {
                throw unreadable(name, "it holds no video");
            }
            return new StreamReader(input, decoder(input, stream, name), stream);
        } catch (MediaException e) {
            avformat.avformat_close_input(input);
            throw e;
        }
    }

    private static AVCodecContext decoder(AVFormatContext input, int stream, String name) throws MediaException {
        var parameters = input.streams(stream).codecpar();
        var codec = avcodec.avcodec_find_decoder(parameters.codec_id());
        if (codec == null) {
            throw unreadable(name, "its codec is unknown");
        }
        var context = avcodec.avcodec_alloc_context3(codec);
        int error = avcodec.avcodec_parameters_to_context(context, parameters);
        if (error >= 0) {
            error = avcodec.avcodec_open2(context, codec, new AVDictionary((Pointer) null));
        }
        var flaw = error < 0 ? Ffmpeg.words(error) : flaw(context);
        if (flaw != null) {
            avcodec.avcodec_free_context(context);
            throw unreadable(name, flaw);
        }
        return context;
    }

    private static @Nullable String flaw(AVCodecContext context) {
        if (context.width() <= 0 || context.height() <= 0) {
            return "its pictures have no size";
        }
        if (context.width() > Size.LARGEST || context.height() > Size.LARGEST) {
            return "its pictures are larger than " + Size.LARGEST + " pixels";
        }
        if (context.pix_fmt() == avutil.AV_PIX_FMT_NONE) {
            return NOTHING_DECODES;
        }
        return swscale.sws_isSupportedInput(context.pix_fmt()) == 0 ? "its colours cannot be converted" : null;
    }

    static MediaException unreadable(String name, String why) {
        return new MediaException(
                MediaException.SOURCE_UNREADABLE,
                name + " cannot be read as video: " + why + ".",
                "Choose a file that FFmpeg can play, such as MKV, MP4 or WebM.");
    }

    int width() {
        return decoder.width();
    }

    int height() {
        return decoder.height();
    }

    /// Nanoseconds of a picture's time stamp, or -1 where it has none.
    long nanos(AVFrame frame) {
        long stamp = frame.best_effort_timestamp();
        if (stamp == avutil.AV_NOPTS_VALUE) {
            return -1;
        }
        var base = input.streams(stream).time_base();
        return Math.round(stamp * 1e9 * base.num() / base.den());
    }

    /// How long a picture lasts by the stream's average rate; 40 ms where it has none.
    long periodNanos() {
        var rate = input.streams(stream).avg_frame_rate();
        return rate.num() <= 0 || rate.den() <= 0 ? 40_000_000 : 1_000_000_000L * rate.den() / rate.num();
    }

    /// Decodes the next picture into `frame`; what cannot be decoded is left out.
    ///
    /// @return false at the end
    boolean read(AVFrame frame) {
        int broken = 0;
        while (broken < MOST_BROKEN_PACKETS) {
            int error = avcodec.avcodec_receive_frame(decoder, frame);
            if (error >= 0) {
                return true;
            }
            if (error == avutil.AVERROR_EOF() || (drained && error == avutil.AVERROR_EAGAIN())) {
                return false;
            }
            broken += feed() ? 0 : 1;
        }
        return false;
    }

    private boolean feed() {
        int error = avformat.av_read_frame(input, packet);
        if (error < 0) {
            drained = true;
            return avcodec.avcodec_send_packet(decoder, null) >= 0;
        }
        try {
            return packet.stream_index() != stream || avcodec.avcodec_send_packet(decoder, packet) >= 0;
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        avcodec.av_packet_free(packet);
        avcodec.avcodec_free_context(decoder);
        avformat.avformat_close_input(input);
    }
}
