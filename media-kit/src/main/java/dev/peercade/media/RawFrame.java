package dev.peercade.media;

/// One uncompressed picture of a [VideoSource], in native memory that the source owns: valid until the source's next
/// `next()` or `close()`.
public sealed interface RawFrame permits NativeFrame {

    /// In pixels.
    int width();

    /// In pixels.
    int height();

    /// The number of the moment at which it was due, from 0, on the source's grid of `1/fps`; of a file, whatever its
    /// own rate, the moment of that grid at which it is shown. A gap between two numbers means moments that were
    /// left out because somebody was late. Those at which a hidden window had nothing to show are not counted.
    long tick();

    /// When the grab, the drawing or the file's decoding began, by [System#nanoTime()]: the capture time.
    long captureStartNanos();

    /// When the picture was complete, by [System#nanoTime()].
    long captureEndNanos();

    /// Whether every visible byte equals the source's previous picture: then nothing needs to be encoded, unless a
    /// keyframe is wanted.
    boolean sameAsPrevious();
}
