package dev.peercade.cli;

import dev.peercade.mediator.config.DataDirectory;
import dev.peercade.mediator.config.EmbeddedPostgres;
import dev.peercade.mediator.config.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The demo's database: lives as long as the demo does. That of a demo that was killed goes with the next one.
record DemoFolder(Path path) implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoFolder.class);
    private static final String PREFIX = "peercade-demo";

    static DemoFolder create() throws IOException {
        return new DemoFolder(Files.createTempDirectory(PREFIX));
    }

    /// Stops and removes the databases of killed demos of this user; what cannot be removed stays.
    ///
    /// @param cache where the programs of PostgreSQL are
    void removeLeftovers(Path cache) throws InterruptedException {
        try (Stream<Path> siblings = Files.list(path.resolveSibling(""))) {
            for (Path leftover : siblings.filter(this::maybeLeftover).toList()) {
                remove(leftover, cache);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Folders of earlier demos cannot be listed", e);
        }
    }

    /// A link of somebody else could lead to anything, and a folder without a lock may be a demo's that just begins.
    private boolean maybeLeftover(Path other) {
        try {
            return other.getFileName().toString().startsWith(PREFIX)
                    && Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path))
                    && Files.exists(other.resolve(DataDirectory.LOCK));
        } catch (IOException e) {
            // Gone in the meantime.
            return false;
        }
    }

    private static void remove(Path leftover, Path cache) throws InterruptedException {
        try (DataDirectory unlocked = DataDirectory.open(leftover)) {
            EmbeddedPostgres.stopOrphan(unlocked, cache);
            new DemoFolder(leftover).close();
        } catch (StartException | IOException | UncheckedIOException e) {
            LOG.debug("Another demo is using {}, or it cannot be removed", leftover, e);
        }
    }

    @Override
    public void close() throws IOException {
        // First, so that another demo does not take for a leftover what is being removed.
        Files.deleteIfExists(path.resolve(DataDirectory.LOCK));
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
