package dev.peercade.viewer.browse;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
        /// Nothing has been heard of the mediator yet, but only just.
        FRESH,
        /// Nothing has been heard of the mediator for so long that a person wonders.
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

    /// The value of [#game()] that leaves out none.
    public static final String ALL_GAMES = "";

    /// Waits shorter than that are not worth a word.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Callable<List<StreamingSession>> list;
    private final Work work;
    private final Clock clock;
    private final Consumer<StreamingSession> picked;
    private final ObservableList<StreamingSession> shown = FXCollections.observableArrayList();
    private final ObservableList<String> games = FXCollections.observableArrayList(ALL_GAMES);
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<StreamingSession> shownForAll = FXCollections.unmodifiableObservableList(shown);

    private final ObservableList<String> gamesForAll = FXCollections.unmodifiableObservableList(games);
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.FRESH);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Instant> now = new ReadOnlyObjectWrapper<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final StringProperty game = new SimpleStringProperty(ALL_GAMES);
    private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.NEWEST);
    private List<StreamingSession> all = List.of();
    private boolean asking;
    private boolean askAgain;
    private boolean pushed;

    /// @param list asks the mediator; blocks
    /// @param clock for the age of sessions
    /// @param picked takes the session that the user wants to see
    public BrowseModel(
            Callable<List<StreamingSession>> list, Work work, Clock clock, Consumer<StreamingSession> picked) {
        this.list = list;
        this.work = work;
        this.clock = clock;
        this.picked = picked;
        now.set(clock.instant());
        search.subscribe(this::show);
        game.subscribe(this::show);
        order.subscribe(this::show);
    }

    /// Asks for the list; where that is under way, once more afterwards.
    public void refresh() {
        if (asking) {
            askAgain = true;
            return;
        }
        asking = true;
        if (state.get() == State.FRESH) {
            work.after(PATIENCE, this::waited);
        }
        work.run(
                list,
                sessions -> {
                    problem.set(null);
                    all = sessions;
                    state.set(State.EMPTY);
                    show();
                    answered();
                },
                e -> {
                    all = List.of();
                    shown.clear();
                    problem.set(Problem.of(e));
                    state.set(State.FAILED);
                    answered();
                });
    }

    /// So long that a person wonders.
    void waited() {
        if (state.get() == State.FRESH) {
            state.set(State.LOADING);
        }
    }

    private void answered() {
        asking = false;
        if (askAgain) {
            askAgain = false;
            refresh();
        }
    }

    private boolean isKnown() {
        return state.get() != State.FRESH && state.get() != State.LOADING && state.get() != State.FAILED;
    }

    /// Some seconds have passed: ages have grown, and while nobody tells what changes the list is asked for.
    public void tick() {
        now.set(clock.instant());
        if (!pushed && !asking) {
            refresh();
        }
    }

    /// From now on somebody tells what changes. What was missed before is asked for.
    public void follow() {
        pushed = true;
        refresh();
    }

    /// Nobody tells any more.
    public void followNoMore() {
        pushed = false;
    }

    /// A session is new, different or over.
    public void changed(StreamingSession session) {
        List<StreamingSession> next = new ArrayList<>(all);
        next.removeIf(known -> known.id().equals(session.id()));
        if (session.status() == SessionStatus.READY || session.status() == SessionStatus.ACTIVE) {
            next.add(session);
        }
        all = List.copyOf(next);
        // An answer that is under way may be older than this.
        askAgain = asking;
        show();
    }

    private void show() {
        if (!isKnown()) {
            return;
        }
        showGames();
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        List<StreamingSession> found = all.stream()
                .filter(session -> fits(session, wanted))
                .sorted(order.get().comparator.thenComparing(StreamingSession::id))
                .toList();
        if (!found.equals(List.copyOf(shown))) {
            shown.setAll(found);
        }
        state.set(all.isEmpty() ? State.EMPTY : found.isEmpty() ? State.NO_MATCH : State.LISTED);
    }

    /// One by one: who has chosen a game keeps it chosen.
    private void showGames() {
        List<String> known = Stream.concat(
                        all.stream().map(session -> session.game().name()), Stream.of(game.get()))
                .filter(name -> !name.equals(ALL_GAMES))
                .distinct()
                .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))
                .toList();
        games.removeIf(name -> !name.equals(ALL_GAMES) && !known.contains(name));
        for (int i = 0; i < known.size(); i++) {
            if (!games.contains(known.get(i))) {
                games.add(i + 1, known.get(i));
            }
        }
    }

    private boolean fits(StreamingSession session, String wanted) {
        return (game.get().equals(ALL_GAMES) || game.get().equals(session.game().name()))
                && Stream.of(session.title(), session.streamer(), session.game().name())
                        .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    /// The user wants to see this one.
    public void pick(StreamingSession session) {
        picked.accept(session);
    }

    /// Shows all that there is.
    public void clearFilters() {
        search.set("");
        game.set(ALL_GAMES);
    }

    /// For how many minutes a session has been live.
    public long minutes(StreamingSession session) {
        return Math.max(0, Duration.between(session.createdAt(), now.get()).toMinutes());
    }

    public ObservableList<StreamingSession> shown() {
        return shownForAll;
    }

    /// Those that somebody plays, and the one that is chosen, after [#ALL_GAMES].
    public ObservableList<String> games() {
        return gamesForAll;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Changes when ages have to be told anew.
    public ReadOnlyObjectProperty<Instant> now() {
        return now.getReadOnlyProperty();
    }

    /// In title, streamer and game, upper and lower case alike.
    public StringProperty search() {
        return search;
    }

    /// Only sessions of this one are shown.
    public StringProperty game() {
        return game;
    }

    public ObjectProperty<Order> order() {
        return order;
    }
}
