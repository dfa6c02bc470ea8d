package dev.peercade.desktop.awake;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.bus.TestBus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class XScreenSaverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OFF = 0;
    private static final int ON = 1;

    @Test
    void theServersScreenSaverComesOnOnlyWhenItIsNoLongerHeldOff() throws Throwable {
        Process server = new ProcessBuilder(TestBus.require("Xvfb"), "-displayfd", "1", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
                Arena arena = Arena.ofShared()) {
            Watcher watcher = new Watcher(":" + said.readLine(), arena);
            try (WakeLock.Held _ = XScreenSaver.take(watcher.display)) {
                watcher.saveAfterOneSecond();
                await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> watcher.state() == OFF);
            }
            await().atMost(PATIENCE).until(() -> watcher.state() == ON);
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /// Another client of the server.
    private static final class Watcher {

        private final String display;
        private final MemorySegment connection;
        /// `XScreenSaverInfo`: the state follows the window.
        private final MemorySegment info;

        Watcher(String display, Arena arena) throws Throwable {
            this.display = display;
            this.connection = (MemorySegment)
                    function("libX11.so.6", "XOpenDisplay", ADDRESS, ADDRESS).invoke(arena.allocateFrom(display));
            this.info = arena.allocate(40, 8);
        }

        void saveAfterOneSecond() throws Throwable {
            Object _ = function(
                            "libX11.so.6", "XSetScreenSaver", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT)
                    .invoke(connection, 1, 0, 1, 1);
            Object _ = function("libX11.so.6", "XFlush", JAVA_INT, ADDRESS).invoke(connection);
        }

        int state() {
            try {
                long window = (long) function("libX11.so.6", "XDefaultRootWindow", JAVA_LONG, ADDRESS)
                        .invoke(connection);
                Object _ = function("libXss.so.1", "XScreenSaverQueryInfo", JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS)
                        .invoke(connection, window, info);
                return info.get(JAVA_INT, 8);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }

        private static MethodHandle function(String library, String name, MemoryLayout result, MemoryLayout... takes) {
            SymbolLookup lookup;
            try {
                lookup = SymbolLookup.libraryLookup(library, Arena.global());
            } catch (IllegalArgumentException e) {
                throw new TestAbortedException("this test needs the library " + library + ", which is not installed");
            }
            return Linker.nativeLinker()
                    .downcallHandle(lookup.find(name).orElseThrow(), FunctionDescriptor.of(result, takes));
        }
    }
}
