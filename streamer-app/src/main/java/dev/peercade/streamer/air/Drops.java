package dev.peercade.streamer.air;

import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DroppedFrames;

/// Pictures that did not go out, by who was too slow.
public record Drops(Share capture, Share encoding, Share network) {

    /// @param percent of the pictures that there should have been
    public record Share(long pictures, double percent) {

        private static Share of(long pictures, long due) {
            return new Share(pictures, due <= 0 ? 0 : Math.clamp(100.0 * pictures / due, 0, 100));
        }
    }

    static final Drops NONE = of(new DroppedFrames(0, 0, 0, 0), 0);

    /// Since the start.
    static Drops of(StreamFigures figures) {
        DroppedFrames dropped = figures.droppedFrames();
        return dropped == null ? NONE : of(dropped, figures.frames());
    }

    /// Between two moments.
    static Drops between(StreamFigures from, StreamFigures to) {
        DroppedFrames before = from.droppedFrames();
        DroppedFrames now = to.droppedFrames();
        return before == null || now == null
                ? NONE
                : of(
                        new DroppedFrames(
                                now.capture() - before.capture(),
                                now.encoding() - before.encoding(),
                                now.network() - before.network(),
                                now.due() - before.due()),
                        to.frames() - from.frames());
    }

    private static Drops of(DroppedFrames dropped, long encoded) {
        return new Drops(
                Share.of(dropped.capture(), dropped.due()),
                Share.of(dropped.encoding(), dropped.due()),
                Share.of(dropped.network(), encoded));
    }
}
