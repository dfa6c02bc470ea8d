package dev.peercade.media;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/// What the C library says is allocated, and what the kernel says is resident.
final class NativeMemory {

    private NativeMemory() {}

    /// Bytes that `malloc` has given out and not got back, over all arenas and mappings (glibc's `mallinfo2`).
    static long allocatedBytes() throws Throwable {
        var words = IntStream.range(0, 10).mapToObj(_ -> ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new);
        var linker = Linker.nativeLinker();
        var mallinfo = linker.downcallHandle(
                linker.defaultLookup().find("mallinfo2").orElseThrow(),
                FunctionDescriptor.of(MemoryLayout.structLayout(words)));
        try (var arena = Arena.ofConfined()) {
            var info = (MemorySegment) mallinfo.invoke((java.lang.foreign.SegmentAllocator) arena);
            // The fields hblkhd (mapped) and uordblks (in use).
            return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7);
        }
    }
}
