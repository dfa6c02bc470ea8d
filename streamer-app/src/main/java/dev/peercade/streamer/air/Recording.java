package dev.peercade.streamer.air;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.MediaException;
import dev.peercade.media.keep.Album;
import dev.peercade.model.report.CommandEvent.Notice;
import dev.peercade.streamer.Broadcast;
import java.time.Duration;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The recordings of one stream, one after the other. Window's thread.
public final class Recording {

    private final Broadcast broadcast;
    private final Album album;
    private final String game;
    private final Work work;
    private final Consumer<News> news;
    private final ReadOnlyObjectWrapper<@Nullable Duration> length = new ReadOnlyObjectWrapper<>();
    private long sinceMs;

    /// @param album gives each a file
    /// @param game by whose name files go
    Recording(Broadcast broadcast, Album album, String game, Work work, Consumer<News> news) {
        this.broadcast = broadcast;
        this.album = album;
        this.game = game;
        this.work = work;
        this.news = news;
    }

    /// Records into a new file, or ends the recording.
    public void toggle() {
        if (length.get() == null) {
            work.run(() -> album.recording(game), broadcast::record, e -> failed(Problem.of(e)));
        } else {
            broadcast.stopRecording();
        }
    }

    private void failed(Problem why) {
        news.accept(new News.Failed(why.code(), why.cause() + " " + why.remedy()));
    }

    void tell(Notice notice) {
        switch (notice.code()) {
            case "recording-started" -> {
                sinceMs = notice.atMs();
                length.set(Duration.ZERO);
            }
            case "recording-saved" -> {
                length.set(null);
                news.accept(new News.RecordingSaved(
                        String.valueOf(notice.file()), Duration.ofMillis(notice.atMs() - sinceMs)));
            }
            case "recording-behind", "recording-goes-on" -> news.accept(new News.Failed(notice.code(), notice.text()));
            case "recording-empty", MediaException.DISK_FULL, MediaException.WRITE_FAILED, "internal" -> {
                if (notice.file() != null) {
                    length.set(null);
                    news.accept(new News.Failed(notice.code(), notice.text()));
                }
            }
            default -> {}
        }
    }

    void passed(long atMs) {
        if (length.get() != null) {
            length.set(Duration.ofMillis(atMs - sinceMs));
        }
    }

    void ended() {
        length.set(null);
    }

    /// How long the recording that runs is by now, or null while none does.
    public ReadOnlyObjectProperty<@Nullable Duration> length() {
        return length.getReadOnlyProperty();
    }
}
