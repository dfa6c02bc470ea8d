package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.edge.file.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The file of a table, which only its owner reads: how far nodes are says where one lives. It is whole at any
/// moment, and who changes it changes what lies there now, so that of two processes none undoes the other's work.
///
/// @param words a sentence for a person where something was found wrong
record TableFile(Path path, NodeJson json, Consumer<String> words) {

    /// A change takes milliseconds; whoever holds the file longer has been stopped in the midst of it.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int BETWEEN_TRIES_MS = 10;

    /// Enough to look at what went wrong; a mediator that changes its key at each start must not fill the disk.
    private static final int ASIDE_MAX = 3;

    /// Null where there is none yet, or none that can be read: such a one is set aside.
    @Nullable
    KeptTable read() throws IOException, InterruptedException {
        return Files.exists(path) ? locked(this::kept) : null;
    }

    /// What becomes of a table, or null where there is nothing to keep yet.
    interface Change {
        @Nullable
        KeptTable of(@Nullable KeptTable present) throws IOException;
    }

    /// Puts what `change` makes of the present table in its place.
    @Nullable
    KeptTable update(Change change) throws IOException, InterruptedException {
        return locked(() -> {
            KeptTable next = change.of(kept());
            if (next != null) {
                write(json.bytes(next));
            }
            return next;
        });
    }

    /// Keeps the file where it is in nobody's way; the oldest of too many such files goes. For within a change.
    ///
    /// @param why a sentence
    void setAside(String why) throws IOException {
        int number = 1;
        while (number < ASIDE_MAX && Files.exists(aside(number))) {
            number++;
        }
        if (Files.exists(aside(number))) {
            for (int next = 2; next <= ASIDE_MAX; next++) {
                Files.move(aside(next), aside(next - 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Path aside = aside(number);
        Files.move(path, aside);
        words.accept(why + " It lies as " + aside + " now, and a new one takes its place.");
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + ".aside-" + number);
    }

    private interface Work {
        @Nullable
        KeptTable run() throws IOException;
    }

    private @Nullable KeptTable kept() throws IOException {
        byte[] text;
        try (var in = Files.newInputStream(path)) {
            text = in.readNBytes(NodeJson.BYTES_MAX + 1);
        } catch (NoSuchFileException e) {
            return null;
        }
        KeptTable kept =
                text.length > NodeJson.BYTES_MAX ? null : json.kept(text).orElse(null);
        if (kept == null) {
            setAside("The file " + path + " is no table of relay nodes, or is damaged.");
        }
        return kept;
    }

    private void write(byte[] text) throws IOException {
        // Nobody else writes here meanwhile; what a process that was killed has left goes.
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, OwnerOnly.file());
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(text);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private @Nullable KeptTable locked(Work work) throws IOException, InterruptedException {
        Files.createDirectories(Objects.requireNonNull(path.getParent(), "a file in a folder"));
        // The file itself is replaced, and with it every lock on it.
        Path beside = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(channel)) {
            return work.run();
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException();
        }
    }

    private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        long began = System.nanoTime();
        for (FileLock lock = tryLock(channel); ; lock = tryLock(channel)) {
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException("another process keeps it locked");
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MS);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another book of this very process has it.
            return null;
        }
    }
}
