package dev.peercade.peer.session;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Which encoding each viewer gets, and what each encoding may spend, so that a viewer behind a narrow path spoils
/// nothing for the others: who takes much less than the best gets a second encoding. Told the time; decision 26.
final class Renditions {

    static final int MAIN = 0;
    static final int LOW = 1;

    /// Below this share of what the best viewer takes, the better picture of the others is worth a second encoder.
    private static final double APART = 0.6;

    /// Beyond this share the two are as good as one.
    private static final double TOGETHER = 0.8;

    private static final Duration BEFORE_DOWN = Duration.ofMillis(300);

    /// Longer than a path that has been tried in vain takes to show it.
    private static final Duration BEFORE_UP = Duration.ofSeconds(5);

    private static final class Viewer {
        private int kbps;
        private int current = MAIN;
        private int wanted = MAIN;
        /// Since when it would be better off with the other one.
        private @Nullable MonoTime otherSince;

        private Viewer(int kbps) {
            this.kbps = kbps;
        }
    }

    private final int ceilingKbps;
    private final Map<UUID, Viewer> viewers = new LinkedHashMap<>();
    private final Set<Integer> keyframes = new TreeSet<>();

    /// @param ceilingKbps what the streamer wants to spend at most
    Renditions(int ceilingKbps) {
        this.ceilingKbps = ceilingKbps;
    }

    /// What this viewer's path takes from now on; a viewer not known yet begins with the main encoding.
    void takes(UUID viewer, int kbps) {
        viewers.computeIfAbsent(viewer, _ -> new Viewer(kbps)).kbps = Math.min(kbps, ceilingKbps);
    }

    void remove(UUID viewer) {
        viewers.remove(viewer);
    }

    /// Whether nobody is known yet.
    boolean isEmpty() {
        return viewers.isEmpty();
    }

    /// Whether a picture is for this viewer, who changes over with a keyframe.
    boolean isFor(UUID viewer, int rendition, boolean keyframe) {
        Viewer known = viewers.get(viewer);
        if (known == null) {
            return rendition == MAIN;
        }
        if (keyframe && rendition == known.wanted) {
            known.current = rendition;
        }
        return rendition == known.current;
    }

    int of(UUID viewer) {
        Viewer known = viewers.get(viewer);
        return known == null ? MAIN : known.wanted;
    }

    /// What each encoding may spend, in 1000 bits a second; the second is there only while somebody needs it. While
    /// nobody is there to judge by, what the streamer wants: it may record.
    List<Integer> decide(MonoTime now) {
        int best =
                viewers.values().stream().mapToInt(viewer -> viewer.kbps).max().orElse(0);
        if (best == 0) {
            return List.of(ceilingKbps);
        }
        for (Viewer viewer : viewers.values()) {
            int before = viewer.wanted;
            move(viewer, best, now);
            if (viewer.wanted != before) {
                keyframes.add(viewer.wanted);
            }
        }
        int main = lowest(MAIN, APART * best, best);
        boolean lowUsed = viewers.values().stream().anyMatch(viewer -> viewer.wanted == LOW || viewer.current == LOW);
        return lowUsed ? List.of(main, lowest(LOW, 0, main)) : List.of(main);
    }

    /// Of which a keyframe is needed, so that somebody can change over, since the last call.
    Set<Integer> takeKeyframes() {
        Set<Integer> taken = Set.copyOf(keyframes);
        keyframes.clear();
        return taken;
    }

    private static void move(Viewer viewer, int best, MonoTime now) {
        boolean misplaced = viewer.wanted == MAIN ? viewer.kbps < APART * best : viewer.kbps > TOGETHER * best;
        if (!misplaced) {
            viewer.otherSince = null;
            return;
        }
        MonoTime since = viewer.otherSince == null ? now : viewer.otherSince;
        viewer.otherSince = since;
        Duration patience = viewer.wanted == MAIN ? BEFORE_DOWN : BEFORE_UP;
        if (now.nanosSince(since) >= patience.toNanos()) {
            viewer.wanted = viewer.wanted == MAIN ? LOW : MAIN;
            viewer.otherSince = null;
        }
    }

    /// Of those who want it, but for those who are about to leave it.
    private int lowest(int rendition, double atLeast, int otherwise) {
        return viewers.values().stream()
                .filter(viewer -> viewer.wanted == rendition && viewer.kbps >= atLeast)
                .mapToInt(viewer -> viewer.kbps)
                .min()
                .orElse(otherwise);
    }
}
