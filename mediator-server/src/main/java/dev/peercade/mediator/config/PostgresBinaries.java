package dev.peercade.mediator.config;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The PostgreSQL programs, unpacked once from the class path into a folder that all mediators of a user share. Two
/// processes may unpack at once: the folder appears whole by a rename.
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    /// A file lock is one per process; this is for the threads of this one.
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private PostgresBinaries() {}

    /// The folder that holds `bin`, `lib` and `share`.
    ///
    /// @param cache may not exist yet
    /// @throws StartException when there are none for this platform, or the cache cannot be written
    static Path unpacked(Path cache) throws StartException {
        String platform = platform();
        URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
        if (archive == null) {
            throw new StartException(
                    "This mediator brings no PostgreSQL for " + platform + ".",
                    "Run a PostgreSQL 15 or newer of your own and name it with " + Setting.DB_URL.named() + ".");
        }
        IN_PROCESS.lock();
        try {
            Path home = cache.toAbsolutePath().resolve("postgres-" + platform + "-" + version(archive));
            if (!Files.isDirectory(home)) {
                unpackOnce(archive, home);
            }
            return home;
        } catch (IOException | OverlappingFileLockException e) {
            throw new StartException(
                    "PostgreSQL cannot be unpacked into " + cache + ": "
                            + (e instanceof IOException io ? DataDirectory.reason(io) : "it is locked") + ".",
                    "Make that folder writable and leave 100 MB free there, or choose another with "
                            + Setting.CACHE_DIR.named() + ".",
                    e);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private static void unpackOnce(URL archive, Path home) throws IOException {
        Path cache = home.resolveSibling("");
        Files.createDirectories(cache);
        try (FileChannel channel = FileChannel.open(
                        cache.resolve("postgres.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (Files.isDirectory(home) || !held.isValid()) {
                return;
            }
            LOG.info("Unpacking PostgreSQL into {} (once)", cache);
            Path fresh = home.resolveSibling(home.getFileName() + ".new");
            deleteTree(fresh);
            unpack(archive, fresh);
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream in = archive.openStream();
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("an entry of the archive lies outside of it");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.resolveSibling(""));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    DataDirectory.ownerOnly(path, (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x");
                }
            }
        }
    }

    /// Tells two versions of the archive apart without reading them: the check sum that the jar keeps.
    private static String version(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        long mark = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(mark);
    }

    /// As the archives are named: `linux-x86_64`, `linux-arm_64`, `darwin-x86_64` and so on.
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String family = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
        String arch = Set.of("aarch64", "arm64").contains(System.getProperty("os.arch")) ? "arm_64" : "x86_64";
        return family + "-" + arch;
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
