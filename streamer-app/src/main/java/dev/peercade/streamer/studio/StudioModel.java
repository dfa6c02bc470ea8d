package dev.peercade.streamer.studio;

import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.studio.SourceChoice.Kind;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides what goes live. Window's thread.
public final class StudioModel {

    /// What has to be chosen before going live.
    public enum Missing {
        SOURCE,
        GAME
    }

    /// The catalogue is asked when somebody stops typing, not at each letter.
    private static final Duration TYPING = Duration.ofMillis(250);

    private final MediatorAccount account;
    private final Studio studio;
    private final Work work;
    private final Consumer<StreamOptions> live;
    private final SourcesModel sources;
    private final PreviewModel preview;
    private final QualityModel quality;
    private final StringProperty game = new SimpleStringProperty("");
    private final StringProperty title = new SimpleStringProperty("");
    private final ObservableList<String> suggestions = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<String> suggestionsForAll = FXCollections.unmodifiableObservableList(suggestions);
    private final BooleanProperty askFirst;
    private final BooleanProperty thumbnail;
    private final ReadOnlyObjectWrapper<@Nullable Missing> missing = new ReadOnlyObjectWrapper<>();
    /// The last title of a window that was taken for the name of the game.
    private String guessed = "";

    /// @param live takes what the user wants to show
    public StudioModel(
            MediatorAccount account, Studio studio, Preferences preferences, Work work, Consumer<StreamOptions> live) {
        this.account = account;
        this.studio = studio;
        this.work = work;
        this.live = live;
        this.sources = new SourcesModel(studio, work);
        this.preview = new PreviewModel(studio, work, preferences.flag("streamer.preview", true));
        this.quality = new QualityModel(preferences);
        this.askFirst = preferences.flag("streamer.ask-first", false);
        this.thumbnail = preferences.flag("streamer.thumbnail", false);
        sources.chosen().subscribe(chosen -> {
            guessGame(chosen);
            preview.show(chosen);
        });
        game.subscribe(typed -> work.after(TYPING, () -> suggest(typed)));
    }

    /// Nobody should have to type what the window says; what somebody has typed stays.
    private void guessGame(@Nullable SourceChoice chosen) {
        boolean untouched = game.get().isBlank() || game.get().equals(guessed);
        if (untouched && chosen != null) {
            guessed = chosen.kind() == Kind.WINDOW ? name(chosen.title()) : "";
            game.set(guessed);
        }
    }

    /// Of a window's title, what stands before the name of the program that runs the game: `Freedoom - Chocolate Doom`.
    private static String name(String title) {
        String first = title.split(" [-\u2013\u2014|] ", 2)[0].strip();
        return first.isEmpty() ? title.strip() : first;
    }

    private void suggest(String typed) {
        if (!typed.equals(game.get())) {
            return;
        }
        work.run(
                () -> studio.games(typed.strip()),
                names -> {
                    if (typed.equals(game.get())) {
                        suggestions.setAll(names);
                    }
                },
                // Any name will do; that the mediator is away is said when something is wanted of it.
                _ -> suggestions.clear());
    }

    /// Goes live, or says what is missing.
    public void goLive() {
        SourceChoice chosen = sources.chosen().get();
        missing.set(chosen == null ? Missing.SOURCE : game.get().isBlank() ? Missing.GAME : null);
        if (chosen == null || missing.get() != null) {
            return;
        }
        preview.close();
        String shown = title.get().isBlank() ? game.get().strip() : title.get().strip();
        live.accept(new StreamOptions(
                account,
                new StreamOptions.Show(
                        game.get().strip(),
                        shown.substring(0, Math.min(StreamingSession.TITLE_MAX, shown.length())),
                        askFirst.get() ? Admission.ASK : Admission.OPEN,
                        thumbnail.get()),
                quality.picture(quality.quality().get(), chosen.spec(), chosen.size(), null),
                null,
                ConnectOptions.NORMAL));
    }

    public SourcesModel sources() {
        return sources;
    }

    public PreviewModel preview() {
        return preview;
    }

    public QualityModel quality() {
        return quality;
    }

    public StringProperty game() {
        return game;
    }

    /// Games of the catalogue that fit what is typed.
    public ObservableList<String> suggestions() {
        return suggestionsForAll;
    }

    /// What viewers read; empty for the game's name.
    public StringProperty title() {
        return title;
    }

    /// Whether viewers need the streamer's leave.
    public BooleanProperty askFirst() {
        return askFirst;
    }

    /// Whether the mediator gets a small picture of the stream now and then, for its list.
    public BooleanProperty thumbnail() {
        return thumbnail;
    }

    /// The first thing that was missing at the last attempt, or null.
    public ReadOnlyObjectProperty<@Nullable Missing> missing() {
        return missing.getReadOnlyProperty();
    }
}
