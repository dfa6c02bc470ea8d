package dev.peercade.peer.punch;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A table that forgets: each row after a time, and the one changed longest ago where there are too many. Not
/// thread-safe.
final class RecentRows<K, V> {

    private final int max;
    private final Duration memory;
    private final Function<V, MonoTime> changedAt;

    // In the order of the latest change, the eldest first.
    private final Map<K, V> rows = new LinkedHashMap<>();

    RecentRows(int max, Duration memory, Function<V, MonoTime> changedAt) {
        this.max = max;
        this.memory = memory;
        this.changedAt = changedAt;
    }

    @Nullable
    V get(K key, MonoTime now) {
        V row = rows.get(key);
        return row == null || isOld(row, now) ? null : row;
    }

    void put(K key, V row, MonoTime now) {
        rows.remove(key);
        Iterator<V> eldest = rows.values().iterator();
        while (eldest.hasNext() && (isOld(eldest.next(), now) || rows.size() >= max)) {
            eldest.remove();
        }
        rows.put(key, row);
    }

    void removeIf(K key, Predicate<V> condition) {
        V row = rows.get(key);
        if (row != null && condition.test(row)) {
            rows.remove(key);
        }
    }

    int size() {
        return rows.size();
    }

    private boolean isOld(V row, MonoTime now) {
        return now.nanosSince(changedAt.apply(row)) >= memory.toNanos();
    }
}
