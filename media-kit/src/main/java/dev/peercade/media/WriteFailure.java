package dev.peercade.media;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.global.avutil;

/// Says why a file could not be written.
final class WriteFailure {

    private static final String FREE_SPACE = "Free some space, or write to another disk.";
    private static final String OTHER_PLACE = "Choose a file in a folder that exists and that you may write to.";

    private WriteFailure() {}

    static MediaException of(Path file, int error) {
        if (error == avutil.AVERROR_ENOSPC()) {
            return full(file);
        }
        return new MediaException(
                MediaException.WRITE_FAILED,
                "'" + file + "' cannot be written: " + Ffmpeg.words(error) + ".",
                OTHER_PLACE);
    }

    static MediaException of(Path file, IOException e) {
        var message = e.getMessage();
        // Java has no exception of its own for ENOSPC; these are the words of the C library.
        if (message != null && message.contains("No space left on device")) {
            return full(file);
        }
        var reason = switch (e) {
            case NoSuchFileException _ -> "the folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            default -> message == null ? e.getClass().getSimpleName() : message;
        };
        return new MediaException(
                MediaException.WRITE_FAILED, "'" + file + "' cannot be written: " + reason + ".", OTHER_PLACE);
    }

    private static MediaException full(Path file) {
        return new MediaException(
                MediaException.DISK_FULL, "No space is left on the disk that holds '" + file + "'.", FREE_SPACE);
    }
}
