package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One streamer, three viewers at once, for a minute; and how soon a picture is there. Prints its figures.
@Tag("proof")
class MainJobProof {

    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final int SECONDS = 60;

    /// Three JVMs start one after the other; what counts is when all watch.
    private static final int TO_START = 25;

    /// Left for a person to look at.
    private static final Path PICTURES = Path.of("target", "pictures").toAbsolutePath();

    @Test
    void threeViewersSeeSixtyPicturesASecondOfTheScene(@TempDir Path folder) throws Exception {
        for (Watched watched : watchedByThree(folder, "scene", null)) {
            assertThat(watched.distinctPerSecond()).isGreaterThanOrEqualTo(58);
        }
    }

    @Test
    void threeViewersSeeTheGameAtItsOwnRate(@TempDir Path folder) throws Exception {
        try (VirtualScreen screen = VirtualScreen.start("1280x720")) {
            screen.run(Tools.require("openbox"));
            screen.playFreedoom(1280, 720);
            for (Watched watched : watchedByThree(folder, "screen", screen.display())) {
                assertThat(watched.distinctPerSecond()).isGreaterThanOrEqualTo(34);
                assertThat(watched.summary().path("width").asInt()).isEqualTo(1280);
                BufferedImage seen = ImageIO.read(
                        new File(watched.summary().path("files").path(0).asString()));
                assertThat(Arrays.stream(seen.getRGB(0, 0, 1280, 720, null, 0, 1280))
                                .distinct()
                                .count())
                        .as("colours of the snapshot: a game has many, an empty screen one")
                        .isGreaterThan(500);
            }
        }
    }

