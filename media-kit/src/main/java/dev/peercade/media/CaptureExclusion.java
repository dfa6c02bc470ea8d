package dev.peercade.media;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Keeps windows of this process out of all captures of the screen, on Windows 10 2004 and newer, which alone can
/// (Win32, SetWindowDisplayAffinity). Elsewhere nothing native is loaded. Written by Microsoft's manual and untested:
/// no such machine was at hand.
public final class CaptureExclusion {

    /// The build of Windows 10 2004. Older ones would show the window as a black area instead of leaving it out.
    private static final int FIRST_BUILD = 19041;
    private static final int WDA_EXCLUDEFROMCAPTURE = 0x11;

    private CaptureExclusion() {}

    public static boolean supported() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")
                && Windows.BUILD >= FIRST_BUILD;
    }

    /// @param windowTitle the whole title of a window of this process
    /// @return whether captures leave the window out from now on
    public static boolean exclude(String windowTitle) {
        return supported() && Windows.exclude(windowTitle);
    }

    /// Initialized on Windows alone.
    private static final class Windows {

        static final int BUILD = build();

        static boolean exclude(String title) {
            try (var arena = Arena.ofConfined()) {
                var name = arena.allocateFrom(title, StandardCharsets.UTF_16LE);
                var find = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS);
                var window = (MemorySegment) call("user32", "FindWindowW", find, MemorySegment.NULL, name);
                var set = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
                return window.address() != 0
                        && (int) call("user32", "SetWindowDisplayAffinity", set, window, WDA_EXCLUDEFROMCAPTURE) != 0;
            }
        }

        /// RtlGetVersion tells what Java's `os.version`, which stops at 10.0, does not.
        private static int build() {
            try (var arena = Arena.ofConfined()) {
                // OSVERSIONINFOW: five words, the first of them its size and the fourth the build, and 256 bytes of
                // text.
                var version = arena.allocate(276, 4);
                version.set(JAVA_INT, 0, 276);
                var get = FunctionDescriptor.of(JAVA_INT, ADDRESS);
                return (int) call("ntdll", "RtlGetVersion", get, version) == 0 ? version.get(JAVA_INT, 12) : 0;
            }
        }

        private static Object call(String library, String name, FunctionDescriptor descriptor, Object... arguments) {
            var symbol = SymbolLookup.libraryLookup(library, Arena.global())
                    .find(name)
                    .orElseThrow();
            try {
                return Linker.nativeLinker().downcallHandle(symbol, descriptor).invokeWithArguments(arguments);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
