package dev.peercade.streamer.air;

import dev.peercade.desktop.text.Texts;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;

/// How this screen says things.
record Words(Texts texts) {

    /// A text that follows the language, and what else it depends on.
    StringBinding bind(Callable<String> text, Observable... on) {
        Observable[] all = Arrays.copyOf(on, on.length + 1);
        all[on.length] = texts.language();
        return Bindings.createStringBinding(text, all);
    }

    String now(String key, Object... values) {
        return texts.now(key, values);
    }

    /// Such as `3:07`, and `1:03:07` from an hour on.
    static String clock(Duration time) {
        return time.toHours() > 0
                ? "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart())
                : "%d:%02d".formatted(time.toMinutes(), time.toSecondsPart());
    }

    String mbits(long kbps) {
        return texts.now("air.mbits", kbps / 1000.0);
    }

    /// @param hidden whether names are not to be seen
    String name(Viewer viewer, boolean hidden) {
        return hidden ? texts.now("air.viewer.hidden", viewer.number()) : viewer.name();
    }

    /// Such as `direct, same network (the first that works)`.
    String path(Viewer.Way way) {
        return texts.now("air.way", texts.now("rung." + way.rung()), texts.now("why." + way.why()));
    }
}
