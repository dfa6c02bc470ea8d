package dev.peercade.desktop.toast;

import dev.peercade.desktop.thread.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Decides which messages are shown. Few at once; what is shown or waits already is not said again. Window's thread.
public final class Toasts {

    /// Long enough to read two lines.
    private static final Duration SHOWN = Duration.ofSeconds(6);

    /// Long enough to do something about it, too.
    private static final Duration PROBLEM_SHOWN = Duration.ofSeconds(20);

    static final int SHOWN_MAX = 3;

    /// What waits longer than that is no news any more: the oldest is left out.
    static final int WAITING_MAX = 6;

    private final Work work;
    private final ObservableList<Toast> shown = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Toast> shownForAll = FXCollections.unmodifiableObservableList(shown);
    private final Deque<Toast> waiting = new ArrayDeque<>();

    public Toasts(Work work) {
        this.work = work;
    }

    public void show(Toast.Kind kind, String text) {
        show(new Toast(kind, text));
    }

    public void show(Toast toast) {
        if (Stream.concat(shown.stream(), waiting.stream()).anyMatch(toast::saysTheSameAs)) {
            return;
        }
        waiting.addLast(toast);
        if (waiting.size() > WAITING_MAX) {
            waiting.removeFirst();
        }
        next();
    }

    private void next() {
        while (shown.size() < SHOWN_MAX && !waiting.isEmpty()) {
            Toast toast = waiting.removeFirst();
            shown.add(toast);
            work.after(toast.problem() == null ? SHOWN : PROBLEM_SHOWN, () -> dismiss(toast));
        }
    }

    /// Takes it away, if it is still there.
    public void dismiss(Toast toast) {
        if (shown.remove(toast)) {
            next();
        }
    }

    /// The oldest first.
    public ObservableList<Toast> shown() {
        return shownForAll;
    }
}
