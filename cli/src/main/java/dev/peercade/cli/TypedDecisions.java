package dev.peercade.cli;

import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.Broadcast.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;

/// Lines on standard input that decide on viewers of a stream without a window.
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
        if (words.length == 1 && words[0].equals("quit")) {
            broadcast.stop();
        } else if (words.length == 2) {
            switch (words[0]) {
                case "admit" -> broadcast.decide(words[1], Verdict.ADMIT);
                case "reject" -> broadcast.decide(words[1], Verdict.REJECT);
                case "drop" -> broadcast.decide(words[1], Verdict.DROP);
                default -> System.err.println("Not understood: " + words[0] + ". Type admit, reject, drop or quit.");
            }
        }
    }
}
