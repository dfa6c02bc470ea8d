package dev.peercade.media;

import dev.peercade.media.h264.AccessUnitGuard;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// FFmpeg's H.264 decoder behind the [AccessUnitGuard].
final class H264Decoder implements VideoDecoder {

    private static final long LARGEST_AREA = 8192L * 4320;

    private AVCodecContext context;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private final AccessUnitGuard guard = new AccessUnitGuard();
    private boolean needsKeyframe = true;
    private boolean used;
    private long damaged;
    private boolean closed;

    private H264Decoder(AVCodecContext context) {
        this.context = context;
    }

    static VideoDecoder open() throws MediaException {
        Ffmpeg.load();
        return new H264Decoder(context());
    }

    private void renew() throws MediaException {
        if (used) {
            var fresh = context();
            avcodec.avcodec_free_context(context);
            context = fresh;
        }
        used = true;
    }

    private static AVCodecContext context() throws MediaException {
        var codec = avcodec.avcodec_find_decoder(avcodec.AV_CODEC_ID_H264);
        if (codec == null) {
            throw new MediaException(
                    MediaException.DECODER_FAILED, "This FFmpeg was built without an H.264 decoder.", "Reinstall.");
        }
        var context = avcodec.avcodec_alloc_context3(codec);
        // One thread: with several, pictures come late by one each.
        context.thread_count(1);
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_LOW_DELAY);
        context.err_recognition(avcodec.AV_EF_CRCCHECK
                | avcodec.AV_EF_BITSTREAM
                | avcodec.AV_EF_BUFFER
                | avcodec.AV_EF_CAREFUL
                | avcodec.AV_EF_EXPLODE);
        context.max_pixels(LARGEST_AREA);
        int error = avcodec.avcodec_open2(context, codec, new AVDictionary((Pointer) null));
        if (error < 0) {
            avcodec.avcodec_free_context(context);
            throw new MediaException(
                    MediaException.DECODER_FAILED,
                    "The H.264 decoder cannot be opened: " + Ffmpeg.words(error) + ".",
                    "Free some memory and try again.");
        }
        return context;
    }

    @Override
    public boolean needsKeyframe() {
        return needsKeyframe;
    }

    @Override
    public long damaged() {
        return damaged;
    }

    @Override
    public Decoded decode(byte[] annexB, long tag) {
        long start = System.nanoTime();
        var passed = guard.inspect(annexB);
        if (passed.refusal() != null) {
            return damage("The access unit is refused: " + passed.refusal() + ".");
        }
        if (needsKeyframe) {
            if (!passed.keyframe()) {
                return damage("The access unit builds on a picture that is missing or damaged.");
            }
            // A new one, not a flushed one: what a damaged parameter set said, such as a reordering depth, outlives
            // a flush.
            try {
                renew();
            } catch (MediaException e) {
                return damage(String.valueOf(e.getMessage()));
            }
        }
        int error = send(passed.stream());
        var pictures = new ArrayList<Picture>();
        var flaw = error < 0 ? "The picture is damaged: " + Ffmpeg.words(error) + "." : null;
        flaw = receive(start, tag, pictures, flaw);
        if (flaw != null) {
            pictures.forEach(Picture::close);
            return damage(flaw);
        }
        needsKeyframe = false;
        return new Decoded(List.copyOf(pictures), null);
    }

    private Decoded damage(String what) {
        needsKeyframe = true;
        damaged++;
        return new Decoded(List.of(), what);
    }

    private int send(byte[] stream) {
        int error = avcodec.av_new_packet(packet, stream.length);
        if (error < 0) {
            return error;
        }
        try {
            MemorySegment.copy(
                    stream, 0, Ffmpeg.memory(packet.data(), stream.length), ValueLayout.JAVA_BYTE, 0, stream.length);
            return avcodec.avcodec_send_packet(context, packet);
        } finally {
            avcodec.av_packet_unref(packet);
        }
    }

    private @Nullable String receive(long start, long tag, List<Picture> pictures, @Nullable String before) {
        var flaw = before;
        while (true) {
            var frame = avutil.av_frame_alloc();
            int error = avcodec.avcodec_receive_frame(context, frame);
            if (error < 0) {
                avutil.av_frame_free(frame);
                if (error != avutil.AVERROR_EAGAIN() && error != avutil.AVERROR_EOF && flaw == null) {
                    flaw = "The picture is damaged: " + Ffmpeg.words(error) + ".";
                }
                return flaw == null && pictures.isEmpty() ? "The access unit holds no whole picture." : flaw;
            }
            if (flaw == null) {
                flaw = flaw(frame);
            }
            pictures.add(new NativePicture(frame, tag, start, System.nanoTime()));
        }
    }

    private static @Nullable String flaw(AVFrame frame) {
        if (frame.decode_error_flags() != 0 || (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0) {
            return "Parts of the picture are missing.";
        }
        if (frame.format() != avutil.AV_PIX_FMT_YUV420P && frame.format() != avutil.AV_PIX_FMT_YUVJ420P) {
            return "The picture is not YUV 4:2:0 of 8 bits.";
        }
        return null;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }
}
