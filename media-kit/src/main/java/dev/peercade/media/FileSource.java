package dev.peercade.media;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.jspecify.annotations.Nullable;

/// A video file, played once in real time: at each moment of the grid the picture that the file shows then.
final class FileSource implements VideoSource {

    private final StreamReader reader;
    private final Pacer pacer;
    private final int fps;
    private AVFrame current = avutil.av_frame_alloc();
    private AVFrame upcoming = avutil.av_frame_alloc();
    private boolean hasUpcoming;
    private long upcomingNanos;
    private long firstNanos;
    private boolean closed;

    private FileSource(StreamReader reader, int fps) {
        this.reader = reader;
        this.fps = fps;
        pacer = new Pacer(fps);
        hasUpcoming = reader.read(upcoming);
        firstNanos = Math.max(0, reader.nanos(upcoming));
        upcomingNanos = firstNanos;
    }

    static VideoSource open(Path file, CaptureSettings settings) throws MediaException {
        Ffmpeg.load();
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new MediaException(
                    MediaException.FILE_NOT_FOUND,
                    "There is no readable file '" + file + "'.",
                    "Check its path, and that you may read it.");
        }
        // A play list in the file must not make us open other files or connections.
        var options = Map.of("protocol_whitelist", "file");
        var name = "'" + file + "'";
        var reader = StreamReader.open("file:" + file.toAbsolutePath(), null, options, name);
        var source = new FileSource(reader, settings.fps());
        if (!source.hasUpcoming) {
            source.close();
            throw StreamReader.unreadable(name, StreamReader.NOTHING_DECODES);
        }
        return source;
    }

    @Override
    public int width() {
        return reader.width();
    }

    @Override
    public int height() {
        return reader.height();
    }

    @Override
    public @Nullable RawFrame next() throws InterruptedException {
        long tick = pacer.await();
        long elapsed = tick * 1_000_000_000L / fps;
        long start = System.nanoTime();
        boolean changed = false;
        // Half a millisecond: containers round time stamps to whole ones.
        while (hasUpcoming && upcomingNanos - firstNanos <= elapsed + 500_000) {
            changed = true;
            advance();
        }
        if (!changed && !hasUpcoming) {
            return null;
        }
        return new NativeFrame(current, tick, start, System.nanoTime(), !changed);
    }

    private void advance() {
        var shown = upcoming;
        upcoming = current;
        current = shown;
        avutil.av_frame_unref(upcoming);
        hasUpcoming = reader.read(upcoming);
        long stamp = hasUpcoming ? reader.nanos(upcoming) : -1;
        upcomingNanos = stamp < 0 ? upcomingNanos + reader.periodNanos() : stamp;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(current);
            avutil.av_frame_free(upcoming);
            reader.close();
        }
    }
}
