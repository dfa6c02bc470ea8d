package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;

import dev.peercade.model.report.Percentiles;
import dev.peercade.testbed.lab.BadLink;
import dev.peercade.testbed.lab.LinkQuality;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import dev.peercade.testbed.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Ours and libwebrtc over the same bad link with the same seed, by turns: which pictures of a numbered clip are
/// decoded
/// at the other end, and when. Prints and asserts nothing; docs/benchmarks.md has the command and results. The rows can
/// be chosen by `-Dlink.rows=`, the seconds of each run by `-Dlink.seconds=` and the turns by `-Dlink.turns=`.
@Tag("proof")
@Timeout(3600)
class LinkBenchmark {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final LinkQuality NEAR = LinkQuality.PERFECT.delayMs(15);

    /// @param kbps that the encoders may spend
    /// @param later from a third of the run to two thirds, or null for the same
    private record Row(
            String name,
            LinkQuality quality,
            int kbps,
            @Nullable LinkQuality later) {}

    private static final List<Row> ROWS = List.of(
            new Row("clean", NEAR, 2500, null),
            new Row("loss2", NEAR.loss(0.02), 2500, null),
            new Row("loss5", NEAR.loss(0.05), 2500, null),
            new Row("loss10", NEAR.loss(0.1), 2500, null),
            new Row("bursts", NEAR.bursts(new LinkQuality.Loss(0.068, 0.852, 0.04, 0.5)), 2500, null),
            new Row("narrow100", NEAR.rate(2, bytes(2, 100)), 8000, null),
            new Row("narrow300", NEAR.rate(2, bytes(2, 300)), 8000, null),
            new Row("steps", NEAR.rate(8, bytes(8, 100)), 12_000, NEAR.rate(2, bytes(2, 100))));

    private static int bytes(double mbit, int ms) {
        return (int) (mbit * 1e6 / 8 * ms / 1000);
    }

    private interface Stack {

        Pictures run(Path clip, int kbps, Runnable playing) throws Exception;
    }

    private record Pictures(JsonNode taken, JsonNode seen) {}

    @Test
    void printsOursBesideLibwebrtc(@TempDir Path folder) throws Exception {
        int seconds = Integer.getInteger("link.seconds", 40);
        int turns = Integer.getInteger("link.turns", 2);
        List<String> wanted =
                List.of(System.getProperty("link.rows", "loss2,loss5,loss10,bursts,narrow100,narrow300,steps")
                        .split(","));
        System.out.println("machine: " + Load.machine());
        System.out.printf(
                "%dx%d at %d, %d s a run; delay of decoded pictures in ms%n",
                NumberedClip.WIDTH, NumberedClip.HEIGHT, NumberedClip.FPS, seconds);
        Path clip = NumberedClip.make(folder.resolve("clip.y4m"), seconds);
        try (NetworkLab lab = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
                LabPeers peers = LabPeers.start(lab, folder)) {
            for (Row row : ROWS) {
                if (wanted.contains(row.name)) {
                    for (int turn = 0; turn < turns; turn++) {
                        measure(
                                lab,
                                row,
                                turn,
                                seconds,
                                "peercade ",
                                clip,
                                (file, kbps, playing) -> ours(peers, file, kbps, playing));
                        measure(
                                lab,
                                row,
                                turn,
                                seconds,
                                "libwebrtc",
                                clip,
                                (file, kbps, playing) -> libwebrtc(lab, folder, file, kbps, playing));
                    }
                }
            }
        }
    }

    private static void measure(NetworkLab lab, Row row, int turn, int seconds, String name, Path clip, Stack stack)
            throws Exception {
        try (BadLink link = lab.homeB().badLink(row.quality, 1 + turn)) {
            long[] bytes = new long[1];
            Pictures pictures = stack.run(clip, row.kbps, () -> {
                link.takeInwardQueue();
                bytes[0] = link.inward().bytes();
                LinkQuality later = row.later;
                if (later != null) {
                    Thread.ofVirtual().start(() -> {
                        try {
                            TimeUnit.MILLISECONDS.sleep(seconds * 1000L / 3);
                            link.change(later);
                            TimeUnit.MILLISECONDS.sleep(seconds * 1000L / 3);
                            link.change(row.quality);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
                }
            });
            long carried = link.inward().bytes() - bytes[0];
            Percentiles queue = link.takeInwardQueue();
            System.out.printf(
                    Locale.ROOT,
                    "%-10s %d %s %s  %.2f Mbit/s  queue p50 %.1f p95 %.1f ms%n",
                    row.name,
                    turn,
                    name,
                    LinkResult.of(pictures.taken, pictures.seen),
                    carried * 8e-6 / seconds,
                    queue == null ? 0 : queue.p50(),
                    queue == null ? 0 : queue.p95());
        }
    }

    private static Pictures ours(LabPeers peers, Path clip, int kbps, Runnable playing) throws Exception {
        try (PeercadeProcess anna = peers.linkStreamer(clip, kbps)) {
            anna.await(event("opened"), PATIENCE);
            try (PeercadeProcess ben = peers.linkViewer()) {
                anna.await(event("playing"), PATIENCE);
                playing.run();
                return played(anna, ben);
            }
        }
    }

    private static Pictures libwebrtc(NetworkLab lab, Path folder, Path clip, int kbps, Runnable playing)
            throws Exception {
        Path home = Files.createDirectories(folder.resolve("libwebrtc"));
        try (PeercadeProcess anna = PeercadeProcess.ofTests(
                        lab.homeA().host().prefix(),
                        home,
                        LibwebrtcLinkPeer.class,
                        "send",
                        clip.toString(),
                        "" + kbps);
                PeercadeProcess ben = PeercadeProcess.ofTests(
                        lab.homeB().host().prefix(), home, LibwebrtcLinkPeer.class, "receive")) {
            hand(anna, ben);
            hand(ben, anna);
            TimeUnit.SECONDS.sleep(2);
            anna.tell("play");
            playing.run();
            return played(anna, ben);
        }
    }

    private static void hand(PeercadeProcess from, PeercadeProcess to) throws IOException, InterruptedException {
        to.tell(from.await(event("description"), PATIENCE).path("sdp").asString());
    }

    private static Pictures played(PeercadeProcess anna, PeercadeProcess ben) throws Exception {
        JsonNode taken = anna.await(event("pictures"), Duration.ofSeconds(600));
        TimeUnit.SECONDS.sleep(1);
        ben.tell("end");
        JsonNode seen = ben.await(event("pictures"), PATIENCE);
        anna.tell("end");
        if (Boolean.getBoolean("link.verbose")) {
            System.out.println(anna.text() + "\n" + ben.text());
        }
        return new Pictures(taken, seen);
    }
}
