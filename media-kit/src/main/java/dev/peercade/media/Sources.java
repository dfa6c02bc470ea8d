package dev.peercade.media;

import org.jspecify.annotations.Nullable;

final class Sources {
    private Sources() {}

    static VideoSource open(SourceSpec spec, CaptureSettings settings) throws MediaException {
        throw new MediaException(MediaException.CAPTURE_UNAVAILABLE, "Not built yet.", "");
    }

    static SourceList list(@Nullable String display) throws MediaException {
        throw new MediaException(MediaException.CAPTURE_UNAVAILABLE, "Not built yet.", "");
    }
}
