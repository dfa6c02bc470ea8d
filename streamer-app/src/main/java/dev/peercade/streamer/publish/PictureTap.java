package dev.peercade.streamer.publish;

import dev.peercade.media.Picture;
import dev.peercade.media.PictureScaler;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes a small copy of what goes out, now and then. Off at first; costs nothing then. One thread, but for
/// [#every(Duration)].
public final class PictureTap {

    private final Size within;
    private final Consumer<Picture> taker;
    private volatile @Nullable Duration period;
    private @Nullable PictureScaler scaler;
    private long takenNanos;

    /// @param within what the pictures fit into, in their own shape
    /// @param taker takes each, on the thread that offers, which it must not hold up; it is closed afterwards, so
    ///     who needs it longer shares it
    public PictureTap(Size within, Consumer<Picture> taker) {
        this.within = within;
        this.taker = taker;
    }

    /// How often a picture is wanted, or null for not at all; the first comes at once. Any thread.
    public void every(@Nullable Duration wanted) {
        period = wanted;
    }

    void offer(RawFrame frame) {
        Duration between = period;
        if (between == null) {
            close();
            return;
        }
        if (scaler == null) {
            scaler = new PictureScaler(within);
        } else if (frame.captureStartNanos() - takenNanos < between.toNanos()) {
            return;
        }
        takenNanos = frame.captureStartNanos();
        try (Picture picture = scaler.scale(frame)) {
            taker.accept(picture);
        }
    }

    void close() {
        if (scaler != null) {
            scaler.close();
            scaler = null;
        }
    }
}
