package dev.peercade.streamer.live;

import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.time.MonoTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who watches and who asks to, in the order in which they came. Not thread-safe.
public final class Audience {

    /// Viewers report on losses once a second or less often: over fewer seconds the figure would jump.
    private static final int LOSS_SECONDS = 5;

    private record Sample(MonoTime at, PathFigures path) {}

    private static final class Visitor {

        private final UUID request;
        private final boolean asking;
        private final MonoTime since;
        /// One a second, the newest last.
        private final Deque<Sample> samples = new ArrayDeque<>();

        Visitor(UUID request, boolean asking, MonoTime since) {
            this.request = request;
            this.asking = asking;
            this.since = since;
        }

        void sample(PathFigures path, MonoTime now) {
            samples.add(new Sample(now, path));
            if (samples.size() > LOSS_SECONDS + 1) {
                samples.remove();
            }
        }

        Guest.@Nullable Way way() {
            Sample last = samples.peekLast();
            PathFigures.Way taken = last == null ? null : last.path().way();
            if (last == null || taken == null) {
                return null;
            }
            Sample before = last;
            for (Sample sample : samples) {
                before = sample == last ? before : sample;
            }
            return new Guest.Way(
                    taken, last.path().roundTripMs(), kbps(before, last), lossPercent(samples.getFirst(), last));
        }

        private static long kbps(Sample from, Sample to) {
            long nanos = to.at().nanosSince(from.at());
            return nanos <= 0 ? 0 : Math.round((to.path().bytes() - from.path().bytes()) * 8 * 1e6 / nanos);
        }

        private static double lossPercent(Sample from, Sample to) {
            long sent = to.path().packets() - from.path().packets();
            long lost = to.path().packetsLost() - from.path().packetsLost();
            return sent <= 0 ? 0 : Math.clamp(100.0 * lost / sent, 0, 100);
        }
    }

    private final Map<String, Visitor> visitors = new LinkedHashMap<>();

    public void asks(String name, UUID request, MonoTime now) {
        visitors.put(name, new Visitor(request, true, now));
    }

    public void joins(String name, UUID request, MonoTime now) {
        visitors.remove(name);
        visitors.put(name, new Visitor(request, false, now));
    }

    /// Somebody is gone; another request of the same name stays.
    public void leaves(String name, UUID request) {
        Visitor visitor = visitors.get(name);
        if (visitor != null && visitor.request.equals(request)) {
            visitors.remove(name);
        }
    }

    /// The request of somebody who asks, or null.
    public @Nullable UUID asking(String name) {
        Visitor visitor = visitors.get(name);
        return visitor != null && visitor.asking ? visitor.request : null;
    }

    /// The request of somebody who watches, or null.
    public @Nullable UUID watching(String name) {
        Visitor visitor = visitors.get(name);
        return visitor != null && !visitor.asking ? visitor.request : null;
    }

    public boolean watched() {
        return visitors.values().stream().anyMatch(visitor -> !visitor.asking);
    }

    /// Takes the figures of the last second. Once a second.
    ///
    /// @param paths by request
    public void sample(Map<UUID, PathFigures> paths, MonoTime now) {
        for (Visitor visitor : visitors.values()) {
            PathFigures path = paths.get(visitor.request);
            if (path != null && !visitor.asking) {
                visitor.sample(path, now);
            }
        }
    }

    public List<Guest> guests(MonoTime now) {
        List<Guest> guests = new ArrayList<>();
        visitors.forEach((name, visitor) ->
                guests.add(new Guest(name, visitor.asking, now.since(visitor.since), visitor.way())));
        return guests;
    }
}
