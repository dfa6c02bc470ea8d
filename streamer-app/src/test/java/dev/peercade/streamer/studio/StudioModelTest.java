package dev.peercade.streamer.studio;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.MediaException;
import dev.peercade.media.Size;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.studio.StudioModel.Missing;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudioModelTest {

    private static final SourceList.Window DOOM = new SourceList.Window(0x1c, "Freedoom", new Size(1280, 720));
    private static final SourceList.Window CHESS = new SourceList.Window(0x1d, "Chess", new Size(800, 600));
    private static final SourceList.Screen SCREEN = new SourceList.Screen(":5.0", new Size(2560, 1440));

    private final List<StreamOptions> live = new ArrayList<>();
    private SourceList sources = new SourceList(List.of(SCREEN), List.of(DOOM, CHESS));
    private @Nullable MediaException failure;

    private final StudioModel model = new StudioModel(
            new MediatorAccount(URI.create("http://127.0.0.1:1"), "anna", "a token", true, null),
            () -> {
                if (failure != null) {
                    throw failure;
                }
                return sources;
            },
            new Work(Runnable::run, Runnable::run),
            live::add);

    @Test
    void theTopmostWindowIsChosenAndNamesTheGameSoThatOneButtonIsLeft() {
        model.refresh();
        assertThat(model.sources()).extracting(SourceChoice::title).containsExactly("Freedoom", "Chess", ":5.0", "");
        assertThat(model.game().get()).isEqualTo("Freedoom");
        model.goLive();
        assertThat(live).singleElement().satisfies(options -> {
            assertThat(options.picture().source()).isEqualTo(new SourceSpec.WindowById(0x1c));
            assertThat(options.show()).isEqualTo(new StreamOptions.Show("Freedoom", "Freedoom", Admission.OPEN));
            assertThat(options.picture().size()).isEqualTo(new Size(1280, 720));
        });
    }

    @Test
    void aGuessFollowsTheSourceAndWhatWasTypedStays() {
        model.refresh();
        model.source().set(model.sources().get(1));
        assertThat(model.game().get()).isEqualTo("Chess");
        model.game().set("Blitz chess");
        model.source().set(model.sources().getFirst());
        assertThat(model.game().get()).isEqualTo("Blitz chess");
    }

    @Test
    void whatIsMissingIsNamedAndNothingGoesLive() {
        model.goLive();
        assertThat(model.missing().get()).isEqualTo(Missing.SOURCE);
        sources = new SourceList(List.of(SCREEN), List.of());
        model.refresh();
        model.goLive();
        assertThat(model.missing().get()).isEqualTo(Missing.GAME);
        assertThat(live).isEmpty();
        model.game().set("Doom");
        model.askFirst().set(true);
        model.goLive();
        assertThat(model.missing().get()).isNull();
        assertThat(live.getFirst().show().admission()).isEqualTo(Admission.ASK);
    }

    @Test
    void aChosenSourceStaysChosenWhenTheListChangesAndIsReplacedWhenItIsGone() {
        model.refresh();
        model.source().set(model.sources().get(1));
        sources = new SourceList(List.of(SCREEN), List.of(CHESS));
        model.refresh();
        assertThat(requireNonNull(model.source().get()).title()).isEqualTo("Chess");
        sources = new SourceList(List.of(SCREEN), List.of());
        model.refresh();
        assertThat(requireNonNull(model.source().get()).kind()).isEqualTo(SourceChoice.Kind.SCREEN);
    }

    @Test
    void withoutADisplayThereIsTheSceneAndOtherTroubleIsTold() {
        failure = new MediaException(MediaException.NO_DISPLAY, "There is no display.", "Give one.");
        model.refresh();
        assertThat(model.problem().get()).isNull();
        assertThat(requireNonNull(model.source().get()).kind()).isEqualTo(SourceChoice.Kind.SCENE);
        failure = new MediaException(MediaException.CAPTURE_UNAVAILABLE, "Libraries are missing.", "Install them.");
        model.refresh();
        assertThat(requireNonNull(model.problem().get()).remedy()).isEqualTo("Install them.");
        assertThat(model.sources()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTO, 1280x720, 1280x720, 60",
        "AUTO, 2560x1440, 1920x1080, 60",
        "SMOOTH_720, 2560x1440, 1280x720, 60",
        "THRIFTY_480, 1280x720, 854x480, 30",
    })
    void aPresetSaysWhatIsSent(Quality quality, String ofSource, String sent, int fps) {
        StreamOptions.Picture picture = quality.picture(new SourceSpec.Scene(), Size.parse(ofSource), null);
        assertThat(picture.size()).hasToString(sent);
        assertThat(picture.capture().fps()).isEqualTo(fps);
        assertThat(quality.kbps(Size.parse(ofSource))).isBetween(500, 13_000);
    }
}
