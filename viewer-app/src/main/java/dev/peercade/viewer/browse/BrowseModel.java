package dev.peercade.viewer.browse;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.session.StreamingSession;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Decides which sessions are shown, in which order. Window's thread.
public final class BrowseModel {

    /// What the screen is about.
    public enum State {
        /// Nothing has been heard of the mediator yet.
        LOADING,
        /// Nobody streams.
        EMPTY,
        /// Nothing fits what was searched for.
        NO_MATCH,
        LISTED,
        /// The list could not be had; what was listed before is gone.
        FAILED
    }

    public enum Order {
        NEWEST(Comparator.comparing(StreamingSession::createdAt).reversed()),
        MOST_VIEWERS(Comparator.comparingInt(StreamingSession::viewers).reversed()),
        STREAMER(Comparator.comparing(StreamingSession::streamer, String.CASE_INSENSITIVE_ORDER));

        private final Comparator<StreamingSession> comparator;

        Order(Comparator<StreamingSession> comparator) {
            this.comparator = comparator;
        }
    }

    private final Callable<List<StreamingSession>> list;
    private final Work work;
    private final Consumer<StreamingSession> picked;
    private final ObservableList<StreamingSession> shown = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<StreamingSession> shownForAll = FXCollections.unmodifiableObservableList(shown);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.LOADING);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.NEWEST);
    private List<StreamingSession> all = List.of();
    private boolean asking;

    /// @param list asks the mediator; blocks
    /// @param picked takes the session that the user wants to see
    public BrowseModel(Callable<List<StreamingSession>> list, Work work, Consumer<StreamingSession> picked) {
        this.list = list;
        this.work = work;
        this.picked = picked;
        search.subscribe(this::show);
        order.subscribe(this::show);
    }

    /// Asks for the list, unless that is under way.
    public void refresh() {
        if (asking) {
            return;
        }
        asking = true;
        work.run(
                list,
                sessions -> {
                    asking = false;
                    problem.set(null);
                    all = sessions;
                    state.set(State.EMPTY);
                    show();
                },
                e -> {
                    asking = false;
                    all = List.of();
                    shown.clear();
                    problem.set(Problem.of(e));
                    state.set(State.FAILED);
                });
    }

    private void show() {
        if (state.get() == State.LOADING || state.get() == State.FAILED) {
            return;
        }
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        List<StreamingSession> found = all.stream()
                .filter(session -> fits(session, wanted))
                .sorted(order.get().comparator)
                .toList();
        if (!found.equals(List.copyOf(shown))) {
            shown.setAll(found);
        }
        state.set(all.isEmpty() ? State.EMPTY : found.isEmpty() ? State.NO_MATCH : State.LISTED);
    }

    private static boolean fits(StreamingSession session, String wanted) {
        return List.of(session.title(), session.streamer(), session.game().name()).stream()
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /// The user wants to see this one.
    public void pick(StreamingSession session) {
        picked.accept(session);
    }

    public ObservableList<StreamingSession> shown() {
        return shownForAll;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// In title, streamer and game, upper and lower case alike.
    public StringProperty search() {
        return search;
    }

    public ObjectProperty<Order> order() {
        return order;
    }
}
