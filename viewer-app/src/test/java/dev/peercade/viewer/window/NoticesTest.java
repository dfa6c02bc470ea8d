package dev.peercade.viewer.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.desktop.toast.Toast;
import dev.peercade.desktop.toast.Toasts;
import dev.peercade.model.report.CommandEvent.Notice;
import java.util.Locale;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;

class NoticesTest {

    private final Toasts toasts = new Toasts(new Work(Runnable::run, _ -> {}));
    private final Notices notices =
            new Notices(toasts, new Texts("dev.peercade.viewer.Texts", new SimpleObjectProperty<>(Locale.GERMAN)));

    @Test
    void whereAFileIsIsToldInTheUsersLanguage() {
        notices.show(new Notice("snapshot-saved", 1, "The picture is in '/x/a.png'.", "/x/a.png"));
        assertThat(toasts.shown()).containsExactly(new Toast(Toast.Kind.GOOD, "Bild behalten: /x/a.png"));
    }

    @Test
    void aFailureWithoutAFileIsToldAsItCameAndCanBeReported() {
        String text = "The folder '/x' cannot be made. Make it yourself.";
        notices.show(new Notice("write-failed", 1, text));
        assertThat(toasts.shown())
                .containsExactly(new Toast(Toast.Kind.BAD, text, new Problem("write-failed", text, "")));
    }

    @Test
    void whatTheScreenSaysAnywayIsNoMessage() {
        notices.show(new Notice("streamer-lost", 1, "The streamer has not answered for 30 s."));
        notices.show(new Notice("stun-silent", 1, "The STUN server does not answer."));
        assertThat(toasts.shown()).isEmpty();
    }
}
