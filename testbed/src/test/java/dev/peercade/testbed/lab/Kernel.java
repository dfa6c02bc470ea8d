package dev.peercade.testbed.lab;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// The calls of Linux for which Java has no word. Numbers are those of its headers, the same on all 64-bit
/// machines that the lab meets. Any thread.
final class Kernel {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // Those with a variable number of arguments are told from where on.
    private static final MethodHandle OPEN = handle("open", 2, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle IOCTL = handle("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle SETNS = handle("setns", 0, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle CLOSE = handle("close", 0, JAVA_INT, JAVA_INT);
    private static final MethodHandle READ = handle("read", 0, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = handle("write", 0, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle SOCKET = handle("socket", 0, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle PPOLL = handle("ppoll", 0, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);

    private static final MethodHandle SCHEDULE = handle("sched_setscheduler", 0, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);

    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int O_CLOEXEC = 0x80000;
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;

    private Kernel() {}

    /// Brings the calling thread into a network namespace: sockets that it opens belong there, and files of
    /// `/proc/sys/net` are those of there. The thread should end afterwards, and must not be a virtual one.
    static void enter(Path namespace) throws IOException {
        int file = open(namespace, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            check((int) SETNS.invokeExact(state, file, CLONE_NEWNET), state, "setns");
        } catch (Throwable e) {
            throw thrown(e);
        } finally {
            close(file);
        }
    }

    /// A device of the calling thread's namespace whose packets, IP header first, are read from and written to the
    /// descriptor that this returns; neither ever blocks.
    ///
    /// @param device 1 to 15 letters
    static int openTun(String device) throws IOException {
        int tunSetInterface = 0x400454ca;
        short tunWithoutHeader = 0x1001;
        int nameBytes = 16;
        int requestBytes = 40;
        int file = open(Path.of("/dev/net/tun"), O_RDWR | O_NONBLOCK);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment request = arena.allocate(requestBytes);
            request.setString(0, device);
            request.set(JAVA_SHORT, nameBytes, tunWithoutHeader);
            check((int) IOCTL.invokeExact(state, file, (long) tunSetInterface, request), state, "TUNSETIFF");
            return file;
        } catch (Throwable e) {
            close(file);
            throw thrown(e);
        }
    }

    /// Lets the calling thread's namespace forget every connection that it tracks, and so every mapping of its
    /// NAT; what `conntrack --flush` does. The request is a netlink header and a netfilter header that names no
    /// connection.
    static void forgetConnections() throws IOException {
        int netlink = 16;
        int raw = 3;
        int netfilter = 12;
        short deleteConnections = 0x102;
        short requestWithAnswer = 1 | 4;
        int requestBytes = 20;
        int answerBytes = 64;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int socket = check((int) SOCKET.invokeExact(state, netlink, raw | O_CLOEXEC, netfilter), state, "socket");
            try {
                MemorySegment request = arena.allocate(requestBytes, Integer.BYTES);
                request.set(JAVA_INT, 0, requestBytes);
                request.set(JAVA_SHORT, 4, deleteConnections);
                request.set(JAVA_SHORT, 6, requestWithAnswer);
                check((long) WRITE.invokeExact(state, socket, request, (long) requestBytes), state, "netlink");
                MemorySegment answer = arena.allocate(answerBytes, Integer.BYTES);
                check((long) READ.invokeExact(state, socket, answer, (long) answerBytes), state, "netlink");
                int error = answer.get(JAVA_INT, 16);
                if (error != 0) {
                    throw new IOException("the kernel does not forget its connections: error " + -error);
                }
            } finally {
                close(socket);
            }
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    /// Lets the calling thread, a platform one, run before all ordinary ones whenever it has something to do: what
    /// plays a wire does not wait for a processor. Where the system does not allow that, it stays ordinary.
    static void hurry() {
        int firstInFirstOut = 1;
        int lowestOfThose = 1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment priority = arena.allocateFrom(JAVA_INT, lowestOfThose);
            int unused = (int) SCHEDULE.invokeExact(arena.allocate(STATE), 0, firstInFirstOut, priority);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// One end of a TUN device, and the memory that calls need. One thread.
    static final class Tun {

        private final int file;
        private final MemorySegment state;
        private final MemorySegment waited;
        private final MemorySegment limit;

        Tun(int file, Arena arena) {
            this.file = file;
            this.state = arena.allocate(STATE);
            this.waited = arena.allocate(8, Integer.BYTES);
            this.limit = arena.allocate(16, Long.BYTES);
        }

        /// Returns when a packet can be read, after so many nanoseconds, or at a signal.
        void await(long nanos) throws IOException {
            short readable = 1;
            waited.set(JAVA_INT, 0, file);
            waited.set(JAVA_SHORT, 4, readable);
            limit.set(JAVA_LONG, 0, nanos / 1_000_000_000L);
            limit.set(JAVA_LONG, 8, nanos % 1_000_000_000L);
            try {
                int ready = (int) PPOLL.invokeExact(state, waited, 1L, limit, MemorySegment.NULL);
                if (ready < 0 && errno(state) != EINTR) {
                    throw new IOException("ppoll failed with error " + errno(state));
                }
            } catch (Throwable e) {
                throw thrown(e);
            }
        }

        /// The length in bytes of the packet that is now in `into`, or 0 when none is waiting.
        int read(MemorySegment into) throws IOException {
            try {
                long length = (long) READ.invokeExact(state, file, into, into.byteSize());
                if (length < 0 && errno(state) != EAGAIN && errno(state) != EINTR) {
                    throw new IOException("read failed with error " + errno(state));
                }
                return (int) Math.max(0, length);
            } catch (Throwable e) {
                throw thrown(e);
            }
        }

        /// Hands a packet to the namespace; one that it does not take, such as while the device is down, is gone.
        void write(MemorySegment packet) throws IOException {
            try {
                long unused = (long) WRITE.invokeExact(state, file, packet, packet.byteSize());
            } catch (Throwable e) {
                throw thrown(e);
            }
        }
    }

    /// Closes a descriptor of this class.
    static void close(int file) {
        try (Arena arena = Arena.ofConfined()) {
            int unused = (int) CLOSE.invokeExact(arena.allocate(STATE), file);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static int open(Path path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocateFrom(path.toString());
            return check((int) OPEN.invokeExact(state, name, flags | O_CLOEXEC), state, path.toString());
        } catch (Throwable e) {
            throw thrown(e);
        }
    }

    private static int check(long result, MemorySegment state, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + " failed with error " + errno(state));
        }
        return (int) result;
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static IOException thrown(Throwable e) {
        return e instanceof IOException io ? io : new IOException(e);
    }

    /// @param variableFrom index of the first argument of those that the C header does not name, or 0 when it
    ///     names all
    private static MethodHandle handle(String name, int variableFrom, ValueLayout result, ValueLayout... arguments) {
        Linker.Option errno = Linker.Option.captureCallState("errno");
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                variableFrom == 0
                        ? new Linker.Option[] {errno}
                        : new Linker.Option[] {errno, Linker.Option.firstVariadicArg(variableFrom)});
    }
}
