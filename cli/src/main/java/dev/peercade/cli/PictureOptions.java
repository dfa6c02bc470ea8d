package dev.peercade.cli;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.streamer.StreamOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is captured, and how it is encoded.
final class PictureOptions {

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            converter = SourceConverter.class,
            description = {
                "screen[:WxH+X+Y]   the screen, or a part of it",
                "window:id=HEX      one window, by its id",
                "window:title=TEXT  one window, by its title or a part of it",
                "file:PATH          a video file, once",
                "scene              the built-in animated scene",
                "Default: the screen where there is a display, else the scene."
            })
    @Nullable
    SourceSpec source;

    @Option(names = "--display", paramLabel = ":N", description = "The X11 display to capture. Default: $DISPLAY.")
    @Nullable
    String display;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "60",
            description = "Pictures a second, 1 to 240. Default: ${DEFAULT-VALUE}.")
    int fps;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "Size of the picture sent. Default: the source's own; the scene's is 1280x720.")
    @Nullable
    Size size;

    @Option(
            names = "--bitrate",
            paramLabel = "KBITS",
            description = "In kbit/s, 50 to 200000. Default: what suits size and frame rate (5530 for 1280x720 at 60).")
    @Nullable
    Integer bitrate;

    StreamOptions.Picture picture() throws CommandFailure {
        return picture(false);
    }

    /// @param scene whether the scene is shown where nothing is said, though there is a display
    StreamOptions.Picture picture(boolean scene) throws CommandFailure {
        if (bitrate != null && (bitrate < 50 || bitrate > 200_000)) {
            throw new CommandFailure("usage", "A bit rate of " + bitrate + " kbit/s is none.", "Give 50 to 200000.");
        }
        try {
            return new StreamOptions.Picture(
                    chosenSource(scene),
                    new CaptureSettings(chosenDisplay(), fps, size),
                    size,
                    bitrate == null ? 0 : bitrate);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("usage", String.valueOf(e.getMessage()), "Correct --fps.", e);
        }
    }

    @Nullable
    String chosenDisplay() {
        String environment = System.getenv("DISPLAY");
        return display != null ? display : environment == null || environment.isEmpty() ? null : environment;
    }

    private SourceSpec chosenSource(boolean scene) {
        if (source != null) {
            return source;
        }
        return scene || chosenDisplay() == null ? new SourceSpec.Scene() : new SourceSpec.Screen(null);
    }
}