    @Test
    void thePictureIsThereWithinHalfASecondWithPushAndSixWithout(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                    folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                String session = mediator.onlySession("ben").path("id").asString();
                List<FirstFrame> alone = new ArrayList<>();
                for (int i = 0; i < 7; i++) {
                    alone.add(firstFrame(folder, mediator, session));
                }
                System.out.println("first frame, a process that starts for it: " + alone);
                List<FirstFrame> waiting = new ArrayList<>();
                try (StandbyFolders standby = new StandbyFolders(folder)) {
                    firstFrame(folder, mediator, session, "--standby", "60");
                    ProcessHandle used = null;
                    for (int i = 0; i < 15; i++) {
                        used = standby.ready(used);
                        waiting.add(firstFrame(folder, mediator, session, "--standby", "60"));
                    }
                }
                System.out.println("first frame, a process that waited: " + waiting);
                assertThat(waiting).allMatch(first -> first.sinceStartMs() < 500);
            }
            List<FirstFrame> ofFirstViewers = ofFirstViewers(folder, mediator);
            System.out.println("first frame, a process that waited, the first viewer of a stream: " + ofFirstViewers);
            assertThat(ofFirstViewers).allMatch(first -> first.sinceStartMs() < 500);
            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                    folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene", "--no-push"))) {
                anna.await(step("3"), PATIENCE);
                String session = mediator.onlySession("ben").path("id").asString();
                List<FirstFrame> polled = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    polled.add(firstFrame(folder, mediator, session, "--no-push"));
                }
                System.out.println("first frame without any push channel: " + polled);
                assertThat(polled).allMatch(first -> first.sinceStartMs() < 6000);
            }
        }
    }

    /// What the user of an app that has shown one session waits for at each further one, from the wish to watch to the
    /// first decoded frame; more visits than one evening has.
    @Test
    void inAnAppThatRunsThePictureOfEachFurtherVisitIsThereWithinHalfASecond(@TempDir Path folder) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            Rest mediator = server.rest();
            mediator.register("anna", "ben");
            try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                    folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                try (PeercadeProcess app = PeercadeProcess.ofPeer(
                        folder, VisitingApp.class, mediator.uri().toString(), "ben", "30")) {
                    assertThat(app.exitCode(PATIENCE)).as(app.text()).isZero();
                    List<Long> first = app.events().stream()
                            .map(visit -> visit.path("firstFrameMs").asLong())
                            .toList();
                    System.out.println("first frame in an app that runs, ms: " + first);
                    // At the first this JVM initializes its classes.
                    assertThat(first).hasSize(30);
                    assertThat(first.subList(1, first.size())).allMatch(ms -> ms < 500);
                }
            }
        }
    }

    /// @param sinceStartMs from the start of the process, that of its JVM included
    /// @param sinceSignedInMs from the end of step 1, where an app stands when its user picks a session
    /// @param foundMs step 4B, since the start
    /// @param requestedMs step 5, since the start
    private record FirstFrame(long sinceStartMs, long sinceSignedInMs, long foundMs, long requestedMs) {}

    /// Each half a second after a stream of its own has become visible, whose start takes the same processors until
    /// then.
    private static List<FirstFrame> ofFirstViewers(Path folder, Rest mediator) throws Exception {
        List<FirstFrame> all = new ArrayList<>();
        try (StandbyFolders standby = new StandbyFolders(folder)) {
            try (PeercadeProcess list =
                    PeercadeProcess.byLauncher(folder, mediator.as("ben", "watch", "--list", "--standby", "60"))) {
                assertThat(list.exitCode(PATIENCE)).as(list.text()).isZero();
            }
            ProcessHandle used = null;
            for (int i = 0; i < 5; i++) {
                used = standby.ready(used);
                try (PeercadeProcess anna = PeercadeProcess.byLauncher(
                        folder, mediator.as("anna", "stream", "--game", "x", "--source", "scene"))) {
                    long visible = anna.await(step("3"), PATIENCE).path("atMs").asLong();
                    anna.await(event("figures").and(each -> each.path("atMs").asLong() >= visible + 500), PATIENCE);
                    String session = mediator.onlySession("ben").path("id").asString();
                    all.add(firstFrame(folder, mediator, session, "--standby", "60"));
                }
            }
        }
        return all;
    }

    private static FirstFrame firstFrame(Path folder, Rest mediator, String session, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of("watch", "--session", session, "--seconds", "1"));
        command.addAll(List.of(more));
        try (PeercadeProcess viewer =
                PeercadeProcess.byLauncher(folder, mediator.as("ben", command.toArray(String[]::new)))) {
            assertThat(viewer.exitCode(PATIENCE)).as(viewer.text()).isZero();
            long first = viewer.events().getLast().path("firstFrameMs").asLong();
            long found = atMs(viewer, "4B");
            // Step 1 is the sign-in and the address, whichever comes later; the search for the session needs the first.
            long signedIn = Math.min(atMs(viewer, "1"), found);
            return new FirstFrame(first, first - signedIn, found, atMs(viewer, "5"));
        }
    }

    private static long atMs(PeercadeProcess viewer, String step) throws InterruptedException {
        return viewer.await(step(step), Duration.ZERO).path("atMs").asLong();
    }

    /// @param distinctPerSecond over the minute in which all three watched
    private record Watched(double distinctPerSecond, JsonNode summary) {}

    private static List<Watched> watchedByThree(Path folder, String source, @Nullable String display) throws Exception {
        List<String> stream = new ArrayList<>(List.of("stream", "--game", "x", "--source", source, "--fps", "60"));
        if (display != null) {
            stream.addAll(List.of("--display", display));
        }
        Files.createDirectories(PICTURES);
        List<Watched> all = new ArrayList<>();
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben", "carol", "dora");
            try (PeercadeProcess anna =
                    PeercadeProcess.byLauncher(folder, mediator.as("anna", stream.toArray(String[]::new)))) {
                anna.await(step("3"), PATIENCE);
                List<PeercadeProcess> viewers = new ArrayList<>();
                try {
                    for (String viewer : List.of("ben", "carol", "dora")) {
                        PeercadeProcess started = PeercadeProcess.byLauncher(
                                folder,
                                mediator.as(
                                        viewer,
                                        "watch",
                                        "--streamer",
                                        "anna",
                                        "--seconds",
                                        Integer.toString(SECONDS + TO_START),
                                        "--snapshot",
                                        PICTURES.resolve(source + "-" + viewer + ".png")
                                                .toString()));
                        viewers.add(started);
                        started.await(event("figures"), PATIENCE);
                    }
                    List<Integer> seen = viewers.stream()
                            .map(viewer -> viewer.events().size())
                            .toList();
                    for (int i = 0; i < viewers.size(); i++) {
                        PeercadeProcess viewer = viewers.get(i);
                        assertThat(viewer.exitCode(PATIENCE)).as(viewer.text()).isZero();
                        JsonNode first = viewer.awaitAfter(seen.get(i), event("figures"), Duration.ZERO);
                        long minute = first.path("atMs").asLong() + SECONDS * 1000;
                        JsonNode last = viewer.await(
                                event("figures")
                                        .and(figures -> figures.path("atMs").asLong() >= minute - 500),
                                Duration.ZERO);
                        double rate = (last.path("distinctFrames").asLong()
                                        - first.path("distinctFrames").asLong())
                                * 1000.0
                                / (last.path("atMs").asLong()
                                        - first.path("atMs").asLong());
                        JsonNode summary = viewer.events().getLast();
                        System.out.printf("%s: %.1f distinct frames a second; %s%n", source, rate, summary);
                        all.add(new Watched(rate, summary));
                    }
                } finally {
                    viewers.forEach(PeercadeProcess::close);
                }
            }
        }
        return all;
    }
}
