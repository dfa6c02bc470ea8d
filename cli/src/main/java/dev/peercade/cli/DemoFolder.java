package dev.peercade.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The demo's database: lives as long as the demo does.
record DemoFolder(Path path) implements AutoCloseable {

    static DemoFolder create() throws IOException {
        return new DemoFolder(Files.createTempDirectory("peercade-demo"));
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> tree = Files.walk(path)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
