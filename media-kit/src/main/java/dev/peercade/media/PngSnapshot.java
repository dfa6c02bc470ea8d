package dev.peercade.media;

import java.nio.file.Path;

/// Writes a picture as a PNG file.
public final class PngSnapshot {

    private PngSnapshot() {}

    /// Writes to a temporary file beside `file` and renames it, so that `file` is whole or absent.
    ///
    /// @throws MediaException `disk-full`, `write-failed` or `encoder-failed`
    public static void write(Picture picture, Path file) throws MediaException {
        PngWriter.write((NativePicture) picture, file);
    }
}
