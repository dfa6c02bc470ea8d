package dev.peercade.media;

import org.jspecify.annotations.Nullable;

/// Chooses who captures.
final class Sources {

    private Sources() {}

    static VideoSource open(SourceSpec spec, CaptureSettings settings) throws MediaException {
        return switch (spec) {
            case SourceSpec.Scene _ -> new SceneSource(settings);
            default ->
                throw new MediaException(
                        MediaException.CAPTURE_UNAVAILABLE,
                        "Only the built-in scene can be shown.",
                        "Use --source scene.");
        };
    }

    static SourceList list(@Nullable String display) throws MediaException {
        throw new MediaException(
                MediaException.CAPTURE_UNAVAILABLE, "Windows cannot be listed.", "Use --source scene.");
    }
}
