package dev.peercade.streamer.air;

import dev.peercade.streamer.live.Guest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A line of the list.
///
/// @param number in the order in which viewers came first; who comes back has the same
/// @param since how long it has been watching, or asking
/// @param way null while there is none
public record Viewer(
        String name,
        int number,
        boolean asking,
        Duration since,
        @Nullable Way way) {

    /// @param path the kind of the way, as in the figures
    /// @param lossPercent over the last seconds
    public record Way(String path, @Nullable Double roundTripMs, long bitrateKbps, double lossPercent) {}

    static Viewer of(Guest guest, int number) {
        Guest.Way way = guest.way();
        return new Viewer(
                guest.name(),
                number,
                guest.asking(),
                guest.since(),
                way == null
                        ? null
                        : new Way(way.kind().toString(), way.roundTripMs(), way.bitrateKbps(), way.lossPercent()));
    }
}
