package dev.peercade.desktop.secret;

import static dev.peercade.desktop.secret.Foreign.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peercade.desktop.problem.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The keychain of macOS, by the functions for generic passwords of its Security framework. Written by Apple's
/// documentation; never run yet.
final class Keychain implements SecretStore {

    private static final String FRAMEWORKS = "/System/Library/Frameworks/";
    private static final String SERVICE = "Peercade";

    /// `errSecItemNotFound`
    private static final int NOT_FOUND = -25300;

    private static final MethodHandle FIND = function(
            "Security",
            "SecKeychainFindGenericPassword",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle ADD = function(
            "Security",
            "SecKeychainAddGenericPassword",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle DELETE =
            function("Security", "SecKeychainItemDelete", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle FREE_CONTENT =
            function("Security", "SecKeychainItemFreeContent", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle RELEASE =
            function("CoreFoundation", "CFRelease", FunctionDescriptor.ofVoid(ADDRESS));

    @Override
    public @Nullable String read(String key) throws ProblemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment length = arena.allocate(JAVA_INT);
            MemorySegment content = arena.allocate(ADDRESS);
            if (!find(arena, key, length, content, MemorySegment.NULL)) {
                return null;
            }
            MemorySegment secret = content.get(ADDRESS, 0).reinterpret(length.get(JAVA_INT, 0));
            try {
                return new String(secret.toArray(JAVA_BYTE), UTF_8);
            } finally {
                call(FREE_CONTENT, MemorySegment.NULL, secret);
            }
        }
    }

    @Override
    public void write(String key, String secret) throws ProblemException {
        delete(key);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment service = arena.allocateFrom(SERVICE);
            MemorySegment account = arena.allocateFrom(key);
            MemorySegment content = arena.allocateFrom(secret);
            check((int) call(
                    ADD,
                    MemorySegment.NULL,
                    length(service),
                    service,
                    length(account),
                    account,
                    length(content),
                    content,
                    MemorySegment.NULL));
        }
    }

    @Override
    public void delete(String key) throws ProblemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment item = arena.allocate(ADDRESS);
            if (find(arena, key, MemorySegment.NULL, MemorySegment.NULL, item)) {
                try {
                    check((int) call(DELETE, item.get(ADDRESS, 0)));
                } finally {
                    call(RELEASE, item.get(ADDRESS, 0));
                }
            }
        }
    }

    private boolean find(Arena arena, String key, MemorySegment length, MemorySegment content, MemorySegment item)
            throws ProblemException {
        MemorySegment service = arena.allocateFrom(SERVICE);
        MemorySegment account = arena.allocateFrom(key);
        int status = (int) call(
                FIND, MemorySegment.NULL, length(service), service, length(account), account, length, content, item);
        if (status == NOT_FOUND) {
            return false;
        }
        check(status);
        return true;
    }

    /// Without the zero at its end.
    private static int length(MemorySegment text) {
        return (int) text.byteSize() - 1;
    }

    private static void check(int status) throws ProblemException {
        if (status != 0) {
            throw Keyring.closed("the keychain says " + status, null);
        }
    }

    private static MethodHandle function(String framework, String name, FunctionDescriptor type) {
        SymbolLookup library =
                SymbolLookup.libraryLookup(FRAMEWORKS + framework + ".framework/" + framework, Arena.global());
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), type);
    }
}
