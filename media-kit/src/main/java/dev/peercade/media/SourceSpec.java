package dev.peercade.media;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What to show: the value of `--source`.
public sealed interface SourceSpec {

    /// A screen, or a part of it.
    ///
    /// @param region null for the whole screen
    record Screen(@Nullable Region region) implements SourceSpec {
        @Override
        public String toString() {
            return region == null ? "screen" : "screen:" + region;
        }
    }

    /// One window; it is followed when it moves.
    ///
    /// @param id the X11 window id
    record WindowById(long id) implements SourceSpec {
        @Override
        public String toString() {
            return "window:id=0x" + Long.toHexString(id);
        }
    }

    /// The window whose title is `title`, or else the one whose title contains it, upper and lower case alike.
    record WindowByTitle(String title) implements SourceSpec {
        @Override
        public String toString() {
            return "window:title=" + title;
        }
    }

    /// A video file, played once in real time.
    record File(Path path) implements SourceSpec {
        @Override
        public String toString() {
            return "file:" + path;
        }
    }

    /// The built-in animated scene, every frame of which differs and carries its number.
    record Scene() implements SourceSpec {
        @Override
        public String toString() {
            return "scene";
        }
    }

    /// @param x of the left edge, in pixels from the screen's left
    /// @param y of the top edge, in pixels from the screen's top
    record Region(Size size, int x, int y) {
        @Override
        public String toString() {
            return size + "+" + x + "+" + y;
        }
    }

    /// Reads `screen[:WxH+X+Y]|window:id=HEX|window:title=TEXT|file:PATH|scene`.
    ///
    /// @throws IllegalArgumentException with a sentence for the person who typed it
    static SourceSpec parse(String text) {
        if (text.equals("screen")) {
            return new Screen(null);
        }
        if (text.equals("scene")) {
            return new Scene();
        }
        int colon = text.indexOf(':');
        var kind = colon < 0 ? text : text.substring(0, colon);
        var rest = colon < 0 ? "" : text.substring(colon + 1);
        return switch (kind) {
            case "screen" -> new Screen(Parsing.region(rest));
            case "window" -> Parsing.window(rest);
            case "file" -> Parsing.file(rest);
            default ->
                throw new IllegalArgumentException("'" + text + "' is no source; write screen, screen:WxH+X+Y,"
                        + " window:id=HEX, window:title=TEXT, file:PATH or scene.");
        };
    }

    /// The parts of [#parse(String)].
    final class Parsing {
        private static final Pattern REGION =
                Pattern.compile("([0-9]{1,5}x[0-9]{1,5})(?:\\+([0-9]{1,5})\\+([0-9]{1,5}))?");
        private static final Pattern WINDOW_ID = Pattern.compile("(?:0[xX])?([0-9a-fA-F]{1,8})");

        private Parsing() {}

        private static Region region(String text) {
            var matcher = REGION.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "A part of the screen is written like screen:1280x720+0+0, not 'screen:" + text + "'.");
            }
            var x = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
            var y = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
            return new Region(Size.parse(matcher.group(1)), x, y);
        }

        private static SourceSpec window(String text) {
            if (text.startsWith("id=")) {
                var matcher = WINDOW_ID.matcher(text.substring(3));
                if (!matcher.matches()) {
                    throw new IllegalArgumentException(
                            "A window id is a hexadecimal number such as window:id=0x1c00007," + " not 'window:" + text
                                    + "'.");
                }
                return new WindowById(Long.parseLong(matcher.group(1), 16));
            }
            if (text.startsWith("title=") && !text.substring(6).isBlank()) {
                return new WindowByTitle(text.substring(6));
            }
            throw new IllegalArgumentException(
                    "A window is named by window:id=HEX or window:title=TEXT, not 'window:" + text + "'.");
        }

        private static SourceSpec file(String text) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("file: needs a path, such as file:/home/me/clip.mkv.");
            }
            try {
                return new File(Path.of(text));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("'" + text + "' is no path.", e);
            }
        }
    }
}
