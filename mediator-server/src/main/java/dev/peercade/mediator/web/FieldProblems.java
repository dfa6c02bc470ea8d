package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with a body, so that a person sees all of it at once.
public final class FieldProblems {

    /// Enough for a person; what strangers send must not make the answer grow.
    private static final int ERRORS_MAX = 20;

    private final List<FieldProblem> problems = new ArrayList<>();

    /// Notes the message unless the condition holds; says whether it did.
    public boolean require(boolean condition, String field, String message) {
        if (!condition && problems.size() < ERRORS_MAX) {
            problems.add(new FieldProblem(field, message));
        }
        return condition;
    }

    /// Requires a line of text: present, not blank, at most `max` characters, none of them a control, format or
    /// surrogate character, so that it can neither break a log line nor turn the direction of a screen's text.
    public void requireLine(@Nullable String value, int max, String field) {
        if (require(value != null && !value.isBlank(), field, "is missing") && value != null) {
            optionalLine(value, max, field);
        }
    }

    /// Requires a line of text where there is one.
    public void optionalLine(@Nullable String value, int max, String field) {
        if (value != null && require(value.length() <= max, field, "is longer than " + max + " characters")) {
            require(
                    value.codePoints().allMatch(FieldProblems::printable),
                    field,
                    "has characters that cannot be shown");
        }
    }

    private static boolean printable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> codePoint == 0x200D;
            default -> true;
        };
    }

    public boolean none() {
        return problems.isEmpty();
    }

    /// @throws ProblemException with this code when anything was noted
    public void throwIfAny(ProblemCode code) {
        if (!problems.isEmpty()) {
            String detail = problems.stream()
                    .map(each -> each.field() + " " + each.message())
                    .collect(Collectors.joining("; the field ", "The field ", "."));
            throw new ProblemException(code, detail, problems);
        }
    }
}
