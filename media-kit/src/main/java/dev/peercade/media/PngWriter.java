package dev.peercade.media;

import java.nio.file.Path;

final class PngWriter {
    static void write(NativePicture picture, Path file) throws MediaException {
        throw new MediaException(MediaException.WRITE_FAILED, "Not built yet.", "");
    }
}
