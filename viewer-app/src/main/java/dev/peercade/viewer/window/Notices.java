package dev.peercade.viewer.window;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.toast.Toast;
import dev.peercade.desktop.toast.Toasts;
import dev.peercade.media.MediaException;
import dev.peercade.model.report.CommandEvent.Notice;
import org.jspecify.annotations.Nullable;

/// Decides which notices of a view become messages over the picture. Its end is told elsewhere.
final class Notices {

    private final Toasts toasts;
    private final Texts texts;

    Notices(Toasts toasts, Texts texts) {
        this.toasts = toasts;
        this.texts = texts;
    }

    void show(Notice notice) {
        Toast.Kind kind = kind(notice);
        if (kind != null) {
            String file = notice.file();
            String key = "notice." + notice.code();
            String text = file == null && kind == Toast.Kind.BAD ? notice.text() : texts.now(key, name(file));
            Problem problem = kind == Toast.Kind.BAD ? new Problem(notice.code(), notice.text(), "") : null;
            toasts.show(new Toast(kind, text, problem));
        }
    }

    private static String name(@Nullable String file) {
        return file == null ? "" : file;
    }

    static Toast.@Nullable Kind kind(Notice notice) {
        return switch (notice.code()) {
            case "snapshot-saved", "recording-saved", "mediator-back" -> Toast.Kind.GOOD;
            case "recording-started", "recording-goes-on", "snapshot-empty" -> Toast.Kind.INFO;
            case "recording-empty", "recording-behind", "mediator-away" -> Toast.Kind.WARNING;
            case MediaException.DISK_FULL, MediaException.WRITE_FAILED -> Toast.Kind.BAD;
            default -> null;
        };
    }
}
