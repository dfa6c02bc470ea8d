package dev.peercade.streamer.studio;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.streamer.StreamOptions;
import org.jspecify.annotations.Nullable;

/// The presets.
public enum Quality {
    /// The source's own size, at most 1080 rows, 60 pictures a second.
    AUTO(null, 60),
    SMOOTH_1080(new Size(1920, 1080), 60),
    SMOOTH_720(new Size(1280, 720), 60),
    THRIFTY_720(new Size(1280, 720), 30),
    THRIFTY_480(new Size(854, 480), 30);

    private static final int ROWS_MAX = 1080;

    private final @Nullable Size size;
    private final int fps;

    Quality(@Nullable Size size, int fps) {
        this.size = size;
        this.fps = fps;
    }

    /// What to capture and to send of this source.
    ///
    /// @param display the X11 display, or null for the variable's
    public StreamOptions.Picture picture(SourceSpec source, Size ofSource, @Nullable String display) {
        return new StreamOptions.Picture(source, new CaptureSettings(display, fps, null), coded(ofSource), 0);
    }

    /// What it costs each viewer's way, in kbit/s.
    public int kbps(Size ofSource) {
        StreamOptions.Picture picture = picture(new SourceSpec.Scene(), ofSource, null);
        return StreamOptions.bitrateKbps(picture, coded(ofSource).even());
    }

    private Size coded(Size ofSource) {
        if (size != null) {
            return size;
        }
        return ofSource.height() <= ROWS_MAX
                ? ofSource
                : new Size(Math.max(1, ofSource.width() * ROWS_MAX / ofSource.height()), ROWS_MAX);
    }
}
