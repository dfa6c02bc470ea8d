package dev.peercade.media;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.global.swscale;

/// FFmpeg's PNG encoder.
final class PngWriter {

    private PngWriter() {}

    static void write(NativePicture picture, Path file) throws MediaException {
        var png = encode(picture.frame());
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

    private static byte[] encode(AVFrame picture) throws MediaException {
        var rgb = Ffmpeg.picture(avutil.AV_PIX_FMT_RGB24, new Size(picture.width(), picture.height()));
        rgb.color_range(avutil.AVCOL_RANGE_JPEG);
        rgb.colorspace(avutil.AVCOL_SPC_RGB);
        try (var conversion = new Conversion()) {
            // A snapshot is made once, so each pixel gets its own chroma and exact rounding.
            conversion.convert(
                    picture, rgb, swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND | swscale.SWS_FULL_CHR_H_INT);
            return StillCoder.code(avcodec.AV_CODEC_ID_PNG, rgb, 1);
        } finally {
            avutil.av_frame_free(rgb);
        }
    }
}
