package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The `statuses` parameter of lists: names with commas, in any case.
public final class StatusList {

    private static final int CHARS_MAX = 200;

    private StatusList() {}

    /// @param otherwise what an absent or empty parameter stands for
    /// @throws ProblemException MALFORMED_REQUEST
    public static <E extends Enum<E>> EnumSet<E> parse(@Nullable String text, Class<E> type, EnumSet<E> otherwise) {
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        EnumSet<E> statuses = EnumSet.noneOf(type);
        try {
            if (text.length() <= CHARS_MAX) {
                for (String name : text.split(",", -1)) {
                    statuses.add(Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT)));
                }
                return statuses;
            }
        } catch (IllegalArgumentException e) {
            // falls through: no such status
        }
        String expected = "must be some of " + EnumSet.allOf(type) + " with commas";
        throw new ProblemException(
                ProblemCode.MALFORMED_REQUEST,
                "The parameter statuses " + expected + ".",
                List.of(new FieldProblem("statuses", expected)));
    }
}
