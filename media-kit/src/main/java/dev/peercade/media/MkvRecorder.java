package dev.peercade.media;

import java.nio.file.Path;

/// Writes access units into a Matroska file as they are. What has been written stays readable whenever the process
/// dies. One thread.
public interface MkvRecorder extends AutoCloseable {

    /// Sees that the file can be written. What stands in it stays until the first keyframe comes; a file that was not
    /// there is gone again after a `close()` without one.
    ///
    /// @throws MediaException `disk-full` or `write-failed`
    static MkvRecorder open(Path file) throws MediaException {
        return MatroskaWriter.open(file);
    }

    /// Adds an access unit; those before the first keyframe are left out.
    ///
    /// @param annexB one whole access unit, in decoding order
    /// @param keyframe whether it is an IDR picture with its parameter sets
    /// @param captureNanos when it was captured, on any clock that only goes forward
    /// @throws MediaException `disk-full` or `write-failed`; the recorder then only accepts `close()`
    void write(byte[] annexB, boolean keyframe, long captureNanos) throws MediaException;

    /// Access units written so far.
    long pictures();

    /// Finishes the file with its length and its index.
    ///
    /// @throws MediaException `disk-full` or `write-failed`; what was written before stays readable
    @Override
    void close() throws MediaException;
}
