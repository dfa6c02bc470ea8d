package dev.peercade.model.session;

import dev.peercade.model.game.Game;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a streamer offers.
///
/// @param streamer the streamer's user name
/// @param viewers how many view requests are PROCESSED now
/// @param thumbnailAt when the present thumbnail was pushed, or null where there is none
/// @param endReason set exactly when FINISHED
public record StreamingSession(
        UUID id,
        String streamer,
        Game game,
        String title,
        Admission admission,
        SessionStatus status,
        int viewers,
        Instant createdAt,
        @Nullable Instant thumbnailAt,
        @Nullable EndReason endReason) {

    public static final int TITLE_MAX = 140;

    /// The largest thumbnail, pushed or shown.
    public static final int THUMBNAIL_BYTES_MAX = 64 * 1024;
}
