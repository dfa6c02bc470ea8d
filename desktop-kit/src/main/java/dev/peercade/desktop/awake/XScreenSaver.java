package dev.peercade.desktop.awake;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The X server's own screen saver and power saving, which it suspends while a connection wants that (MIT-SCREEN-SAVER
/// 1.1): for desktops without a service. libXss is on most of them.
final class XScreenSaver {

    private XScreenSaver() {}

    /// @param display such as `:5`; null for the `DISPLAY` variable's
    static WakeLock.Held take(@Nullable String display) throws IOException {
        MethodHandle open = function("libX11.so.6", "XOpenDisplay", FunctionDescriptor.of(ADDRESS, ADDRESS));
        MethodHandle suspend =
                function("libXss.so.1", "XScreenSaverSuspend", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
        MethodHandle flush = function("libX11.so.6", "XFlush", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        MethodHandle close = function("libX11.so.6", "XCloseDisplay", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = display == null ? MemorySegment.NULL : arena.allocateFrom(display);
            MemorySegment connection = (MemorySegment) open.invokeExact(name);
            if (connection.address() == 0) {
                throw new IOException("no X server answers");
            }
            suspend.invokeExact(connection, 1);
            int _ = (int) flush.invokeExact(connection);
            return () -> {
                try {
                    int _ = (int) close.invokeExact(connection);
                } catch (Throwable e) {
                    throw new IllegalStateException(e);
                }
            };
        } catch (RuntimeException | IOException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// @throws IllegalArgumentException where the library is not installed
    private static MethodHandle function(String library, String name, FunctionDescriptor type) {
        MemorySegment symbol =
                SymbolLookup.libraryLookup(library, Arena.global()).find(name).orElseThrow();
        return Linker.nativeLinker().downcallHandle(symbol, type);
    }
}
