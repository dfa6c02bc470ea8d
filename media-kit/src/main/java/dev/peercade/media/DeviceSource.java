package dev.peercade.media;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avdevice;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/// Windows' and macOS' screens through FFmpeg's own grabbers, gdigrab and avfoundation. Written by FFmpeg's manual
/// and untested: no such machine was at hand.
final class DeviceSource implements VideoSource {

    private final StreamReader reader;
    private final Pacer pacer;
    private final AVFrame frame = avutil.av_frame_alloc();
    private boolean closed;

    private DeviceSource(StreamReader reader, int fps) {
        this.reader = reader;
        pacer = new Pacer(fps);
    }

    static VideoSource windows(SourceSpec spec, CaptureSettings settings) throws MediaException {
        var options = new HashMap<String, String>(Map.of("draw_mouse", "1"));
        var url = switch (spec) {
            case SourceSpec.WindowByTitle(var title) -> "title=" + title;
            case SourceSpec.WindowById(var id) -> "hwnd=" + id;
            case SourceSpec.Screen(var region) -> {
                if (region != null) {
                    options.put("video_size", region.size().toString());
                    options.put("offset_x", Integer.toString(region.x()));
                    options.put("offset_y", Integer.toString(region.y()));
                }
                yield "desktop";
            }
            default -> throw new IllegalArgumentException(spec + " is no part of the screen.");
        };
        return open("gdigrab", url, options, settings);
    }

    static VideoSource macOs(SourceSpec spec, CaptureSettings settings) throws MediaException {
        if (!(spec instanceof SourceSpec.Screen(var region)) || region != null) {
            throw new MediaException(
                    MediaException.SOURCE_UNSUPPORTED,
                    "On macOS only the whole screen can be captured.",
                    "Stream the whole screen (--source screen).");
        }
        return open("avfoundation", "Capture screen 0:none", Map.of("capture_cursor", "1"), settings);
    }

    private static VideoSource open(String format, String url, Map<String, String> options, CaptureSettings settings)
            throws MediaException {
        Ffmpeg.load();
        avdevice.avdevice_register_all();
        var all = new HashMap<>(options);
        all.put("framerate", Integer.toString(settings.fps()));
        try {
            var reader = StreamReader.open(url, avformat.av_find_input_format(format), all, "The screen or window");
            return new DeviceSource(reader, settings.fps());
        } catch (MediaException e) {
            throw new MediaException(
                    MediaException.CAPTURE_FAILED, String.valueOf(e.getMessage()), "Stream another source.");
        }
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
    public RawFrame next() throws MediaException, InterruptedException {
        long tick = pacer.await();
        long start = System.nanoTime();
        avutil.av_frame_unref(frame);
        if (!reader.read(frame)) {
            throw new MediaException(
                    MediaException.SOURCE_LOST,
                    "The screen or window can no longer be captured.",
                    "Start streaming again once it is back.");
        }
        return new NativeFrame(frame, tick, start, System.nanoTime(), false);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            avutil.av_frame_free(frame);
            reader.close();
        }
    }
}
