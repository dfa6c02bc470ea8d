package dev.peercade.media.x11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A connection to an X server that asks for screens and windows. One thread at a time. Replies are read as the X11
/// protocol (X Window System Protocol, appendix B) lays them out.
public final class X11Connection implements AutoCloseable {

    private static final int ANY_TYPE = 0;
    private static final int ATOM_WM_NAME = 39;
    private static final int VIEWABLE = 2;
    private static final int DEEPEST = 4;
    private static final int MOST_WINDOWS = 512;
    private static final long RESET_NANOS = 100_000_000;

    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;

    private final Xcb xcb;
    private final MemorySegment connection;
    private final Arena arena = Arena.ofShared();
    private boolean closed;

    /// A screen's root window and size in pixels.
    public record XScreen(int root, int width, int height) {}

    /// @param id of the window
    /// @param title empty where it has none; without control characters
    /// @param width in pixels, without border
    /// @param height in pixels, without border
    /// @param viewable whether it and all its ancestors are mapped
    public record XWindow(long id, String title, int width, int height, boolean viewable) {}

    private X11Connection(Xcb xcb, MemorySegment connection) {
        this.xcb = xcb;
        this.connection = connection;
    }

    /// @param display such as `:5`; null for the `DISPLAY` variable's
    /// @throws X11Exception where no server answers or libxcb is missing
    public static X11Connection open(@Nullable String display) throws X11Exception {
        var xcb = Xcb.load();
        try (var arena = Arena.ofConfined()) {
            var name = display == null ? MemorySegment.NULL : arena.allocateFrom(display);
            var connection = (MemorySegment) call(xcb.connect, name, MemorySegment.NULL);
            if ((int) call(xcb.hasError, connection) != 0) {
                call(xcb.disconnect, connection);
                // A server whose last client has just left starts afresh, and refuses while it does.
                LockSupport.parkNanos(RESET_NANOS);
                connection = (MemorySegment) call(xcb.connect, name, MemorySegment.NULL);
            }
            if ((int) call(xcb.hasError, connection) != 0) {
                call(xcb.disconnect, connection);
                throw new X11Exception("No X server answers.", false);
            }
            return new X11Connection(xcb, connection);
        }
    }

