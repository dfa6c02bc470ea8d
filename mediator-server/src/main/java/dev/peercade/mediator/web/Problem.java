package dev.peercade.mediator.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.peercade.model.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A problem document (RFC 9457). Answers to wrong credentials are equal to the byte, so nothing in here varies
/// but by the code, the detail and the fields; only an internal error has a trace id, which stands beside the
/// log's stack.
///
/// @param code the stable name, of [ProblemCode]
/// @param remedy what a person can do about it
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        ProblemCode code,
        String detail,
        String remedy,
        List<FieldProblem> errors,
        @Nullable String traceId) {

    static Problem of(ProblemException exception) {
        return of(exception.code(), exception.detail(), exception.errors(), null);
    }

    static Problem of(ProblemCode code, String detail, List<FieldProblem> errors, @Nullable String traceId) {
        return new Problem(
                "urn:peercade:problem:" + code,
                title(code),
                code.httpStatus(),
                code,
                detail,
                code.remedy(),
                errors,
                traceId);
    }

    private static String title(ProblemCode code) {
        String words = code.toString().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
