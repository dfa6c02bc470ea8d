package dev.peercade.media;

import java.nio.file.Path;

final class MatroskaWriter {
    static MkvRecorder open(Path file) throws MediaException {
        throw new MediaException(MediaException.WRITE_FAILED, "Not built yet.", "");
    }
}
