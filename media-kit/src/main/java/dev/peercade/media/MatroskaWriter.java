package dev.peercade.media;

import dev.peercade.media.h264.AccessUnitGuard;
import dev.peercade.media.h264.AccessUnitGuard.Headers;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// FFmpeg's Matroska muxer. Pictures are gathered into clusters of half a second; a cluster that has been written
/// stays readable whatever happens to the process.
final class MatroskaWriter implements MkvRecorder {

    private static final String CLUSTER_MS = "500";

    private final Path file;
    private final boolean created;
    private final AVPacket packet = avcodec.av_packet_alloc();
    private @Nullable AVFormatContext context;
    private long originNanos;
    private long previousMs = -1;
    private long pictures;
    /// Everything before this offset was accepted by the disk.
    private long safeBytes;
    private boolean failed;
    private boolean closed;

    private MatroskaWriter(Path file, boolean created) {
        this.file = file;
        this.created = created;
    }

    static MkvRecorder open(Path file) throws MediaException {
        Ffmpeg.load();
        boolean created = Files.notExists(file);
        try {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                    .close();
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
        return new MatroskaWriter(file, created);
    }

    @Override
    public long pictures() {
        return pictures;
    }

    @Override
    public void write(byte[] annexB, boolean keyframe, long captureNanos) throws MediaException {
        if (failed || closed || annexB.length == 0) {
            return;
        }
        var output = context;
        if (output == null) {
            var headers = keyframe ? AccessUnitGuard.headers(annexB) : null;
            if (headers == null) {
                return;
            }
            output = start(headers);
            originNanos = captureNanos;
        }
        // Matroska counts in milliseconds; two pictures never share one.
        long ms = Math.max(previousMs + 1, (captureNanos - originNanos) / 1_000_000);
        previousMs = ms;
        check(avcodec.av_new_packet(packet, annexB.length));
        MemorySegment.copy(
                annexB, 0, Ffmpeg.memory(packet.data(), annexB.length), ValueLayout.JAVA_BYTE, 0, annexB.length);
        packet.pts(ms);
        packet.dts(ms);
        packet.stream_index(0);
        packet.flags(keyframe ? avcodec.AV_PKT_FLAG_KEY : 0);
        int error = avformat.av_write_frame(output, packet);
        avcodec.av_packet_unref(packet);
        check(error < 0 ? error : output.pb().error());
        safeBytes = avformat.avio_tell(output.pb());
        pictures++;
    }

    private AVFormatContext start(Headers headers) throws MediaException {
        var output = new AVFormatContext((Pointer) null);
        check(avformat.avformat_alloc_output_context2(output, null, "matroska", null));
        context = output;
        var io = new AVIOContext((Pointer) null);
        check(avformat.avio_open(io, "file:" + file.toAbsolutePath(), avformat.AVIO_FLAG_WRITE));
        output.pb(io);
        output.flags(output.flags() | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
        var parameters = avformat.avformat_new_stream(output, null).codecpar();
        parameters.codec_type(avutil.AVMEDIA_TYPE_VIDEO);
        parameters.codec_id(avcodec.AV_CODEC_ID_H264);
        parameters.width(headers.sequence().width());
        parameters.height(headers.sequence().height());
        var sets = headers.parameterSets();
        var extra = new BytePointer(avutil.av_mallocz(sets.length + avcodec.AV_INPUT_BUFFER_PADDING_SIZE));
        MemorySegment.copy(sets, 0, Ffmpeg.memory(extra, sets.length), ValueLayout.JAVA_BYTE, 0, sets.length);
        parameters.extradata(extra);
        parameters.extradata_size(sets.length);
        var options = new AVDictionary((Pointer) null);
        try (var millisecond = new AVRational().num(1).den(1000)) {
            output.streams(0).time_base(millisecond);
            avutil.av_dict_set(options, "cluster_time_limit", CLUSTER_MS, 0);
            check(avformat.avformat_write_header(output, options));
        } finally {
            avutil.av_dict_free(options);
        }
        avformat.avio_flush(output.pb());
        check(output.pb().error());
        safeBytes = avformat.avio_tell(output.pb());
        return output;
    }

    private void check(int error) throws MediaException {
        if (error < 0) {
            failed = true;
            throw WriteFailure.of(file, error);
        }
    }

    @Override
    public void close() throws MediaException {
        if (closed) {
            return;
        }
        closed = true;
        avcodec.av_packet_free(packet);
        var output = context;
        if (output == null) {
            leaveNothingEmpty();
            return;
        }
        int error = 0;
        if (!failed) {
            error = avformat.av_write_trailer(output);
            error = error < 0 ? error : output.pb().error();
        }
        if (output.pb() != null) {
            int closing = avformat.avio_close(output.pb());
            error = error < 0 || failed ? error : closing;
        }
        output.pb(null);
        avformat.avformat_free_context(output);
        if (failed || error < 0) {
            cut();
        }
        if (error < 0) {
            throw WriteFailure.of(file, error);
        }
    }

    private void leaveNothingEmpty() throws MediaException {
        try {
            if (created && Files.size(file) == 0) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw WriteFailure.of(file, e);
        }
    }

    /// Takes away what a full disk accepted of a cluster's beginning.
    private void cut() {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > safeBytes) {
                channel.truncate(safeBytes);
            }
        } catch (IOException _) {
            // The rest is a torn cluster, which players skip: the file is readable either way.
            return;
        }
    }
}
