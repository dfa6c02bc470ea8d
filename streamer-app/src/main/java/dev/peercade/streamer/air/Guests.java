package dev.peercade.streamer.air;

import dev.peercade.streamer.live.Guest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Who watches and who asks to, and what is said of it in passing. Window's thread.
public final class Guests {

    private final Consumer<News> news;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final ObservableList<Viewer> watching = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Viewer> watchingForAll = FXCollections.unmodifiableObservableList(watching);

    private final ObservableList<Viewer> asking = FXCollections.observableArrayList();
    private final ObservableList<Viewer> askingForAll = FXCollections.unmodifiableObservableList(asking);
    private int watchingAtMost;

    Guests(Consumer<News> news) {
        this.news = news;
    }

    void tell(List<Guest> now) {
        List<Viewer> all = now.stream().map(this::viewer).toList();
        List<Viewer> watch = all.stream().filter(viewer -> !viewer.asking()).toList();
        List<Viewer> ask = all.stream().filter(Viewer::asking).toList();
        added(watching, watch).forEach(viewer -> news.accept(new News.Joined(viewer)));
        added(watch, watching).forEach(viewer -> news.accept(new News.Left(viewer)));
        added(asking, ask).forEach(viewer -> news.accept(new News.Asks(viewer)));
        watchingAtMost = Math.max(watchingAtMost, watch.size());
        put(watch, watching);
        put(ask, asking);
    }

    private Viewer viewer(Guest guest) {
        return Viewer.of(guest, numbers.computeIfAbsent(guest.name(), _ -> numbers.size() + 1));
    }

    private static List<Viewer> added(List<Viewer> before, List<Viewer> after) {
        Set<String> names = before.stream().map(Viewer::name).collect(Collectors.toCollection(HashSet::new));
        return after.stream().filter(viewer -> !names.contains(viewer.name())).toList();
    }

    private static void put(List<Viewer> now, ObservableList<Viewer> shown) {
        if (!now.equals(List.copyOf(shown))) {
            shown.setAll(now);
        }
    }

    /// Nobody is left, and that is no news.
    void ended() {
        watching.clear();
        asking.clear();
    }

    /// In the order in which they came.
    public ObservableList<Viewer> watching() {
        return watchingForAll;
    }

    /// In the order in which they came.
    public ObservableList<Viewer> asking() {
        return askingForAll;
    }

    int watchingAtMost() {
        return watchingAtMost;
    }
}
