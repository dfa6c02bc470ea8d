package dev.peercade.viewer.browse;

import dev.peercade.desktop.thread.Work;
import dev.peercade.model.session.StreamingSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/// The thumbnails of sessions: each is fetched when it is first asked for and when it has changed, a few at a
/// time, and the ones asked for longest ago are forgotten. JavaFX thread.
public final class Thumbnails {

    /// Asks the mediator; blocks.
    @FunctionalInterface
    public interface Source {

        /// @return a JPEG file, or null where there is none
        byte @Nullable [] fetch(UUID session) throws Exception;
    }

    static final int AT_ONCE = 3;

    /// At half a megabyte each, a few screens full.
    static final int KEPT = 60;

    private final Source source;
    private final Work work;
    private final Queue<Thumbnail> waiting = new ArrayDeque<>();
    private final Map<UUID, Thumbnail> kept = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Thumbnail> eldest) {
            return size() > KEPT;
        }
    };
    private int fetching;

    private static final class Thumbnail {

        private final UUID session;
        private final ObjectProperty<@Nullable Image> image = new SimpleObjectProperty<>();
        private @Nullable Instant asked;

        Thumbnail(UUID session) {
            this.session = session;
        }
    }

    public Thumbnails(Source source, Work work) {
        this.source = source;
        this.work = work;
    }

    /// The session's thumbnail, or null as long as there is none. Ask again when the session has changed.
    public ReadOnlyObjectProperty<@Nullable Image> of(StreamingSession session) {
        Thumbnail thumbnail = kept.computeIfAbsent(session.id(), Thumbnail::new);
        if (!Objects.equals(thumbnail.asked, session.thumbnailAt())) {
            thumbnail.asked = session.thumbnailAt();
            if (thumbnail.asked == null) {
                thumbnail.image.set(null);
            } else {
                waiting.add(thumbnail);
                fetchNext();
            }
        }
        return thumbnail.image;
    }

    private void fetchNext() {
        while (fetching < AT_ONCE && !waiting.isEmpty()) {
            Thumbnail thumbnail = waiting.remove();
            fetching++;
            work.run(
                    () -> Jpeg.decode(source.fetch(thumbnail.session)),
                    image -> {
                        thumbnail.image.set(image);
                        fetched();
                    },
                    // What was there before does; the next one comes soon.
                    _ -> fetched());
        }
    }

    private void fetched() {
        fetching--;
        fetchNext();
    }
}
