package dev.peercade.cli;

import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.Broadcast.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Lines on standard input that decide on viewers, and on the stream, without a window.
final class TypedDecisions {

    private TypedDecisions() {}

    /// Reads until the input ends, on a daemon thread.
    static void readTo(Broadcast broadcast) {
        Thread.ofPlatform().daemon().name("decisions").start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    decide(broadcast, line.strip());
                }
            } catch (IOException e) {
                // No more input: the stream goes on without decisions.
            }
        });
    }

    private static void decide(Broadcast broadcast, String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length == 1 ? "" : words[1];
        switch (words[0]) {
            case "quit" -> broadcast.stop();
            case "pause" -> broadcast.pause(true);
            case "resume" -> broadcast.pause(false);
            case "stop-recording" -> broadcast.stopRecording();
            case "record" -> record(broadcast, rest);
            case "admit" -> broadcast.decide(rest, Verdict.ADMIT);
            case "reject" -> broadcast.decide(rest, Verdict.REJECT);
            case "drop" -> broadcast.decide(rest, Verdict.DROP);
            case "" -> {}
            default ->
                System.err.println("Not understood: " + words[0]
                        + ". Type admit, reject, drop, pause, resume, record, stop-recording or quit.");
        }
    }

    private static void record(Broadcast broadcast, String file) {
        try {
            broadcast.record(Path.of(file));
        } catch (InvalidPathException e) {
            System.err.println("That is no name of a file: " + file + ".");
        }
    }
}
