package dev.peercade.peer.edge.file;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Attributes with which a file or folder is made that only its owner reads. Windows has no such permissions; there the
/// user's own folders are closed to others.
public final class OwnerOnly {

    private OwnerOnly() {}

    public static FileAttribute<?>[] file() {
        return of("rw-------");
    }

    public static FileAttribute<?>[] folder() {
        return of("rwx------");
    }

    private static FileAttribute<?>[] of(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
