package dev.peercade.streamer.air;

import dev.peercade.model.report.CommandEvent.Notice;
import dev.peercade.streamer.Broadcast;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// The recordings of one stream, one after the other. Window's thread.
public final class Recording {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH-mm-ss");
    private static final int NAME_MAX = 60;

    private final Broadcast broadcast;
    private final String game;
    private final Consumer<News> news;
    private final ObjectProperty<Path> folder =
            new SimpleObjectProperty<>(Path.of(System.getProperty("user.home"), "Videos", "Peercade"));
    private final ReadOnlyObjectWrapper<@Nullable Duration> length = new ReadOnlyObjectWrapper<>();
    private @Nullable Path file;
    private long sinceMs;

    Recording(Broadcast broadcast, String game, Consumer<News> news) {
        this.broadcast = broadcast;
        this.game = game;
        this.news = news;
    }

    /// Records into a new file of the folder, or ends the recording.
    public void toggle() {
        if (length.get() == null) {
            file = folder.get().resolve(name(game, LocalDateTime.now()));
            broadcast.record(file);
        } else {
            broadcast.stopRecording();
        }
    }

    /// Such as `2026-11-22 20-15-00 Doom.mkv`: sorted by time, and free of what some file system refuses.
    static String name(String game, LocalDateTime now) {
        String name = game.replaceAll("[^\\p{L}\\p{N} ._-]", "_").strip();
        int kept = Math.min(NAME_MAX, name.codePointCount(0, name.length()));
        return TIME.format(now) + " " + name.substring(0, name.offsetByCodePoints(0, kept)) + ".mkv";
    }

    void tell(Notice notice) {
        switch (notice.code()) {
            case "recording-started" -> {
                sinceMs = notice.atMs();
                length.set(Duration.ZERO);
            }
            case "recording-saved" -> {
                Path saved = file;
                if (saved != null) {
                    news.accept(new News.RecordingSaved(saved, Duration.ofMillis(notice.atMs() - sinceMs)));
                }
                length.set(null);
            }
            case "recording-behind", "recording-goes-on" -> news.accept(new News.Failed(notice.code(), notice.text()));
            default -> {
                if (notice.code().startsWith("recording-")) {
                    news.accept(new News.Failed(notice.code(), notice.text()));
                    length.set(null);
                }
            }
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

    /// Where files go; made where it is not there.
    public ObjectProperty<Path> folder() {
        return folder;
    }

    /// How long the recording that runs is by now, or null while none does.
    public ReadOnlyObjectProperty<@Nullable Duration> length() {
        return length.getReadOnlyProperty();
    }
}
