package dev.peercade.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/// The folder that a node keeps between runs, locked while this is open. Only its owner can read it.
final class NodeFolder implements AutoCloseable {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// 6 bits each: as strong as the HMAC that it keys (RFC 2104, section 3: 160 bits for SHA-1).
    private static final int SECRET_CHARS = 43;

    /// The file that a mediator locks in its data directory.
    private static final String OF_MEDIATOR = "mediator.lock";

    private final Path root;
    private final FileChannel lock;

    private NodeFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /// @throws NodeException when it cannot be written, or another node uses it
    static NodeFolder open(Path folder) throws NodeException {
        Path root = folder.toAbsolutePath().normalize();
        if (Files.exists(root.resolve(OF_MEDIATOR))) {
            // Both take PEERCADE_DATA_DIR, and both keep a key by the name tls.pem.
            throw new NodeException(
                    "data-dir-in-use",
                    root + " is a mediator's data directory.",
                    "Give the node a directory of its own with --data-dir.");
        }
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            FileChannel lock =
                    FileChannel.open(root.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lock)) {
                return new NodeFolder(root, lock);
            }
            lock.close();
        } catch (IOException e) {
            throw unwritable(root, e);
        }
        throw new NodeException(
                "data-dir-in-use",
                "Another relay node is using the data directory " + root + ".",
                "Stop that one, or give this one a directory of its own with --data-dir.");
    }

    private static boolean tryLock(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Held by another node of this very process.
            return false;
        }
    }

    Path root() {
        return root;
    }

    /// What coturn and the mediator share; made at the first call and kept, so that credentials outlive a
    /// restart.
    String secret() throws NodeException {
        String kept = read("secret");
        if (kept != null && kept.strip().matches("[A-Za-z0-9+/]{32,128}")) {
            return kept.strip();
        }
        StringBuilder secret = new StringBuilder();
        new SecureRandom()
                .ints(SECRET_CHARS, 0, ALPHABET.length())
                .forEach(index -> secret.append(ALPHABET.charAt(index)));
        write("secret", secret + "\n");
        return secret.toString();
    }

    /// The text of a file, or null where there is none.
    @Nullable
    String read(String name) throws NodeException {
        Path file = root.resolve(name);
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new NodeException("failed", file + " cannot be read.", "Repair or delete it.", e);
        }
    }

    /// Writes whole or not at all, for its owner only.
    Path write(String name, String text) throws NodeException {
        Path file = root.resolve(name);
        Path fresh = root.resolve(name + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(StandardCharsets.UTF_8.encode(text));
                channel.force(true);
            }
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(root, e);
        }
    }

    private static NodeException unwritable(Path root, IOException e) {
        return new NodeException(
                "failed",
                "The data directory " + root + " cannot be written.",
                "Make it writable for this user, or choose another with --data-dir.",
                e);
    }

    /// Releases the lock.
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends anyway.
            return;
        }
    }
}
