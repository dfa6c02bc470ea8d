package dev.peercade.media;

import java.lang.foreign.ValueLayout;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;

/// FFmpeg's coders of single pictures.
final class StillCoder {

    private StillCoder() {}

    /// @param codec one of `AV_CODEC_ID_`
    /// @param quantizer from 1, the best, to 31; lossless coders ignore it
    /// @throws MediaException `encoder-failed`
    static byte[] code(int codec, AVFrame picture, int quantizer) throws MediaException {
        var encoder = avcodec.avcodec_find_encoder(codec);
        var context = avcodec.avcodec_alloc_context3(encoder);
        var packet = avcodec.av_packet_alloc();
        try (var one = new AVRational().num(1).den(1)) {
            context.width(picture.width());
            context.height(picture.height());
            context.pix_fmt(picture.format());
            context.color_range(picture.color_range());
            context.time_base(one);
            // Of JPEG: with the shape of its pixels it is a JFIF file, whose colours have one meaning.
            context.sample_aspect_ratio(one);
            context.thread_count(1);
            // Bit-exact: without the coder's name and version in the file.
            context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE | avcodec.AV_CODEC_FLAG_BITEXACT);
            context.global_quality(quantizer * avutil.FF_QP2LAMBDA);
            picture.quality(context.global_quality());
            int error = avcodec.avcodec_open2(context, encoder, new AVDictionary((Pointer) null));
            if (error >= 0) {
                error = avcodec.avcodec_send_frame(context, picture);
            }
            if (error >= 0) {
                error = avcodec.avcodec_receive_packet(context, packet);
            }
            if (error < 0) {
                throw new MediaException(
                        MediaException.ENCODER_FAILED,
                        "The picture cannot be coded: " + Ffmpeg.words(error) + ".",
                        "Free some memory and try again.");
            }
            return Ffmpeg.memory(packet.data(), packet.size()).toArray(ValueLayout.JAVA_BYTE);
        } finally {
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }
}
