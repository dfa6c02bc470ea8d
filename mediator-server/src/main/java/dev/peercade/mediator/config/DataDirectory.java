package dev.peercade.mediator.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The folder that a mediator keeps between runs, locked for as long as this is open. Only its owner can read it.
public final class DataDirectory implements AutoCloseable {

    /// The file whose lock a mediator holds while it runs.
    public static final String LOCK = "mediator.lock";

    private static final int PASSWORD_BYTES = 24;
    private static final int ROOM_MIB = 48;

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /// @throws StartException when it cannot be written, or another mediator uses it
    public static DataDirectory open(Path folder) throws StartException {
        Path root = folder.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(root);
            ownerOnly(root, "rwx------");
            channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DataDirectory(root, channel);
            }
            channel.close();
        } catch (IOException e) {
            closeQuietly(channel);
            throw new StartException(
                    "The data directory " + root + " cannot be written: " + reason(e) + ".",
                    "Make it writable for this user, or choose another with " + Setting.DATA_DIR.named() + ".",
                    e);
        }
        throw new StartException(
                "Another mediator is using the data directory " + root + ".",
                "Stop that one, or give this one a directory of its own with " + Setting.DATA_DIR.named() + ".");
    }

    Path resolve(String name) {
        return root.resolve(name);
    }

    /// What to do where the disk has too little room for a database to start: one segment of its log is 16 MiB. Empty
    /// where it has enough. A full disk takes no log either that could tell.
    Optional<String> shortOfRoom() {
        try {
            long mebibytes = Files.getFileStore(root).getUsableSpace() >> 20;
            return mebibytes >= ROOM_MIB
                    ? Optional.empty()
                    : Optional.of("Free some space in " + root + ": " + mebibytes + " MiB are left.");
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Where the access log goes.
    public Path logs() {
        return root.resolve("logs");
    }

    /// The secret in the file of that name; made at the first call, readable by its owner only.
    String secret(String name) throws IOException {
        Path file = root.resolve(name);
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        writeOwnerOnly(file, secret + "\n");
        return secret;
    }

    /// Writes whole or not at all, for its owner only, and stays through a power cut.
    static void writeOwnerOnly(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.toAbsolutePath().getParent());
    }

    /// A rename is on the disk only once its folder is.
    static void force(@Nullable Path folder) throws IOException {
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    static void ownerOnly(Path path, String permissions) throws IOException {
        Set<?> wanted = PosixFilePermissions.fromString(permissions);
        if (!Files.getPosixFilePermissions(path).equals(wanted)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /// What went wrong without the path that `IOException`s of files lead with.
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException _ -> "permission denied";
            case java.nio.file.FileAlreadyExistsException _ -> "a file of that name is in the way";
            case java.nio.file.NoSuchFileException _ -> "it does not exist";
            case java.nio.file.FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another mediator of this very process.
            return null;
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // The failure that led here is the one to tell of.
                return;
            }
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }

    /// Releases the lock.
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
