package dev.peercade.streamer.studio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.video.Still;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.studio.Quality.Rate;
import dev.peercade.streamer.studio.Quality.Rows;
import dev.peercade.streamer.studio.SourceChoice.Kind;
import dev.peercade.streamer.studio.StudioModel.Missing;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudioModelTest {

    private static final SourceList.Window DOOM = new SourceList.Window(0x1c, "Freedoom", new Size(1280, 720));
    private static final SourceList.Window CHESS = new SourceList.Window(0x1d, "Chess", new Size(800, 600));
    private static final SourceList.Screen SCREEN = new SourceList.Screen(":5.0", new Size(2560, 1440));

    private final List<StreamOptions> live = new ArrayList<>();
    private final List<Runnable> timed = new ArrayList<>();
    private final Desk desk = new Desk();
    private final StudioModel model;

    /// A machine whose windows the test says, and a catalogue of two games.
    private static final class Desk implements Studio {

        private SourceList sources = new SourceList(List.of(SCREEN), List.of(DOOM, CHESS));
        private @Nullable MediaException failure;
        private boolean mediatorAway;
        private boolean ownWindowLeftOut;
        private final List<String> previews = new ArrayList<>();
        private @Nullable Consumer<MediaException> previewFailed;

        @Override
        public SourceList sources() throws MediaException {
            if (failure != null) {
                throw failure;
            }
            return sources;
        }

        @Override
        public boolean isOwnWindowLeftOut() {
            return ownWindowLeftOut;
        }

        @Override
        public Still still(SourceSpec spec) throws MediaException {
            throw new MediaException(MediaException.SOURCE_NOT_FOUND, "It is hidden.", "Show it.");
        }

        @Override
        public List<String> games(String text) throws MediatorException {
            if (mediatorAway) {
                throw new MediatorException("unreachable", "The mediator cannot be reached.", "Check it.");
            }
            return List.of("Doom", "Doom II").stream()
                    .filter(name ->
                            name.toLowerCase(java.util.Locale.ROOT).contains(text.toLowerCase(java.util.Locale.ROOT)))
                    .toList();
        }

        @Override
        public Preview preview(SourceSpec spec, Consumer<Picture> pictures, Consumer<MediaException> failed) {
            previews.add("open " + spec);
            previewFailed = failed;
            return () -> previews.add("close " + spec);
        }
    }

    StudioModelTest(@TempDir Path folder) {
        Work work = new Work(Runnable::run, Runnable::run, (_, task) -> timed.add(task));
        Preferences preferences =
                new Preferences(new UserFolders(folder.resolve("config"), folder.resolve("data"), null), work);
        MediatorAccount account = new MediatorAccount(URI.create("http://127.0.0.1:1"), "anna", "a token", true, null);
        model = new StudioModel(account, desk, preferences, work, live::add);
    }

    private void passTime() {
        List<Runnable> due = List.copyOf(timed);
        timed.clear();
        due.forEach(Runnable::run);
    }

    private SourceChoice chosen() {
        return requireNonNull(model.sources().chosen().get());
    }

    @Test
    void whoShowsAWholeScreenIsToldThatThisWindowIsSeenTooAndOfferedAWindow() {
        model.sources().refresh();
        assertThat(model.sources().ownWindowSeen().get()).isFalse();
        SourceChoice screen = SourceChoice.of(SCREEN);
        model.sources().chosen().set(screen);
        assertThat(model.sources().ownWindowSeen().get()).isTrue();
        model.sources().windowInstead();
        assertThat(chosen().title()).isEqualTo("Freedoom");
        assertThat(model.sources().ownWindowSeen().get()).isFalse();

        desk.ownWindowLeftOut = true;
        model.sources().chosen().set(screen);
        assertThat(model.sources().ownWindowSeen().get()).isFalse();
    }

    @Test
    void whoWantsAWindowInsteadWhereThereIsNoneReadsSo() {
        desk.sources = new SourceList(List.of(SCREEN), List.of());
        model.sources().refresh();
        assertThat(model.sources().ownWindowSeen().get()).isTrue();
        model.sources().windowInstead();
        assertThat(model.sources().kind().get()).isEqualTo(Kind.WINDOW);
        assertThat(chosen().kind()).isEqualTo(Kind.SCREEN);
    }

    @Test
    void theTopmostWindowIsChosenAndNamesTheGameSoThatOneButtonIsLeft() {
        model.sources().refresh();
        assertThat(model.sources().all())
                .extracting(SourceChoice::title)
                .containsExactly("Freedoom", "Chess", ":5.0", "");
        assertThat(model.game().get()).isEqualTo("Freedoom");
        model.goLive();
        assertThat(live).singleElement().satisfies(options -> {
            assertThat(options.picture().source()).isEqualTo(new SourceSpec.WindowById(0x1c));
            assertThat(options.show().game()).isEqualTo("Freedoom");
            assertThat(options.show().title()).isEqualTo("Freedoom");
            assertThat(options.show().admission()).isEqualTo(Admission.OPEN);
            assertThat(options.show().thumbnail()).isFalse();
            assertThat(options.picture().size()).isEqualTo(new Size(1280, 720));
        });
    }

    @Test
    void aGuessFollowsTheSourceAndWhatWasTypedStays() {
        model.sources().refresh();
        model.sources().chosen().set(model.sources().all().get(1));
        assertThat(model.game().get()).isEqualTo("Chess");
        model.game().set("Blitz chess");
        model.sources().chosen().set(model.sources().all().getFirst());
        assertThat(model.game().get()).isEqualTo("Blitz chess");
    }

    @ParameterizedTest
    @CsvSource({"Freedoom - Chocolate Doom 3.0, Freedoom", "Half-Life, Half-Life", "' - ', -"})
    void ofATitleOnlyTheGameIsGuessed(String title, String game) {
        desk.sources = new SourceList(List.of(), List.of(new SourceList.Window(1, title, new Size(640, 480))));
        model.sources().refresh();
        assertThat(model.game().get()).isEqualTo(game);
    }

    @Test
    void whatIsMissingIsNamedAndNothingGoesLive() {
        model.goLive();
        assertThat(model.missing().get()).isEqualTo(Missing.SOURCE);
        desk.sources = new SourceList(List.of(SCREEN), List.of());
        model.sources().refresh();
        model.goLive();
        assertThat(model.missing().get()).isEqualTo(Missing.GAME);
        assertThat(live).isEmpty();
        model.game().set("Doom");
        model.askFirst().set(true);
        model.thumbnail().set(true);
        model.goLive();
        assertThat(model.missing().get()).isNull();
        assertThat(live.getFirst().show().thumbnail()).isTrue();
        assertThat(live.getFirst().show().admission()).isEqualTo(Admission.ASK);
    }

    @Test
    void aChosenSourceStaysChosenWhenTheListChangesAndIsReplacedWhenItIsGone() {
        model.sources().refresh();
        model.sources().chosen().set(model.sources().all().get(1));
        desk.sources = new SourceList(List.of(SCREEN), List.of(CHESS));
        model.sources().refresh();
        assertThat(chosen().title()).isEqualTo("Chess");
        desk.sources = new SourceList(List.of(SCREEN), List.of());
        model.sources().refresh();
        assertThat(chosen().kind()).isEqualTo(Kind.SCREEN);
        assertThat(model.sources().kind().get()).isEqualTo(Kind.SCREEN);
    }

    @Test
    void withoutADisplayThereIsTheSceneAndOtherTroubleIsTold() {
        desk.failure = new MediaException(MediaException.NO_DISPLAY, "There is no display.", "Give one.");
        model.sources().refresh();
        assertThat(model.sources().problem().get()).isNull();
        assertThat(chosen().kind()).isEqualTo(Kind.SCENE);
        desk.failure =
                new MediaException(MediaException.CAPTURE_UNAVAILABLE, "Libraries are missing.", "Install them.");
        model.sources().refresh();
        assertThat(requireNonNull(model.sources().problem().get()).remedy()).isEqualTo("Install them.");
        assertThat(model.sources().all()).hasSize(1);
    }

    @Test
    void aFileIsChosenAsSoonAsItIsTakenAndStaysInTheList() {
        model.sources().refresh();
        model.sources().file(Path.of("/films/match.mkv"));
        assertThat(chosen().spec()).isEqualTo(new SourceSpec.File(Path.of("/films/match.mkv")));
        model.sources().refresh();
        assertThat(chosen().title()).isEqualTo("match.mkv");
        model.sources().file(Path.of("/films/other.mkv"));
        assertThat(model.sources().all())
                .filteredOn(choice -> choice.kind() == Kind.FILE)
                .hasSize(1);
        model.game().set("Doom");
        model.goLive();
        // The file says itself how large its pictures are.
        assertThat(live.getFirst().picture().size()).isNull();
    }

    @Test
    void gamesOfTheCatalogueAreSuggestedOnceNobodyTypes() {
        model.game().set("do");
        assertThat(model.suggestions()).isEmpty();
        model.game().set("doo");
        passTime();
        assertThat(model.suggestions()).containsExactly("Doom", "Doom II");
        model.game().set("Doom II");
        passTime();
        assertThat(model.suggestions()).containsExactly("Doom II");
        desk.mediatorAway = true;
        model.game().set("Chess");
        passTime();
        assertThat(model.suggestions()).isEmpty();
    }

    @Test
    void thePreviewFollowsTheSourceAndTheSwitchAndIsGoneBeforeTheStreamBegins() {
        model.preview().open(_ -> {});
        model.sources().refresh();
        model.sources().chosen().set(model.sources().all().get(1));
        assertThat(desk.previews).containsExactly("open window:id=0x1c", "close window:id=0x1c", "open window:id=0x1d");
        desk.previews.clear();
        model.preview().wanted().set(false);
        model.preview().wanted().set(true);
        requireNonNull(desk.previewFailed).accept(new MediaException("window-closed", "It was closed.", "Another."));
        assertThat(requireNonNull(model.preview().problem().get()).cause()).isEqualTo("It was closed.");
        model.goLive();
        assertThat(desk.previews)
                .containsExactly("close window:id=0x1d", "open window:id=0x1d", "close window:id=0x1d");
        assertThat(live).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 1280x720, 1280x720, 60",
        "AUTO, 2560x1440, 1920x1080, 60",
        "SMOOTH_720, 2560x1440, 1280x720, 60",
        "SMOOTH_1080, 1280x720, 1280x720, 60",
        "THRIFTY_480, 1280x720, 854x480, 30",
        "CUSTOM, 2560x1440, 2560x1440, 60",
    })
    void aPresetSaysWhatIsSent(Quality quality, String ofSource, String sent, int fps) {
        Size size = Size.parse(ofSource);
        StreamOptions.Picture picture = model.quality().picture(quality, new SourceSpec.Scene(), size, null);
        assertThat(picture.size()).hasToString(sent);
        assertThat(picture.capture().fps()).isEqualTo(fps);
        assertThat(model.quality().kbps(quality, size)).isBetween(500, 23_000);
    }

    @Test
    void customIsAsTheUserSaysWithinBounds() {
        QualityModel quality = model.quality();
        quality.rows().set(Rows.ROWS_720);
        quality.rate().set(Rate.FPS_120);
        quality.mbps().set(12.5);
        Size source = new Size(1920, 1080);
        StreamOptions.Picture picture = quality.picture(Quality.CUSTOM, new SourceSpec.Scene(), source, null);
        assertThat(picture.size()).hasToString("1280x720");
        assertThat(picture.capture().fps()).isEqualTo(120);
        assertThat(picture.bitrateKbps()).isEqualTo(12_500);
        quality.mbps().set(4000);
        assertThat(quality.kbps(Quality.CUSTOM, source)).isEqualTo(QualityModel.BITRATE_MAX);
        quality.mbps().set(0.01);
        assertThat(quality.kbps(Quality.CUSTOM, source)).isEqualTo(QualityModel.BITRATE_MIN);
    }
}
