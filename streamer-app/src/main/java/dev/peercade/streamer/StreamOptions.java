package dev.peercade.streamer;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is streamed, to whom, how.
///
/// @param limit after which the stream ends by itself, or null
public record StreamOptions(
        MediatorAccount account,
        Show show,
        Picture picture,
        @Nullable Duration limit,
        ConnectOptions connect) {

    /// What people see of the stream in lists.
    ///
    /// @param thumbnail whether the mediator may show a still of it there, and so gets one every 30 s
    public record Show(String game, String title, Admission admission, boolean thumbnail) {

        /// Without stills for the mediator.
        public Show(String game, String title, Admission admission) {
            this(game, title, admission, false);
        }
    }

    /// @param capture display and frame rate
    /// @param size of the coded picture, or null for the source's own
    /// @param bitrateKbps 0 for what suits size and frame rate
    public record Picture(
            SourceSpec source,
            CaptureSettings capture,
            @Nullable Size size,
            int bitrateKbps) {}

    /// The bit rate of [Picture#bitrateKbps()], or one that suits the picture.
    ///
    /// A tenth of a bit a pixel is what x264's fastest presets need for moving game pictures: 5.5 Mbit/s at 720p60.
    public static int bitrateKbps(Picture picture, Size coded) {
        if (picture.bitrateKbps() > 0) {
            return picture.bitrateKbps();
        }
        double bits = 0.1 * coded.width() * coded.height() * picture.capture().fps();
        return (int) Math.clamp(bits / 1000, 500, 50_000);
    }

    /// The same, by way of relays only where that is wanted.
    public StreamOptions relayed(boolean only) {
        return new StreamOptions(
                account, show, picture, limit, new ConnectOptions(connect.push(), connect.relayOnly() || only));
    }
}
