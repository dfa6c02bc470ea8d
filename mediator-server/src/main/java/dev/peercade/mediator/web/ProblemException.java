package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends a call with a problem document (RFC 9457). The detail is for the person who asked and never repeats what was
/// sent.
public final class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final transient List<FieldProblem> errors;
    private final @Nullable Duration retryAfter;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, List.of(), null);
    }

    public ProblemException(ProblemCode code, String detail, List<FieldProblem> errors) {
        this(code, detail, errors, null);
    }

    /// @param retryAfter sent as `Retry-After`, rounded up to seconds
    public ProblemException(ProblemCode code, String detail, Duration retryAfter) {
        this(code, detail, List.of(), retryAfter);
    }

    private ProblemException(
            ProblemCode code, String detail, List<FieldProblem> errors, @Nullable Duration retryAfter) {
        // An answer, not a fault: the stack would cost time for what strangers send.
        super(detail, null, false, false);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
    }

    public ProblemCode code() {
        return code;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
