package dev.peercade.streamer.studio;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.Picture;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Decides what the preview shows: the chosen source, unless the user has switched it off. Window's thread.
public final class PreviewModel {

    private final Studio studio;
    private final Work work;
    private final BooleanProperty wanted;
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private @Nullable SourceChoice source;
    private @Nullable Consumer<Picture> screen;
    private Studio.@Nullable Preview running;

    /// @param wanted whether there is a preview at all
    PreviewModel(Studio studio, Work work, BooleanProperty wanted) {
        this.studio = studio;
        this.work = work;
        this.wanted = wanted;
        wanted.addListener((_, _, _) -> again());
    }

    void show(@Nullable SourceChoice chosen) {
        source = chosen;
        again();
    }

    /// Begins.
    ///
    /// @param screen takes pictures, from a thread of the preview's
    public void open(Consumer<Picture> screen) {
        this.screen = screen;
        again();
    }

    /// Ends it for good; returns at once.
    public void close() {
        screen = null;
        again();
    }

    private void again() {
        if (running != null) {
            running.close();
            running = null;
        }
        problem.set(null);
        if (source != null && screen != null && wanted.get()) {
            running =
                    studio.preview(source.spec(), screen, e -> work.window().execute(() -> problem.set(Problem.of(e))));
        }
    }

    public BooleanProperty wanted() {
        return wanted;
    }

    /// Why nothing is seen, or null.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }
}
