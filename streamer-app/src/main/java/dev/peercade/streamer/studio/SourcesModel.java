package dev.peercade.streamer.studio;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.video.Still;
import dev.peercade.media.MediaException;
import dev.peercade.media.SourceList;
import dev.peercade.streamer.studio.SourceChoice.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides what can be chosen to be shown, and what is. Window's thread.
public final class SourcesModel {

    private final Studio studio;
    private final Work work;
    private final ObservableList<SourceChoice> all = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<SourceChoice> allForAll = FXCollections.unmodifiableObservableList(all);
    private final ObjectProperty<@Nullable SourceChoice> chosen = new SimpleObjectProperty<>();
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.WINDOW);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper ownWindowSeen = new ReadOnlyBooleanWrapper();
    private final Map<SourceChoice, ReadOnlyObjectWrapper<@Nullable Still>> stills = new HashMap<>();
    private @Nullable SourceChoice file;
    private boolean looking;

    SourcesModel(Studio studio, Work work) {
        this.studio = studio;
        this.work = work;
        chosen.subscribe(now -> {
            if (now != null) {
                kind.set(now.kind());
            }
            ownWindowSeen.set(now != null && now.kind() == Kind.SCREEN && !studio.isOwnWindowLeftOut());
        });
    }

    /// Looks again what can be captured, unless that is under way.
    public void refresh() {
        if (looking) {
            return;
        }
        looking = true;
        work.run(studio::sources, this::found, e -> {
            // Without a display there is still the scene, and nothing to complain of.
            boolean headless =
                    e instanceof MediaException failed && failed.code().equals(MediaException.NO_DISPLAY);
            found(new SourceList(List.of(), List.of()));
            problem.set(headless ? null : Problem.of(e));
        });
    }

    private void found(SourceList list) {
        looking = false;
        problem.set(null);
        List<SourceChoice> now = new ArrayList<>();
        list.windows().forEach(window -> now.add(SourceChoice.of(window)));
        list.screens().forEach(screen -> now.add(SourceChoice.of(screen)));
        if (file != null) {
            now.add(file);
        }
        now.add(SourceChoice.scene());
        if (!now.equals(List.copyOf(all))) {
            all.setAll(now);
            stills.keySet().retainAll(now);
        }
        SourceChoice before = chosen.get();
        chosen.set(before != null && now.contains(before) ? before : now.getFirst());
        draw(new ArrayList<>(now));
    }

    /// One after the other: whoever chooses should not have to wait for the machine.
    private void draw(List<SourceChoice> left) {
        if (left.isEmpty()) {
            return;
        }
        SourceChoice next = left.removeFirst();
        work.run(
                () -> studio.still(next.spec()),
                picture -> {
                    wrapper(next).set(picture);
                    draw(left);
                },
                // It may have been closed meanwhile; its name is still there to be read.
                _ -> draw(left));
    }

    /// Takes a video file, and chooses it.
    public void file(Path path) {
        if (file != null) {
            all.remove(file);
        }
        SourceChoice taken = SourceChoice.of(path);
        file = taken;
        all.add(Math.max(0, all.size() - 1), taken);
        chosen.set(taken);
        draw(new ArrayList<>(List.of(taken)));
    }

    /// Chooses a window instead, the topmost; where there is none, that is said where windows are.
    public void windowInstead() {
        kind.set(Kind.WINDOW);
        all.stream().filter(choice -> choice.kind() == Kind.WINDOW).findFirst().ifPresent(chosen::set);
    }

    /// A small picture of it, or null while there is none.
    public ReadOnlyObjectProperty<@Nullable Still> still(SourceChoice choice) {
        return wrapper(choice).getReadOnlyProperty();
    }

    private ReadOnlyObjectWrapper<@Nullable Still> wrapper(SourceChoice choice) {
        return stills.computeIfAbsent(choice, _ -> new ReadOnlyObjectWrapper<>());
    }

    /// Windows, the topmost first, then screens, the file if one was taken, and the scene.
    public ObservableList<SourceChoice> all() {
        return allForAll;
    }

    public ObjectProperty<@Nullable SourceChoice> chosen() {
        return chosen;
    }

    /// Whether viewers would see our own window too.
    public ReadOnlyBooleanProperty ownWindowSeen() {
        return ownWindowSeen.getReadOnlyProperty();
    }

    /// Which kind is looked at; follows what is chosen.
    public ObjectProperty<Kind> kind() {
        return kind;
    }

    /// Why there is less to choose from than there should be, or null.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }
}
