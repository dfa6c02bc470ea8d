package dev.peercade.desktop.secret;

import static dev.peercade.desktop.secret.Foreign.call;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peercade.desktop.problem.ProblemException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// The credential manager of Windows, by the functions of wincred.h. Written by Microsoft's documentation; never run
/// yet.
final class WindowsCredentials implements SecretStore {

    private static final int GENERIC = 1;
    private static final int THIS_MACHINE = 2;

    /// `ERROR_NOT_FOUND`
    private static final int NOT_FOUND = 1168;

    /// Of `CREDENTIALW` with pointers of 8 bytes.
    private static final int SIZE = 80;

    private static final int TYPE = 4;
    private static final int TARGET_NAME = 8;
    private static final int BLOB_SIZE = 32;
    private static final int BLOB = 40;
    private static final int PERSIST = 48;

    private static final Linker.Option LAST_ERROR = Linker.Option.captureCallState("GetLastError");
    private static final StructLayout ERROR = Linker.Option.captureStateLayout();

    private static final SymbolLookup LIBRARY = SymbolLookup.libraryLookup("Advapi32", Arena.global());
    private static final MethodHandle READ =
            function("CredReadW", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), LAST_ERROR);
    private static final MethodHandle WRITE =
            function("CredWriteW", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), LAST_ERROR);
    private static final MethodHandle DELETE =
            function("CredDeleteW", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), LAST_ERROR);
    private static final MethodHandle FREE = function("CredFree", FunctionDescriptor.ofVoid(ADDRESS));

    @Override
    public @Nullable String read(String key) throws ProblemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(ADDRESS);
            if (!done(arena, READ, target(arena, key), GENERIC, 0, found)) {
                return null;
            }
            MemorySegment credential = found.get(ADDRESS, 0).reinterpret(SIZE);
            try {
                byte[] secret = credential
                        .get(ADDRESS, BLOB)
                        .reinterpret(credential.get(JAVA_INT, BLOB_SIZE))
                        .toArray(JAVA_BYTE);
                return new String(secret, UTF_8);
            } finally {
                call(FREE, credential);
            }
        }
    }

    @Override
    public void write(String key, String secret) throws ProblemException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment blob = arena.allocateFrom(JAVA_BYTE, secret.getBytes(UTF_8));
            MemorySegment credential = arena.allocate(SIZE, 8);
            credential.set(JAVA_INT, TYPE, GENERIC);
            credential.set(ADDRESS, TARGET_NAME, target(arena, key));
            credential.set(JAVA_INT, BLOB_SIZE, (int) blob.byteSize());
            credential.set(ADDRESS, BLOB, blob);
            credential.set(JAVA_INT, PERSIST, THIS_MACHINE);
            if (!done(arena, WRITE, credential, 0)) {
                throw failed(NOT_FOUND);
            }
        }
    }

    @Override
    public void delete(String key) throws ProblemException {
        try (Arena arena = Arena.ofConfined()) {
            done(arena, DELETE, target(arena, key), GENERIC, 0);
        }
    }

    private static MemorySegment target(Arena arena, String key) {
        return arena.allocateFrom("Peercade: " + key, UTF_16LE);
    }

    /// @return false where there is no such credential
    private static boolean done(Arena arena, MethodHandle function, Object... arguments) throws ProblemException {
        MemorySegment state = arena.allocate(ERROR);
        Object[] all = new Object[arguments.length + 1];
        all[0] = state;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        if ((int) call(function, all) != 0) {
            return true;
        }
        int error = state.get(JAVA_INT, ERROR.byteOffset(PathElement.groupElement("GetLastError")));
        if (error != NOT_FOUND) {
            throw failed(error);
        }
        return false;
    }

    private static ProblemException failed(int error) {
        return Keyring.closed("the credential manager says " + error, null);
    }

    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        return Linker.nativeLinker().downcallHandle(LIBRARY.find(name).orElseThrow(), type, options);
    }
}
