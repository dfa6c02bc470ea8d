package dev.peercade.desktop.preferences;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.store.PropertiesFile;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.theme.Appearance;
import dev.peercade.desktop.thread.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// What the user wants, by name: properties that outlive the program. A value in the file that makes no sense counts
/// as none. Both apps keep theirs in one file. Window's thread.
public final class Preferences {

    private final PropertiesFile file;
    private final Work work;
    private final Properties read = new Properties();
    private final Map<String, Property<?>> known = new HashMap<>();
    private final Map<String, String> unsaved = new HashMap<>();
    private final List<Runnable> whenSaved = new ArrayList<>();
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private boolean saving;

    /// Reads the file, which is a small one.
    public Preferences(UserFolders folders, Work work) {
        this.work = work;
        this.file = new PropertiesFile(folders.config().resolve("settings.properties"), "Settings of the windows");
        try {
            read.putAll(file.read());
        } catch (ProblemException e) {
            problem.set(e.problem());
        }
    }

    public ObjectProperty<Language> language() {
        return choice("language", Language.class, Language.SYSTEM);
    }

    public ObjectProperty<Appearance> appearance() {
        return choice("appearance", Appearance.class, Appearance.SYSTEM);
    }

    /// @param key always asked for with the same type
    public BooleanProperty flag(String key, boolean fallback) {
        return kept(key, new SimpleBooleanProperty(fallback), Boolean::valueOf, String::valueOf);
    }

    /// @param key always asked for with the same type
    public StringProperty text(String key, String fallback) {
        return kept(key, new SimpleStringProperty(fallback), Function.identity(), Function.identity());
    }

    /// @param key always asked for with the same type
    public DoubleProperty number(String key, double fallback) {
        return kept(key, new SimpleDoubleProperty(fallback), Double::valueOf, String::valueOf);
    }

    /// @param key always asked for with the same type
    public <E extends Enum<E>> ObjectProperty<E> choice(String key, Class<E> type, E fallback) {
        return kept(
                key,
                new SimpleObjectProperty<>(fallback),
                text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)),
                value -> value.name().toLowerCase(Locale.ROOT));
    }

    /// @param parse throws [IllegalArgumentException] where a text means nothing
    @SuppressWarnings("unchecked")
    private <T, P extends Property<? super T>> P kept(
            String key, P fresh, Function<String, T> parse, Function<T, String> print) {
        P before = (P) known.get(key);
        if (before != null) {
            return before;
        }
        String text = read.getProperty(key);
        if (text != null) {
            try {
                fresh.setValue(parse.apply(text));
            } catch (IllegalArgumentException e) {
                // Somebody has edited the file: the fallback stays.
            }
        }
        known.put(key, fresh);
        fresh.addListener((_, _, now) -> save(key, print.apply((T) now)));
        return fresh;
    }

    private void save(String key, String value) {
        unsaved.put(key, value);
        if (!saving) {
            saving = true;
            write();
        }
    }

    private void write() {
        Map<String, String> now = Map.copyOf(unsaved);
        unsaved.clear();
        work.run(
                () -> {
                    file.update(now);
                    return now;
                },
                _ -> written(null),
                e -> written(Problem.of(e)));
    }

    private void written(@Nullable Problem why) {
        problem.set(why);
        if (!unsaved.isEmpty()) {
            write();
            return;
        }
        saving = false;
        List.copyOf(whenSaved).forEach(Runnable::run);
        whenSaved.clear();
    }

    /// Runs this as soon as nothing is left to be written, or could not be.
    public void whenSaved(Runnable then) {
        if (saving) {
            whenSaved.add(then);
        } else {
            then.run();
        }
    }

    /// Why what was wanted last is not kept, or null.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }
}
