package dev.peercade.media.x11;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The functions of libxcb that are used. A cookie is a struct of one unsigned int, which the ABIs of x86-64 and
/// AArch64 pass like the int itself.
final class Xcb {

    static final StructLayout SCREEN_ITERATOR = MemoryLayout.structLayout(ADDRESS, JAVA_INT, JAVA_INT);

    private static @Nullable Xcb instance;

    final MethodHandle connect;
    final MethodHandle hasError;
    final MethodHandle disconnect;
    final MethodHandle setup;
    final MethodHandle roots;
    final MethodHandle screenNext;
    final MethodHandle internAtom;
    final MethodHandle internAtomReply;
    final MethodHandle property;
    final MethodHandle propertyReply;
    final MethodHandle geometry;
    final MethodHandle geometryReply;
    final MethodHandle attributes;
    final MethodHandle attributesReply;
    final MethodHandle tree;
    final MethodHandle treeReply;
    final MethodHandle extension;
    final MethodHandle extensionReply;
    final MethodHandle sendRequest;
    final MethodHandle flush;
    final MethodHandle free;

    private final SymbolLookup library;

    private Xcb(SymbolLookup library) {
        this.library = library;
        connect = handle("xcb_connect", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        hasError = handle("xcb_connection_has_error", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        disconnect = handle("xcb_disconnect", FunctionDescriptor.ofVoid(ADDRESS));
        setup = handle("xcb_get_setup", FunctionDescriptor.of(ADDRESS, ADDRESS));
        roots = handle("xcb_setup_roots_iterator", FunctionDescriptor.of(SCREEN_ITERATOR, ADDRESS));
        screenNext = handle("xcb_screen_next", FunctionDescriptor.ofVoid(ADDRESS));
        internAtom =
                handle("xcb_intern_atom", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_SHORT, ADDRESS));
        internAtomReply = reply("xcb_intern_atom_reply");
        property = handle(
                "xcb_get_property",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_BYTE, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        propertyReply = reply("xcb_get_property_reply");
        geometry = handle("xcb_get_geometry", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        geometryReply = reply("xcb_get_geometry_reply");
        attributes = handle("xcb_get_window_attributes", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        attributesReply = reply("xcb_get_window_attributes_reply");
        tree = handle("xcb_query_tree", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        treeReply = reply("xcb_query_tree_reply");
        extension = handle("xcb_query_extension", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT, ADDRESS));
        extensionReply = reply("xcb_query_extension_reply");
        sendRequest = handle("xcb_send_request", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
        flush = handle("xcb_flush", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        var linker = Linker.nativeLinker();
        free = linker.downcallHandle(
                linker.defaultLookup().find("free").orElseThrow(), FunctionDescriptor.ofVoid(ADDRESS));
    }

    /// @throws X11Exception where libxcb is not installed
    static synchronized Xcb load() throws X11Exception {
        var loaded = instance;
        if (loaded == null) {
            try {
                loaded = new Xcb(SymbolLookup.libraryLookup("libxcb.so.1", Arena.global()));
            } catch (IllegalArgumentException _) {
                throw new X11Exception("The library libxcb is not installed.", true);
            }
            instance = loaded;
        }
        return loaded;
    }

    private MethodHandle reply(String name) {
        return handle(name, FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
    }

    private MethodHandle handle(String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = library.find(name).orElseThrow(() -> new IllegalArgumentException(name));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor);
    }
}
