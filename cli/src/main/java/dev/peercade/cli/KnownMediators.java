package dev.peercade.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The certificates of mediators that the user has accepted, by host and port, as a properties file that only its
/// owner reads: a self-made certificate is asked about once.
final class KnownMediators {

    private final Path file;

    KnownMediators(Path file) {
        this.file = file;
    }

    static KnownMediators ofUser() {
        return new KnownMediators(UserFolders.config().resolve("known-mediators.properties"));
    }

    @Nullable
    String pin(URI mediator) throws CommandFailure {
        return read().getProperty(key(mediator));
    }

    void remember(URI mediator, String pin) throws CommandFailure {
        Properties known = read();
        known.setProperty(key(mediator), pin);
        try {
            Files.createDirectories(file.getParent());
            Path written = Files.createTempFile(
                    file.getParent(),
                    "known",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (var writer = Files.newBufferedWriter(written)) {
                known.store(writer, "Accepted mediators and the fingerprints of their certificates");
            }
            try {
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    "failed",
                    "The accepted certificate could not be kept in " + file + ".",
                    "Make that folder writable.",
                    e);
        }
    }

    private Properties read() throws CommandFailure {
        Properties known = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            known.load(reader);
        } catch (NoSuchFileException e) {
            return known;
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure("failed", file + " cannot be read.", "Repair or delete it.", e);
        }
        return known;
    }

    private static String key(URI mediator) {
        int port = mediator.getPort() != -1 ? mediator.getPort() : "http".equals(mediator.getScheme()) ? 80 : 443;
        return mediator.getHost() + ":" + port;
    }
}
