package dev.peercade.media;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Single pictures of sources, by which a person chooses one.
public final class Stills {

    private Stills() {}

    /// What the source shows now, or first: opens it, takes a picture and closes it again. Of a window that takes about
    /// 50 ms, most of them spent waiting; of anything else less.
    ///
    /// @param display the X11 display such as `:5`; null for the `DISPLAY` variable's
    /// @param within what the picture fits into, as [PictureScaler#scale(RawFrame)] makes it
    /// @throws MediaException as [VideoSource#open(SourceSpec, CaptureSettings)] and [VideoSource#next()] throw it
    public static Picture of(SourceSpec spec, @Nullable String display, Size within)
            throws MediaException, InterruptedException {
        try (var source = VideoSource.open(spec, new CaptureSettings(display, 60, null));
                var scaler = new PictureScaler(within)) {
            var frame = source instanceof X11Source x11 ? x11.still() : source.next();
            return scaler.scale(requireNonNull(frame, "Whoever opens a file has read its first picture."));
        }
    }
}