    private static Object call(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether the server still answers.
    public boolean alive() {
        return (int) call(xcb.hasError, connection) == 0;
    }

    public List<XScreen> screens() {
        var screens = new ArrayList<XScreen>();
        var setup = call(xcb.setup, connection);
        try {
            var iterator = (MemorySegment) xcb.roots.invokeWithArguments(arena, setup);
            while (iterator.get(JAVA_INT, 8) > 0 && screens.size() < 16) {
                var screen = iterator.get(ADDRESS, 0).reinterpret(24);
                screens.add(new XScreen(screen.get(JAVA_INT, 0), unsigned(screen, 20), unsigned(screen, 22)));
                call(xcb.screenNext, iterator);
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        return screens;
    }

    /// The windows that a person would name, the topmost first: the window manager's list, or without one the mapped
    /// windows that have a title.
    public List<XWindow> windows() {
        var found = new ArrayList<XWindow>();
        for (var screen : screens()) {
            var listed = property(screen.root, atom("_NET_CLIENT_LIST_STACKING"), MOST_WINDOWS);
            if (listed.length >= 4) {
                var ids = MemorySegment.ofArray(listed);
                for (long at = listed.length / 4 - 1; at >= 0; at--) {
                    window(Integer.toUnsignedLong(ids.get(ValueLayout.JAVA_INT_UNALIGNED, at * 4L)))
                            .ifPresent(found::add);
                }
            } else {
                collect(screen.root, 0, found);
            }
        }
        return found;
    }

    private void collect(int parent, int depth, List<XWindow> found) {
        for (int child : children(parent).reversed()) {
            var window = window(Integer.toUnsignedLong(child)).orElse(null);
            if (window == null || !window.viewable || found.size() >= MOST_WINDOWS) {
                continue;
            }
            if (!window.title.isEmpty()) {
                found.add(window);
            } else if (depth < DEEPEST) {
                collect(child, depth + 1, found);
            }
        }
    }

    /// A window by its id; empty when there is none (any more).
    public Optional<XWindow> window(long id) {
        int window = (int) id;
        var geometry = reply(xcb.geometryReply, call(xcb.geometry, connection, window), 24);
        var attributes = reply(xcb.attributesReply, call(xcb.attributes, connection, window), 44);
        if (geometry == null || attributes == null) {
            return Optional.empty();
        }
        var utf8 = property(window, atom("_NET_WM_NAME"), 256);
        var title = utf8.length > 0
                ? new String(utf8, StandardCharsets.UTF_8)
                : new String(property(window, ATOM_WM_NAME, 256), StandardCharsets.ISO_8859_1);
        return Optional.of(new XWindow(
                id,
                title.replaceAll("\\p{Cntrl}", " ").strip(),
                unsigned(geometry, 16),
                unsigned(geometry, 18),
                attributes[26] == VIEWABLE));
    }

    /// Makes the server keep the window's own picture for as long as this connection lives, so that what lies over it
    /// or off the screen does not matter (Composite extension, RedirectWindow, automatic).
    ///
    /// @return false where the server lacks the extension
    public boolean redirect(long id) {
        try (var scratch = Arena.ofConfined()) {
            var name = scratch.allocateFrom("Composite");
            var reply = reply(xcb.extensionReply, call(xcb.extension, connection, (short) 9, name), 12);
            if (reply == null || reply[8] == 0) {
                return false;
            }
            var request = scratch.allocate(12, 4);
            request.set(JAVA_BYTE, 1, (byte) 1);
            request.set(JAVA_INT, 4, (int) id);
            // xcb_send_request writes into the two entries before the first one that it is given.
            var vector = scratch.allocate(16 * 4, 8);
            vector.set(ADDRESS, 32, request);
            vector.set(JAVA_LONG, 40, 12);
            var protocol = scratch.allocate(24, 8);
            protocol.set(JAVA_LONG, 0, 1);
            protocol.set(JAVA_BYTE, 16, reply[9]);
            protocol.set(JAVA_BYTE, 17, (byte) 1);
            call(xcb.sendRequest, connection, 0, vector.asSlice(32), protocol);
            call(xcb.flush, connection);
            return true;
        }
    }

    private List<Integer> children(int window) {
        var reply =
                (MemorySegment) call(xcb.treeReply, connection, call(xcb.tree, connection, window), MemorySegment.NULL);
        var children = new ArrayList<Integer>();
        if (reply.address() != 0) {
            int count = unsigned(reply.reinterpret(32), 16);
            var ids = reply.reinterpret(32 + 4L * count);
            for (int i = 0; i < count; i++) {
                children.add(ids.get(JAVA_INT, 32 + 4L * i));
            }
            call(xcb.free, reply);
        }
        return children;
    }

    private int atom(String name) {
        try (var scratch = Arena.ofConfined()) {
            var cookie = call(xcb.internAtom, connection, (byte) 1, (short) name.length(), scratch.allocateFrom(name));
            var reply = reply(xcb.internAtomReply, cookie, 12);
            return reply == null ? 0 : MemorySegment.ofArray(reply).get(ValueLayout.JAVA_INT_UNALIGNED, 8);
        }
    }

    private byte[] property(int window, int atom, int words) {
        if (atom == 0) {
            return new byte[0];
        }
        var cookie = call(xcb.property, connection, (byte) 0, window, atom, ANY_TYPE, 0, words);
        var reply = (MemorySegment) call(xcb.propertyReply, connection, cookie, MemorySegment.NULL);
        if (reply.address() == 0) {
            return new byte[0];
        }
        var head = reply.reinterpret(32);
        long length = Integer.toUnsignedLong(head.get(JAVA_INT, 16)) * (head.get(JAVA_BYTE, 1) / 8);
        var value = reply.reinterpret(32 + length).asSlice(32).toArray(JAVA_BYTE);
        call(xcb.free, reply);
        return value;
    }

    private byte @Nullable [] reply(MethodHandle function, Object cookie, int length) {
        var reply = (MemorySegment) call(function, connection, cookie, MemorySegment.NULL);
        if (reply.address() == 0) {
            return null;
        }
        var bytes = reply.reinterpret(length).toArray(JAVA_BYTE);
        call(xcb.free, reply);
        return bytes;
    }

    private static int unsigned(byte[] reply, int at) {
        return unsigned(MemorySegment.ofArray(reply), at);
    }

    private static int unsigned(MemorySegment segment, long at) {
        return Short.toUnsignedInt(segment.get(SHORT, at));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            call(xcb.disconnect, connection);
            arena.close();
        }
    }
}
