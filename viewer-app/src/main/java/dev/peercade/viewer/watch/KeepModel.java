package dev.peercade.viewer.watch;

import dev.peercade.desktop.thread.Work;
import dev.peercade.media.MediaException;
import dev.peercade.media.keep.Album;
import dev.peercade.model.report.CommandEvent.Notice;
import dev.peercade.viewer.Viewing;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// Decides what is kept of what is watched. A recording goes on, in another file, when the session is joined
/// again. Window's thread.
public final class KeepModel {

    /// What [#recordedSeconds()] says while nothing is recorded.
    public static final int NOT_RECORDING = -1;

    private final Album album;
    private final Work work;
    private final Consumer<Notice> failed;
    private final StringProperty game = new SimpleStringProperty("");
    private final ReadOnlyIntegerWrapper recordedSeconds = new ReadOnlyIntegerWrapper(NOT_RECORDING);
    private @Nullable Viewing viewing;
    private boolean wanted;
    private @Nullable String file;

    /// @param failed told when there is no place for a file
    KeepModel(Album album, Work work, Consumer<Notice> failed) {
        this.album = album;
        this.work = work;
        this.failed = failed;
    }

    /// Another view has begun, or null: none.
    void follow(@Nullable Viewing begun) {
        viewing = begun;
    }

    /// Its first picture has come.
    void flows() {
        if (wanted) {
            record();
        }
    }

    public void snapshot() {
        withFile(() -> album.picture(game.get()), Viewing::snapshot);
    }

    /// Begins to record, or ends it.
    public void toggleRecording() {
        wanted = !wanted;
        if (wanted) {
            record();
        } else if (viewing != null) {
            viewing.stopRecording();
        }
    }

    private void record() {
        withFile(() -> album.recording(game.get()), (now, path) -> {
            if (wanted) {
                now.record(path);
            }
        });
    }

    private void withFile(Callable<Path> place, java.util.function.BiConsumer<Viewing, Path> use) {
        Viewing now = viewing;
        if (now == null) {
            return;
        }
        work.run(place, path -> use.accept(now, path), e -> {
            wanted = wanted && recordedSeconds.get() != NOT_RECORDING;
            failed.accept(new Notice(
                    e instanceof MediaException known ? known.code() : "internal",
                    0,
                    e instanceof MediaException known ? known.getMessage() + " " + known.remedy() : e.toString()));
        });
    }

    /// What the view tells of files.
    void tell(Notice notice) {
        switch (notice.code()) {
            case "recording-started" -> {
                file = notice.file();
                recordedSeconds.set(0);
            }
            case "recording-saved", "recording-empty" -> recordedSeconds.set(NOT_RECORDING);
            case MediaException.DISK_FULL, MediaException.WRITE_FAILED, "internal" -> {
                if (file != null && Objects.equals(notice.file(), file)) {
                    wanted = false;
                    recordedSeconds.set(NOT_RECORDING);
                }
            }
            default -> {}
        }
    }

    /// A second has passed.
    void tick() {
        if (recordedSeconds.get() != NOT_RECORDING) {
            recordedSeconds.set(recordedSeconds.get() + 1);
        }
    }

    /// By whose name files go.
    public StringProperty game() {
        return game;
    }

    public ReadOnlyIntegerProperty recordedSeconds() {
        return recordedSeconds.getReadOnlyProperty();
    }
}
