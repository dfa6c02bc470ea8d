package dev.peercade.media;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// H.264 to pictures. Its input comes from strangers: parameter sets are checked before native code sees them, NAL
/// units that a picture does not need are dropped, and a damaged picture is never shown. One thread.
public interface VideoDecoder extends AutoCloseable {

    /// @param pictures usually one, none when it was damaged or cannot be shown yet; yours to close
    /// @param damage what was wrong with the access unit, in a sentence; null when nothing was
    record Decoded(List<Picture> pictures, @Nullable String damage) {}

    /// @throws MediaException `decoder-failed`
    static VideoDecoder open() throws MediaException {
        return H264Decoder.open();
    }

    /// Decodes one access unit. Bad input never throws. After damage no picture comes until the next keyframe, since
    /// each following one is built on the damaged one.
    ///
    /// @param annexB one whole access unit
    /// @param tag given back by [Picture#tag()]
    Decoded decode(byte[] annexB, long tag);

    /// Whether nothing can be shown before the next keyframe: ask for one.
    boolean needsKeyframe();

    /// How many access units were damaged, refused or could not be shown.
    long damaged();

    @Override
    void close();
}
