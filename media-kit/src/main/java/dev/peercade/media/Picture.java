package dev.peercade.media;

import java.lang.foreign.MemorySegment;

/// A decoded or scaled picture in native memory: planes Y, Cb and Cr, 8 bits a sample, chroma halved in both
/// directions, BT.709
/// limited range unless the stream said otherwise. Close it, from any thread, when it has been shown.
public sealed interface Picture extends AutoCloseable permits NativePicture {

    /// In pixels.
    int width();

    /// In pixels.
    int height();

    /// What was given to [VideoDecoder#decode(byte[], long)] with the access unit; of a scaled picture the frame's
    /// [RawFrame#tick()].
    long tag();

    /// When decoding, or scaling, began, by [System#nanoTime()].
    long decodeStartNanos();

    /// When the picture was complete, by [System#nanoTime()].
    long decodeEndNanos();

    /// CRC-32C over the visible samples of the luma plane: equal for equal pictures, so that a frozen stream shows.
    long lumaHash();

    /// The samples of a plane, rows of [#stride(int)] bytes; valid until `close()`.
    ///
    /// @param plane 0 to 2
    MemorySegment plane(int plane);

    /// Bytes from one row of the plane to the next.
    ///
    /// @param plane 0 to 2
    int stride(int plane);

    /// Another reference to the same samples, to be closed by itself. For whoever shows a picture longer than its
    /// owner keeps it; nothing is copied.
    Picture share();

    @Override
    void close();
}
