package dev.peercade.streamer.studio;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.MediaException;
import dev.peercade.media.Size;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.StreamOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
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

    /// What the built-in scene is drawn as.
    private static final Size SCENE = new Size(1280, 720);

    private final MediatorAccount account;
    private final Callable<SourceList> list;
    private final Work work;
    private final Consumer<StreamOptions> live;
    private final ObservableList<SourceChoice> sources = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<SourceChoice> sourcesForAll = FXCollections.unmodifiableObservableList(sources);
    private final ObjectProperty<@Nullable SourceChoice> source = new SimpleObjectProperty<>();
    private final StringProperty game = new SimpleStringProperty("");
    private final StringProperty title = new SimpleStringProperty("");
    private final ObjectProperty<Quality> quality = new SimpleObjectProperty<>(Quality.AUTO);
    private final BooleanProperty askFirst = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<@Nullable Missing> missing = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    /// The last title of a window that was taken for the name of the game.
    private String guessed = "";

    /// @param list what can be captured; blocks
    /// @param live takes what the user wants to show
    public StudioModel(MediatorAccount account, Callable<SourceList> list, Work work, Consumer<StreamOptions> live) {
        this.account = account;
        this.list = list;
        this.work = work;
        this.live = live;
        source.subscribe(this::guessGame);
    }

    /// Looks again what can be captured.
    public void refresh() {
        work.run(
                list,
                found -> {
                    problem.set(null);
                    show(found);
                },
                e -> {
                    problem.set(Problem.of(e));
                    // Without a display there is still the scene, and nothing to complain of.
                    if (e instanceof MediaException failed && failed.code().equals(MediaException.NO_DISPLAY)) {
                        problem.set(null);
                    }
                    show(new SourceList(List.of(), List.of()));
                });
    }

    private void show(SourceList found) {
        List<SourceChoice> all = new ArrayList<>();
        for (SourceList.Window window : found.windows()) {
            all.add(new SourceChoice(
                    SourceChoice.Kind.WINDOW, new SourceSpec.WindowById(window.id()), window.title(), window.size()));
        }
        for (SourceList.Screen screen : found.screens()) {
            all.add(new SourceChoice(
                    SourceChoice.Kind.SCREEN, new SourceSpec.Screen(null), screen.display(), screen.size()));
        }
        all.add(new SourceChoice(SourceChoice.Kind.SCENE, new SourceSpec.Scene(), "", SCENE));
        SourceChoice before = source.get();
        if (!all.equals(List.copyOf(sources))) {
            sources.setAll(all);
        }
        source.set(all.contains(before) ? before : all.getFirst());
    }

    /// Nobody should have to type what the window says; what somebody has typed stays.
    private void guessGame(@Nullable SourceChoice chosen) {
        boolean untouched = game.get().isBlank() || game.get().equals(guessed);
        if (untouched && chosen != null) {
            guessed = chosen.kind() == SourceChoice.Kind.WINDOW ? chosen.title().strip() : "";
            game.set(guessed);
        }
    }

    /// Goes live, or says what is missing.
    public void goLive() {
        SourceChoice chosen = source.get();
        missing.set(chosen == null ? Missing.SOURCE : game.get().isBlank() ? Missing.GAME : null);
        if (chosen == null || missing.get() != null) {
            return;
        }
        String shown = title.get().isBlank() ? game.get().strip() : title.get().strip();
        live.accept(new StreamOptions(
                account,
                new StreamOptions.Show(
                        game.get().strip(),
                        shown.substring(0, Math.min(StreamingSession.TITLE_MAX, shown.length())),
                        askFirst.get() ? Admission.ASK : Admission.OPEN),
                quality.get().picture(chosen.spec(), chosen.size(), null),
                null,
                true));
    }

    /// Windows, the topmost first, then screens, then the scene.
    public ObservableList<SourceChoice> sources() {
        return sourcesForAll;
    }

    public ObjectProperty<@Nullable SourceChoice> source() {
        return source;
    }

    public StringProperty game() {
        return game;
    }

    /// What viewers read; empty for the game's name.
    public StringProperty title() {
        return title;
    }

    public ObjectProperty<Quality> quality() {
        return quality;
    }

    /// Whether viewers need the streamer's leave.
    public BooleanProperty askFirst() {
        return askFirst;
    }

    /// The first thing that was missing at the last attempt, or null.
    public ReadOnlyObjectProperty<@Nullable Missing> missing() {
        return missing.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }
}
