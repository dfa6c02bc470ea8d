package dev.peercade.media;

import dev.peercade.media.x11.X11Connection;
import dev.peercade.media.x11.X11Connection.XWindow;
import dev.peercade.media.x11.X11Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bytedeco.ffmpeg.global.avdevice;
import org.jspecify.annotations.Nullable;

/// Chooses who captures.
final class Sources {

    private static final String ANOTHER_WINDOW = "Choose another window (--list-sources lists them).";

    private Sources() {}

    static VideoSource open(SourceSpec spec, CaptureSettings settings) throws MediaException {
        return switch (spec) {
            case SourceSpec.Scene _ -> new SceneSource(settings);
            case SourceSpec.File(var path) -> FileSource.open(path, settings);
            default -> {
                var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
                if (system.startsWith("windows")) {
                    yield DeviceSource.windows(spec, settings);
                }
                yield system.startsWith("mac") ? DeviceSource.macOs(spec, settings) : x11(spec, settings);
            }
        };
    }

    static SourceList list(@Nullable String display) throws MediaException {
        var name = displayName(display);
        try (var x11 = connect(name)) {
            var screens = new ArrayList<SourceList.Screen>();
            for (var screen : x11.screens()) {
                var base = name.replaceFirst("\\.[0-9]+$", "");
                screens.add(
                        new SourceList.Screen(base + "." + screens.size(), new Size(screen.width(), screen.height())));
            }
            return new SourceList(
                    List.copyOf(screens),
                    x11.windows().stream()
                            .map(window -> new SourceList.Window(
                                    window.id(), window.title(), new Size(window.width(), window.height())))
                            .toList());
        }
    }

    private static VideoSource x11(SourceSpec spec, CaptureSettings settings) throws MediaException {
        var name = displayName(settings.display());
        var x11 = connect(name);
        try {
            loadGrabber();
            return switch (spec) {
                case SourceSpec.Screen(var region) -> {
                    check(region, x11);
                    yield X11Source.open(x11, name, 0, region, settings.fps());
                }
                case SourceSpec.WindowById(var id) -> window(x11, name, byId(x11, id), settings);
                case SourceSpec.WindowByTitle(var title) -> window(x11, name, byTitle(x11, title), settings);
                default -> throw new IllegalArgumentException(spec + " is no part of a screen.");
            };
        } catch (MediaException | RuntimeException e) {
            x11.close();
            throw e;
        }
    }

    private static VideoSource window(X11Connection x11, String display, XWindow window, CaptureSettings settings)
            throws MediaException {
        if (!window.viewable()) {
            throw hidden(window);
        }
        return X11Source.open(x11, display, window.id(), null, settings.fps());
    }

    static MediaException hidden(XWindow window) {
        return new MediaException(
                MediaException.WINDOW_HIDDEN,
                "The window '" + window.title() + "' is hidden.",
                "Show it, then stream it.");
    }

    private static void check(SourceSpec.@Nullable Region region, X11Connection x11) throws MediaException {
        var screen = x11.screens().getFirst();
        if (region != null
                && (region.x() + region.size().width() > screen.width()
                        || region.y() + region.size().height() > screen.height())) {
            throw new MediaException(
                    MediaException.REGION_OUTSIDE,
                    "The part " + region + " lies outside the screen of " + screen.width() + "x" + screen.height()
                            + ".",
                    "Choose a part that lies within the screen.");
        }
    }

    private static XWindow byId(X11Connection x11, long id) throws MediaException {
        return x11.window(id)
                .orElseThrow(() -> new MediaException(
                        MediaException.SOURCE_NOT_FOUND,
                        "There is no window 0x" + Long.toHexString(id) + ".",
                        ANOTHER_WINDOW));
    }

    private static XWindow byTitle(X11Connection x11, String title) throws MediaException {
        var windows = x11.windows();
        var wanted = title.toLowerCase(Locale.ROOT);
        var exact = windows.stream().filter(w -> w.title().equals(title)).toList();
        var matches = !exact.isEmpty()
                ? exact
                : windows.stream()
                        .filter(w -> w.title().toLowerCase(Locale.ROOT).contains(wanted))
                        .toList();
        if (matches.isEmpty()) {
            throw new MediaException(
                    MediaException.SOURCE_NOT_FOUND, "No window is titled '" + title + "'.", ANOTHER_WINDOW);
        }
        return matches.getFirst();
    }

    private static String displayName(@Nullable String display) throws MediaException {
        var name = display == null || display.isBlank() ? System.getenv("DISPLAY") : display;
        if (name == null || name.isBlank()) {
            throw new MediaException(
                    MediaException.NO_DISPLAY,
                    "There is no display: neither --display nor the variable DISPLAY names one.",
                    "Name one (--display :N), or show the built-in scene (--source scene).");
        }
        return name;
    }

    private static X11Connection connect(String display) throws MediaException {
        try {
            return X11Connection.open(display);
        } catch (X11Exception e) {
            if (e.libraryMissing()) {
                throw librariesMissing();
            }
            throw new MediaException(
                    MediaException.NO_DISPLAY,
                    "No X server answers on the display '" + display + "'.",
                    "Check its name (--display) and that you may use it, or show the built-in scene (--source scene).");
        }
    }

    /// The grabbers' library needs others of the system, which the coders do not: only capturing asks for them.
    private static void loadGrabber() throws MediaException {
        Ffmpeg.load();
        try {
            avdevice.avdevice_register_all();
        } catch (LinkageError _) {
            throw librariesMissing();
        }
    }

    private static MediaException librariesMissing() {
        return new MediaException(
                MediaException.CAPTURE_UNAVAILABLE,
                "This machine lacks libraries that capturing a screen needs.",
                "Install libxcb1, libxcb-shm0, libasound2 and libpulse0, or show the built-in scene (--source scene).");
    }
}
