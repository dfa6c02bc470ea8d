package dev.peercade.streamer.air;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.CaptureSettings;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.keep.Album;
import dev.peercade.media.keep.MediaFolders;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.ProtocolStep.Actor;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.model.report.DroppedFrames;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.air.AirModel.Phase;
import dev.peercade.streamer.air.StepLine.State;
import dev.peercade.streamer.air.Troubles.Trouble;
import dev.peercade.streamer.live.Guest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirModelTest {

    private static final SessionEnd AS_WANTED = new SessionEnd("ended", true, "The stream has ended.", "");

    @TempDir
    Path folder = Path.of("/nowhere");

    private final PeerCore core = PeerCore.open(PeerCoreSettings.defaults());
    private final List<News> news = new ArrayList<>();
    private final AirModel model = new AirModel(
            core,
            new StreamOptions(
                    new MediatorAccount(URI.create("http://play.example:8480"), "anna", "a token", true, null),
                    new StreamOptions.Show("Doom", "e1m1", Admission.ASK),
                    new StreamOptions.Picture(new SourceSpec.Scene(), new CaptureSettings(null, 30, null), null, 0),
                    null,
                    new ConnectOptions(false, false)),
            new Album(() -> new MediaFolders(folder, folder), Clock.systemUTC()),
            new Work(Runnable::run, Runnable::run));

    @BeforeEach
    void listen() {
        model.onNews(news::add);
    }

    @AfterEach
    void close() {
        core.close();
    }

    @Test
    void thePhaseIsThatOfTheSession() {
        assertThat(model.phase().get()).isEqualTo(Phase.STARTING);
        take(ProtocolStep.CREATE_SESSION, 5);
        assertThat(model.phase().get()).isEqualTo(Phase.STARTING);
        take(ProtocolStep.PUSH_STREAMER_ENDPOINT, 9);
        assertThat(model.phase().get()).isEqualTo(Phase.VISIBLE);
        model.tell(List.of(asking("ben")));
        assertThat(model.phase().get()).as("who asks does not watch").isEqualTo(Phase.VISIBLE);
        model.tell(List.of(watching("ben")));
        assertThat(model.phase().get()).isEqualTo(Phase.WATCHED);
        model.tell(List.of());
        assertThat(model.phase().get()).isEqualTo(Phase.VISIBLE);
        model.ended(AS_WANTED);
        assertThat(model.phase().get()).isEqualTo(Phase.ENDED);
    }

    @Test
    void whoEndsTwiceGetsBothAndSeesThatItEnds() {
        List<String> then = new ArrayList<>();
        take(ProtocolStep.PUSH_STREAMER_ENDPOINT, 9);
        model.end(() -> then.add("closes the window"));
        model.end(() -> then.add("nothing"));
        assertThat(model.phase().get()).isEqualTo(Phase.ENDING);
        assertThat(current()).isEqualTo("12");
        model.tell(List.of());
        assertThat(model.phase().get()).isEqualTo(Phase.ENDING);
        model.ended(AS_WANTED);
        assertThat(then).containsExactly("closes the window", "nothing");
    }

    @Test
    void allStepsAreThereFromTheStartAndTheOneThatGoesOnIsMarked() {
        assertThat(model.steps())
                .extracting(line -> line.step().number())
                .containsExactly("1", "2", "3", "4A", "9", "10", "11", "12", "13");
        assertThat(current()).isEqualTo("1");
        take(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE, 300);
        take(ProtocolStep.CREATE_SESSION, 400);
        assertThat(current()).isEqualTo("3");
        take(ProtocolStep.PUSH_STREAMER_ENDPOINT, 500);
        assertThat(current()).isEqualTo("4A");
        model.tell(List.of(watching("ben")));
        take(ProtocolStep.STREAM, 9_000);
        assertThat(current()).isEqualTo("11");
        assertThat(model.steps()).element(1).isEqualTo(new StepLine(ProtocolStep.CREATE_SESSION, State.DONE, 400L));
        assertThat(model.steps()).element(7).isEqualTo(new StepLine(ProtocolStep.FINISH, State.TO_COME, null));
        model.tell(List.of());
        assertThat(current()).as("the viewer has gone").isEqualTo("4A");
        take(ProtocolStep.FINISH, 20_000);
        assertThat(current()).isEqualTo("13");
        take(ProtocolStep.RELEASE, 20_100);
        model.ended(AS_WANTED);
        assertThat(model.steps()).extracting(StepLine::state).doesNotContain(State.CURRENT);
    }

    @Test
    void viewersComeInTheirOrderAndKeepTheirNumbers() {
        model.tell(List.of(watching("zoe"), asking("ben")));
        model.tell(List.of(watching("zoe")));
        model.tell(List.of(watching("carol"), watching("ben")));
        assertThat(model.guests().watching()).extracting(Viewer::number).containsExactly(3, 2);
        assertThat(news)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("Joined", "Asks", "Joined", "Joined", "Left");
    }

    @Test
    void aViewerIsShownWithItsWayAsSoonAsThereIsOne() {
        Guest.Way way = new Guest.Way(new PathFigures.Way(CandidateKind.HOST, Rung.LAN, Move.FIRST), 1.5, 5500, 2.5);
        model.tell(List.of(asking("ben"), new Guest("carol", false, Duration.ofSeconds(3), way)));
        assertThat(model.guests().asking()).containsExactly(new Viewer("ben", 1, true, Duration.ofSeconds(1), null));
        assertThat(model.guests().watching())
                .containsExactly(new Viewer(
                        "carol", 2, false, Duration.ofSeconds(3), new Viewer.Way("lan", "first", 1.5, 5500, 2.5)));
    }

    @Test
    void timeOnAirCountsFromWhenTheSessionIsVisible() {
        model.tell(new CommandEvent.Figures(1000, figures(60, 0, 0)));
        assertThat(model.onAir().get()).isEqualTo(Duration.ZERO);
        take(ProtocolStep.PUSH_STREAMER_ENDPOINT, 1500);
        model.tell(new CommandEvent.Figures(4500, figures(240, 0, 0)));
        assertThat(model.onAir().get()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void droppedPicturesAreSharesOfThoseThereShouldHaveBeen() {
        model.tell(new CommandEvent.Figures(1000, figures(1000, 50, 9)));
        assertThat(model.drops().get().encoding()).isEqualTo(new Drops.Share(50, 5));
        assertThat(model.drops().get().network()).isEqualTo(new Drops.Share(9, 1));
        assertThat(model.drops().get().capture()).isEqualTo(new Drops.Share(0, 0));
    }

    @Test
    void aStageThatDropsManyPicturesIsATroubleUntilItDropsNearlyNone() {
        long due = 0;
        long dropped = 0;
        for (int second = 0; second < 10; second++) {
            model.tell(new CommandEvent.Figures(second, figures(due += 60, dropped += 6, 0)));
            assertThat(model.warnings()).as("a hitch is none").isEmpty();
        }
        model.tell(new CommandEvent.Figures(11, figures(due += 60, dropped += 6, 0)));
        assertThat(model.warnings()).containsExactly(Trouble.ENCODER_SLOW);
        for (int second = 0; second < 8; second++) {
            model.tell(new CommandEvent.Figures(12, figures(due += 60, dropped, 0)));
            assertThat(model.warnings()).as("it may come back").containsExactly(Trouble.ENCODER_SLOW);
        }
        model.tell(new CommandEvent.Figures(30, figures(due + 60, dropped, 0)));
        assertThat(model.warnings()).isEmpty();
    }

    @Test
    void aMediatorOutOfReachIsATroubleUntilItIsBack() {
        notice("mediator-away");
        notice("stun-silent");
        assertThat(model.warnings()).containsExactly(Trouble.MEDIATOR_AWAY, Trouble.STUN_SILENT);
        notice("mediator-back");
        assertThat(model.warnings()).containsExactly(Trouble.STUN_SILENT);
    }

    @Test
    void pauseIsWhatTheStreamSaysItIs() {
        model.togglePause();
        assertThat(model.paused().get()).isFalse();
        notice("paused");
        assertThat(model.paused().get()).isTrue();
        notice("resumed");
        assertThat(model.paused().get()).isFalse();
    }

    @Test
    void aRecordingHasALengthUntilItIsSavedOrHasFailed() {
        Recording recording = model.recording();
        recording.toggle();
        assertThat(recording.length().get()).isNull();
        model.tell(new CommandEvent.Notice("recording-started", 2000, "It begins."));
        model.tell(new CommandEvent.Figures(14_000, figures(60, 0, 0)));
        assertThat(recording.length().get()).isEqualTo(Duration.ofSeconds(12));
        model.tell(new CommandEvent.Notice("recording-behind", 14_500, "Slow."));
        assertThat(recording.length().get()).as("it goes on").isNotNull();
        model.tell(new CommandEvent.Notice("recording-saved", 15_000, "Saved.", "/a.mkv"));
        assertThat(recording.length().get()).isNull();
        assertThat(news).last().isEqualTo(new News.RecordingSaved("/a.mkv", Duration.ofSeconds(13)));
        model.tell(new CommandEvent.Notice("recording-started", 16_000, "It begins."));
        model.tell(new CommandEvent.Notice("disk-full", 17_000, "The disk is full.", "/b.mkv"));
        assertThat(recording.length().get()).isNull();
        assertThat(news).last().isEqualTo(new News.Failed("disk-full", "The disk is full."));
    }

    @Test
    void withoutAPlaceForTheFileNothingIsRecordedAndTheReasonIsTold() throws Exception {
        Files.delete(folder);
        Files.createFile(folder);
        model.recording().toggle();
        assertThat(model.recording().length().get()).isNull();
        assertThat(news)
                .singleElement()
                .isInstanceOfSatisfying(
                        News.Failed.class, failed -> assertThat(failed.code()).isEqualTo("write-failed"));
    }

    @Test
    void theEndSaysWhatWasStreamedAndNamesACauseOnlyWhereThereIsOne() {
        take(ProtocolStep.PUSH_STREAMER_ENDPOINT, 1000);
        model.tell(List.of(watching("ben"), watching("carol")));
        model.tell(List.of(watching("ben")));
        model.tell(new CommandEvent.Figures(61_000, figures(3600, 0, 0)));
        model.tell(new CommandEvent.Summary(61_500, figures(3600, 0, 0), "The stream has ended.", List.of("/a.mkv")));
        model.ended(AS_WANTED);
        assertThat(model.problem().get()).isNull();
        assertThat(model.ending().get()).isEqualTo(new Ending(Duration.ofMinutes(1), 2, 5500, List.of("/a.mkv")));
        assertThat(model.guests().watching()).isEmpty();
    }

    @Test
    void inStreamerModeNoAddressOfTheMediatorIsShown() {
        model.ended(new SessionEnd("unreachable", false, "The mediator at play.example:8480 is away.", "Look."));
        assertThat(requireNonNull(model.problem().get()).cause()).contains("play.example:8480");
        model.streamerMode().set(true);
        assertThat(requireNonNull(model.problem().get()).cause())
                .isEqualTo("The mediator at \u2022\u2022\u2022 is away.");
    }

    private void take(ProtocolStep step, long atMs) {
        model.tell(CommandEvent.Step.of(step, Actor.STREAMER, atMs));
    }

    private void notice(String code) {
        model.tell(new CommandEvent.Notice(code, 1, "Words."));
    }

    private String current() {
        return model.steps().stream()
                .filter(line -> line.state() == State.CURRENT)
                .map(line -> line.step().number())
                .findFirst()
                .orElse("none");
    }

    private static Guest asking(String name) {
        return new Guest(name, true, Duration.ofSeconds(1), null);
    }

    private static Guest watching(String name) {
        return new Guest(name, false, Duration.ofSeconds(1), null);
    }

    private static StreamFigures figures(long due, long encoding, long network) {
        return new StreamFigures(
                "streamer",
                null,
                "host",
                400L,
                900,
                900,
                60,
                1280,
                720,
                5500,
                0,
                null,
                0,
                0,
                1,
                new DelayFigures(null, null, null, null, null, null, null, null),
                null,
                new DroppedFrames(0, encoding, network, due));
    }
}
