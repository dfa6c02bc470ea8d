package dev.peercade.peer.doctor;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that was found out. It is made of constants and numbers alone, so that it can be shown to anyone.
///
/// @param node the number of the relay node that it is about, from 1 on; 0 where it is about none
/// @param figures those that the sentence names, and perhaps more
public record Finding(Statement statement, int node, Map<Figure, Double> figures) {

    public Finding {
        figures = figures.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(figures));
    }

    public static Finding of(Statement statement) {
        return new Finding(statement, 0, Map.of());
    }

    static Finding of(Statement statement, Figure figure, double number) {
        return new Finding(statement, 0, Map.of(figure, number));
    }

    public Subject subject() {
        return statement.subject();
    }

    public Verdict verdict() {
        return statement.verdict();
    }

    /// What was found, in a sentence.
    public String sentence() {
        return sentence(statement.sentence(), Locale.ROOT);
    }

    /// The same in another language.
    ///
    /// @param words the sentence of its statement there, with the names of figures in braces
    public String sentence(String words, Locale language) {
        String text = words.replace("{node}", Integer.toString(node));
        for (Map.Entry<Figure, Double> figure : figures.entrySet()) {
            text = text.replace("{" + figure.getKey() + "}", number(figure.getValue(), language));
        }
        return text;
    }

    /// What to do about it, in a sentence; null where all is well.
    public @Nullable String remedy() {
        return statement.remedy();
    }

    /// The sentence, and the remedy below it.
    public List<String> lines() {
        String line = "  %-8s %s".formatted(verdict(), sentence());
        String remedy = remedy();
        return remedy == null ? List.of(line) : List.of(line, "             " + remedy);
    }

    /// As exact as it says something: below ten with one digit after the point, unless that is 0.
    private static String number(double value, Locale language) {
        double rounded = Math.abs(value) < 10 ? Math.round(value * 10) / 10.0 : Math.round(value);
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : String.format(language, "%.1f", rounded);
    }
}
