package dev.peercade.media;

import dev.peercade.media.x11.X11Connection;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/// An X11 screen, a part of it or one window, through FFmpeg's x11grab. The X server writes each picture into shared
/// memory, which is compared and converted in place.
final class X11Source implements VideoSource {

    /// How many pictures pass between two looks at the window's size: a quarter of a second at 60 a second.
    private static final int PICTURES_PER_LOOK = 15;
    /// Of a still, so that an application has two periods to paint what was covered.
    private static final int PICTURES_TO_PAINT = 3;

    private final String display;
    private final Map<String, String> options;
    private final X11Connection x11;
    /// 0 for a screen.
    private final long window;

    private final Pacer pacer;
    private final AVFrame frame = avutil.av_frame_alloc();
    private AVPacket current = avcodec.av_packet_alloc();
    private AVPacket previous = avcodec.av_packet_alloc();
    private @Nullable AVFormatContext grabber;
    private int pictures;
    /// Moments at which there was nothing to grab.
    private long without;
    private boolean closed;

    private X11Source(X11Connection x11, String display, long window, Map<String, String> options, int fps) {
        this.x11 = x11;
        this.display = display;
        this.window = window;
        this.options = options;
        pacer = new Pacer(fps);
        frame.colorspace(avutil.AVCOL_SPC_RGB);
        frame.color_range(avutil.AVCOL_RANGE_JPEG);
    }

    /// Takes over `x11` and closes it with the source.
    ///
    /// @param window 0 for a screen
    static VideoSource open(X11Connection x11, String display, long window, SourceSpec.@Nullable Region region, int fps)
            throws MediaException {
        var options = new HashMap<String, String>();
        options.put("draw_mouse", "1");
        options.put("show_region", "0");
        // The pacing is ours; at this rate x11grab's own never waits.
        options.put("framerate", "1000");
        if (window != 0) {
            options.put("window_id", Long.toString(window));
            x11.redirect(window);
        }
        if (region != null) {
            options.put("video_size", region.size().toString());
            options.put("grab_x", Integer.toString(region.x()));
            options.put("grab_y", Integer.toString(region.y()));
        }
        var source = new X11Source(x11, display, window, options, fps);
        int error = source.connect();
        if (error < 0) {
            source.close();
            throw new MediaException(
                    MediaException.CAPTURE_FAILED,
                    "The display " + display + " cannot be captured: " + Ffmpeg.words(error) + ".",
                    "Stream another source.");
        }
        return source;
    }

    private int connect() {
        release();
        var input = new AVFormatContext((Pointer) null);
        var dictionary = new AVDictionary((Pointer) null);
        options.forEach((key, value) -> avutil.av_dict_set(dictionary, key, value, 0));
        int error = avformat.avformat_open_input(input, display, avformat.av_find_input_format("x11grab"), dictionary);
        avutil.av_dict_free(dictionary);
        if (error < 0) {
            return error;
        }
        grabber = input;
        var parameters = input.streams(0).codecpar();
        frame.width(parameters.width());
        frame.height(parameters.height());
        frame.format(parameters.format());
        frame.linesize(0, avutil.av_image_get_linesize(frame.format(), frame.width(), 0));
        return 0;
    }

    private void release() {
        avcodec.av_packet_unref(current);
        avcodec.av_packet_unref(previous);
        if (grabber != null) {
            avformat.avformat_close_input(grabber);
            grabber = null;
        }
    }

    @Override
    public int width() {
        return frame.width();
    }

    @Override
    public int height() {
        return frame.height();
    }

    @Override
    public RawFrame next() throws MediaException, InterruptedException {
        while (true) {
            var grabbed = grab();
            if (grabbed != null) {
                return grabbed;
            }
        }
    }

    /// A single picture, for which a hidden window is not awaited. Where nothing composes the screen, an application
    /// paints what lies under other windows only from now on.
    RawFrame still() throws MediaException, InterruptedException {
        if (window == 0) {
            return next();
        }
        RawFrame grabbed = null;
        for (int n = 0; n < PICTURES_TO_PAINT; n++) {
            grabbed = grab();
        }
        if (grabbed == null) {
            throw Sources.hidden(x11.window(window).orElseThrow(this::lost));
        }
        return grabbed;
    }

    /// @return null where there was nothing to grab at that moment
    private @Nullable RawFrame grab() throws MediaException, InterruptedException {
        long tick = pacer.await() - without;
        long start = System.nanoTime();
        if (window != 0 && pictures++ % PICTURES_PER_LOOK == 0 && resized()) {
            connect();
        }
        var input = grabber;
        if (input != null) {
            var spare = previous;
            previous = current;
            current = spare;
            avcodec.av_packet_unref(current);
            int error = avformat.av_read_frame(input, current);
            if (error >= 0) {
                frame.data(0, current.data());
                return new NativeFrame(frame, tick, start, System.nanoTime(), unchanged());
            }
        }
        recover();
        without++;
        return null;
    }

    private boolean unchanged() {
        int size = current.size();
        return previous.size() == size
                && Ffmpeg.memory(current.data(), size).mismatch(Ffmpeg.memory(previous.data(), size)) < 0;
    }

    private boolean resized() throws MediaException {
        var now = x11.window(window).orElseThrow(this::lost);
        return now.width() != frame.width() || now.height() != frame.height();
    }

    /// After a failed grab. x11grab itself goes on without shared memory then, so it is opened anew; while a window
    /// is hidden there is nothing to grab, and the next picture is awaited.
    private void recover() throws MediaException {
        if (window == 0) {
            release();
            if (!x11.alive() || connect() < 0) {
                throw lost();
            }
            return;
        }
        var now = x11.window(window).orElseThrow(this::lost);
        release();
        if (now.viewable()) {
            connect();
        }
    }

    private MediaException lost() {
        release();
        return window == 0 || !x11.alive()
                ? new MediaException(
                        MediaException.DISPLAY_LOST,
                        "The display " + display + " has gone.",
                        "Start streaming again once it is back.")
                : new MediaException(
                        MediaException.WINDOW_CLOSED,
                        "The window was closed.",
                        "Start streaming again with another window (--list-sources lists them).");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            release();
            avcodec.av_packet_free(current);
            avcodec.av_packet_free(previous);
            frame.data(0, null);
            avutil.av_frame_free(frame);
            x11.close();
        }
    }
}
