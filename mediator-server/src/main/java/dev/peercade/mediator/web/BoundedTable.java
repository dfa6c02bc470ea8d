package dev.peercade.mediator.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A table keyed by what strangers send: it forgets the entry that was used longest ago rather than grow.
/// Thread-safe.
public final class BoundedTable<K, V> {

    private final Map<K, V> entries;

    public BoundedTable(int capacity) {
        entries = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > capacity;
            }
        };
    }

    public synchronized @Nullable V get(K key) {
        return entries.get(key);
    }

    public synchronized V getOrMake(K key, Function<K, V> make) {
        return entries.computeIfAbsent(key, make);
    }

    public synchronized void update(K key, V initial, UnaryOperator<V> change) {
        entries.put(key, change.apply(entries.getOrDefault(key, initial)));
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }

    public synchronized int size() {
        return entries.size();
    }
}
