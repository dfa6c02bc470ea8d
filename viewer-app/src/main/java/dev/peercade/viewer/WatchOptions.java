package dev.peercade.viewer;

import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What is watched, for how long, and what is kept of it.
///
/// @param limit after which the viewer leaves by itself, counted from the first picture, or null
public record WatchOptions(
        MediatorAccount account,
        SessionChoice session,
        @Nullable Duration limit,
        Files files,
        ConnectOptions connect) {

    /// @param record Matroska file for the stream as it came, or null
    /// @param snapshot PNG file for the last picture, or null
    public record Files(@Nullable Path record, @Nullable Path snapshot) {

        boolean contains(Path file) {
            return file.equals(record) || file.equals(snapshot);
        }
    }
}
