package dev.peercade.media;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsFilter;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;

/// FFmpeg's PNG encoder.
final class PngWriter {

    private PngWriter() {}

    static void write(NativePicture picture, Path file) throws MediaException {
        var png = encode(picture.frame(), file);
        var target = file.toAbsolutePath();
        var temporary = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try {
                Files.write(temporary, png, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                move(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static byte[] encode(AVFrame picture, Path file) throws MediaException {
        var size = new Size(picture.width(), picture.height());
        var rgb = Ffmpeg.picture(avutil.AV_PIX_FMT_RGB24, size);
        try {
            convert(picture, rgb);
            return compress(rgb, file);
        } finally {
            avutil.av_frame_free(rgb);
        }
    }

    private static void convert(AVFrame picture, AVFrame rgb) {
        rgb.color_range(avutil.AVCOL_RANGE_JPEG);
        rgb.colorspace(avutil.AVCOL_SPC_RGB);
        // A snapshot is made once, so each pixel gets its own chroma and exact rounding.
        var context = swscale.sws_getContext(
                picture.width(),
                picture.height(),
                picture.format(),
                picture.width(),
                picture.height(),
                rgb.format(),
                swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT,
                (SwsFilter) null,
                null,
                (DoublePointer) null);
        if (context == null) {
            throw new IllegalStateException("The picture cannot be converted.");
        }
        try {
            NativePicture.honourColours(context, picture);
            swscale.sws_scale(
                    context, picture.data(), picture.linesize(), 0, picture.height(), rgb.data(), rgb.linesize());
        } finally {
            swscale.sws_freeContext(context);
        }
    }

    private static byte[] compress(AVFrame rgb, Path file) throws MediaException {
        var codec = avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_PNG);
        var context = avcodec.avcodec_alloc_context3(codec);
        var packet = avcodec.av_packet_alloc();
        try (var second = new AVRational().num(1).den(1)) {
            context.width(rgb.width());
            context.height(rgb.height());
            context.pix_fmt(rgb.format());
            context.time_base(second);
            context.thread_count(1);
            int error = avcodec.avcodec_open2(context, codec, new AVDictionary((Pointer) null));
            if (error >= 0) {
                error = avcodec.avcodec_send_frame(context, rgb);
            }
            if (error >= 0) {
                error = avcodec.avcodec_receive_packet(context, packet);
            }
            if (error < 0) {
                throw WriteFailure.of(file, error);
            }
            return Ffmpeg.memory(packet.data(), packet.size()).toArray(ValueLayout.JAVA_BYTE);
        } finally {
            avcodec.av_packet_free(packet);
            avcodec.avcodec_free_context(context);
        }
    }
}
