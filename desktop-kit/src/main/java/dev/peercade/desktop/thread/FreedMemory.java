package dev.peercade.desktop.thread;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// What glibc does with memory that was freed (`mallopt(3)`).
final class FreedMemory {

    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_MMAP_THRESHOLD = -3;

    /// The most that glibc takes; 32 MiB are a picture of 3840x2160.
    private static final int LARGEST = 32 << 20;

    /// Beyond which it goes back to the system.
    private static final int KEPT = 128 << 20;

    private FreedMemory() {}

    /// Keeps it for what needs as much next. JavaFX, where it draws without a graphics card, makes a buffer as
    /// large as the window for each step by which that is resized; from the system such a one comes page by page,
    /// which took up to 60 ms (docs/benchmarks.md). Elsewhere than with glibc nothing happens.
    static void keep() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> mallopt = linker.defaultLookup().find("mallopt");
        if (mallopt.isEmpty()) {
            return;
        }
        MethodHandle set = linker.downcallHandle(mallopt.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        try {
            int _ = (int) set.invokeExact(M_MMAP_THRESHOLD, LARGEST);
            int _ = (int) set.invokeExact(M_TRIM_THRESHOLD, KEPT);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
