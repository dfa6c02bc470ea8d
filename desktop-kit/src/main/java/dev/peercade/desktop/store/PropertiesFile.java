package dev.peercade.desktop.store;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/// Names and values in a file that only its owner reads. It is whole at any moment: a new one takes its place.
///
/// @param comment its first line, for a person who opens it
public record PropertiesFile(Path path, String comment) {

    /// Empty where there is no file yet.
    public Properties read() throws ProblemException {
        Properties all = new Properties();
        try (var reader = Files.newBufferedReader(path)) {
            all.load(reader);
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException | IllegalArgumentException e) {
            throw new ProblemException(new Problem("failed", path + " cannot be read.", "Repair or delete it."), e);
        }
        return all;
    }

    /// Changes these, and leaves the others as another program may have written them meanwhile.
    public void update(Map<String, String> changed) throws ProblemException {
        Properties all = read();
        all.putAll(changed);
        write(all);
    }

    public void write(Properties all) throws ProblemException {
        try {
            Path folder = Objects.requireNonNull(path.getParent(), "a file in a folder");
            Files.createDirectories(folder);
            Path written = Files.createTempFile(folder, "peercade", ".new", ownersOnly());
            try (var writer = Files.newBufferedWriter(written)) {
                all.store(writer, comment);
            }
            try {
                Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(written, path, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem("failed", path + " could not be written.", "Make its folder writable."), e);
        }
    }

    /// Windows has no such permissions; there the user's own folders are closed to others.
    private static FileAttribute<?>[] ownersOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
