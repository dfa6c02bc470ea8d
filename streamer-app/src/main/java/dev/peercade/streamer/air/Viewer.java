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

    /// @param rung on which the way stands, as `--json` spells it
    /// @param why it was taken, likewise
    /// @param lossPercent over the last seconds
    public record Way(String rung, String why, @Nullable Double roundTripMs, long bitrateKbps, double lossPercent) {}

    static Viewer of(Guest guest, int number) {
        Guest.Way way = guest.way();
        return new Viewer(
                guest.name(),
                number,
                guest.asking(),
                guest.since(),
                way == null
                        ? null
                        : new Way(
                                way.taken().rung().toString(),
                                way.taken().why().toString(),
                                way.roundTripMs(),
                                way.bitrateKbps(),
                                way.lossPercent()));
    }
}
