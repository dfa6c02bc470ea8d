package dev.peercade.testbed;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The processes of a home that wait to become its next `watch`.
record StandbyFolders(Path home) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Waits for one.
    ///
    /// @param used does not count any more
    ProcessHandle ready(@Nullable ProcessHandle used) {
        return await().atMost(PATIENCE)
                .until(
                        () -> folders().stream()
                                .filter(folder -> Files.exists(folder.resolve("ready")))
                                .flatMap(folder -> process(folder).stream())
                                .filter(process -> !process.equals(used))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<Path> folders() throws IOException {
        Path standby = home.resolve("run/peercade/standby");
        if (!Files.exists(standby)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(standby)) {
            return folders.toList();
        }
    }

    private static Optional<ProcessHandle> process(Path folder) {
        return ProcessHandle.of(
                Long.parseLong(requireNonNull(folder.getFileName()).toString()));
    }

    @Override
    public void close() throws IOException {
        for (Path folder : folders()) {
            process(folder).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
