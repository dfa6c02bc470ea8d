package dev.peercade.media;

import org.jspecify.annotations.Nullable;

/// Where pictures come from. One thread calls `next()`; `close()` may be called by another only when that one has
/// returned.
public interface VideoSource extends AutoCloseable {

    /// Width of the pictures in pixels; a window's can change in mid-stream, each [RawFrame] tells its own.
    int width();

    /// Height of the pictures in pixels, as [#width()].
    int height();

    /// Waits until the next picture is due and returns it. Pictures are due on a fixed grid of `1/fps`, so there is
    /// no drift; where the caller is late, the missed ones are left out rather than delivered in a burst.
    ///
    /// @return null at the end of a file
    /// @throws MediaException `window-closed`, `display-lost` or `source-lost` when what is captured has gone
    /// @throws InterruptedException when the waiting thread is interrupted; the source stays usable
    @Nullable
    RawFrame next() throws MediaException, InterruptedException;

    /// Releases what the source holds; may be called again.
    @Override
    void close();

    /// Opens a source.
    ///
    /// @throws MediaException `no-display`, `capture-unavailable`, `capture-failed` or `source-unsupported`; of a
    /// window `source-not-found` or `window-hidden`, of a part of the screen `region-outside`, of a file
    /// `file-not-found` or `source-unreadable`
    static VideoSource open(SourceSpec spec, CaptureSettings settings) throws MediaException {
        return Sources.open(spec, settings);
    }

    /// What viewers see while a streamer pauses: a still of our own, which no screen is captured for.
    ///
    /// @param size of the pictures; odd sides are rounded down
    /// @param fps how often it is due, 1 to 240
    static VideoSource pause(Size size, int fps) {
        return new PauseSource(size, fps);
    }
}
