package dev.peercade.desktop.awake;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// What a thread of a Windows program asks of the system's power saving. Written by Microsoft's documentation; never
/// run yet.
final class ExecutionState {

    /// `ES_CONTINUOUS`: until the thread says otherwise or ends.
    private static final int CONTINUOUS = 0x8000_0000;

    /// `ES_SYSTEM_REQUIRED | ES_DISPLAY_REQUIRED`
    private static final int AWAKE = 0x3;

    private ExecutionState() {}

    static WakeLock.Held take() throws IOException {
        MethodHandle set = Linker.nativeLinker()
                .downcallHandle(
                        SymbolLookup.libraryLookup("Kernel32", Arena.global())
                                .find("SetThreadExecutionState")
                                .orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        if (set(set, CONTINUOUS | AWAKE) == 0) {
            throw new IOException("the system refuses");
        }
        return () -> set(set, CONTINUOUS);
    }

    private static int set(MethodHandle function, int state) {
        try {
            return (int) function.invokeExact(state);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
