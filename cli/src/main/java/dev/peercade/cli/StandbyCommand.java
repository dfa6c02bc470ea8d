package dev.peercade.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Started by the launcher ahead of time: loads all that a viewer needs, waits, and becomes the next command.
@Command(name = "standby", hidden = true, description = "Wait to become the next command.")
final class StandbyCommand implements Callable<Integer> {

    @Option(names = "--standby", paramLabel = "N", defaultValue = "600", description = "End after N seconds.")
    private int seconds;

    @Parameters(paramLabel = "FOLDER", description = "Holds the pipes by which the launcher hands over.")
    private Path folder = Path.of("");

    @Override
    public Integer call() throws IOException, InterruptedException {
        HandOver taken;
        try {
            rehearse();
            if (Interrupt.happened()) {
                return ExitCode.OK.code();
            }
            taken = HandOver.await(folder, Duration.ofSeconds(seconds));
        } finally {
            HandOver.remove(folder);
        }
        if (taken == null) {
            return ExitCode.OK.code();
        }
        int exitCode = Main.run(taken.arguments());
        taken.finished(exitCode);
        return exitCode;
    }

    /// Watches a session of nobody's at a mediator that is not there: nearly everything is loaded and run once by that,
    /// without a datagram sent.
    private void rehearse() throws IOException {
        Caller.set(new Caller(Map.of(), folder, false));
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setErr(System.out);
        Path password = Files.writeString(folder.resolve("password"), "rehearsal");
        try (Socket refusing = new Socket()) {
            // Bound, but not listening: nobody else gets this port meanwhile.
            refusing.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String server = "http://127.0.0.1:" + refusing.getLocalPort();
            Main.run(watch(server, "--session", new UUID(0, 0).toString(), "--json"));
            Main.run(watch(server, "--streamer", "nobody"));
        } finally {
            Files.delete(password);
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static String[] watch(String server, String... more) {
        return Stream.concat(
                        Stream.of(
                                "watch",
                                "--server",
                                server,
                                "--user",
                                "x",
                                "--password-file",
                                "password",
                                "--standby",
                                "0"),
                        Stream.of(more))
                .toArray(String[]::new);
    }
}
