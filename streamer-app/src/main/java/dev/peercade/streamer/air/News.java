package dev.peercade.streamer.air;

import java.time.Duration;

/// What is said once, in passing.
public sealed interface News {

    record Asks(Viewer viewer) implements News {}

    record Joined(Viewer viewer) implements News {}

    record Left(Viewer viewer) implements News {}

    record RecordingSaved(String file, Duration length) implements News {}

    /// @param code of the notice, such as `disk-full`
    /// @param text of the notice, in English
    record Failed(String code, String text) implements News {}
}
