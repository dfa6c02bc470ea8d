package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/// Every error that reaches Spring MVC becomes a problem document with a stable code.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final ProblemWriter problems;
    private final StorageFaults storage;

    ProblemAdvice(ProblemWriter problems, StorageFaults storage) {
        this.problems = problems;
        this.storage = storage;
    }

    @ExceptionHandler
    ResponseEntity<Problem> problem(ProblemException exception) {
        return problems.answer(exception);
    }

    /// Tomcat decodes the query only when somebody asks for it.
    @ExceptionHandler
    ResponseEntity<Problem> undecodable(InvalidParameterException exception) {
        return problems.answer(
                new ProblemException(ProblemCode.MALFORMED_REQUEST, "The query is not percent-encoded UTF-8."));
    }

    /// Spring Security's own filter answers these.
    @ExceptionHandler
    ResponseEntity<Problem> denied(AccessDeniedException exception) {
        throw exception;
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ResponseEntity<Problem> databaseAway(Exception exception) {
        if (storage.isOne(exception)) {
            return storageFull();
        }
        log.warn("The database does not answer: {}", exception.getClass().getSimpleName());
        return problems.answer(new ProblemException(
                ProblemCode.UNAVAILABLE, "The mediator's database does not answer.", java.time.Duration.ofSeconds(2)));
    }

    @ExceptionHandler
    ResponseEntity<Problem> unexpected(Exception exception) {
        if (storage.isOne(exception)) {
            return storageFull();
        }
        String traceId = UUID.randomUUID().toString();
        log.error("Call failed, traceId {}", traceId, exception);
        return problems.internal(traceId);
    }

    private ResponseEntity<Problem> storageFull() {
        log.warn("The database's disk is full or read-only: what peers ask for cannot be written");
        return problems.answer(new ProblemException(
                ProblemCode.STORAGE_FULL, "The mediator has no room to keep this; nothing was changed."));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException problem) {
                return raw(problems.answer(problem));
            }
        }
        List<FieldProblem> errors = List.of();
        String detail = "The body is not the JSON that this call expects.";
        if (exception.getCause() instanceof DatabindException databind) {
            String path = path(databind);
            if (!path.isEmpty()) {
                errors = List.of(new FieldProblem(path, "cannot be read as what this field holds"));
                detail = "The field " + path + " cannot be read as what it holds.";
            }
        } else if (exception.getCause() instanceof JacksonException) {
            detail = "The body is not well-formed JSON.";
        }
        return raw(problems.answer(new ProblemException(ProblemCode.MALFORMED_REQUEST, detail, errors)));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = exception.getPropertyName() == null ? "parameter" : exception.getPropertyName();
        if (name.equals("id")) {
            return raw(problems.answer(new ProblemException(ProblemCode.NOT_FOUND, "There is nothing with this id.")));
        }
        return raw(problems.answer(new ProblemException(
                ProblemCode.MALFORMED_REQUEST,
                "The parameter " + name + " cannot be read.",
                List.of(new FieldProblem(name, "cannot be read")))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception exception,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemException problem = switch (exception) {
            case HttpRequestMethodNotSupportedException e ->
                new ProblemException(
                        ProblemCode.METHOD_NOT_ALLOWED, "This path accepts " + allowed(e) + ", nothing else.");
            case HttpMediaTypeNotSupportedException e ->
                new ProblemException(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        "This call takes "
                                + e.getSupportedMediaTypes().stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(" or "))
                                + ".");
            case HttpMediaTypeNotAcceptableException e ->
                new ProblemException(ProblemCode.NOT_ACCEPTABLE, "This call has nothing of the media types asked for.");
            default -> forStatus(status, exception);
        };
        ResponseEntity<Problem> answer = problems.answer(problem);
        if (exception instanceof HttpRequestMethodNotSupportedException) {
            HttpHeaders merged = new HttpHeaders(answer.getHeaders());
            merged.setAllow(headers.getAllow());
            return raw(ResponseEntity.status(answer.getStatusCode())
                    .headers(merged)
                    .body(answer.getBody()));
        }
        return raw(answer);
    }

    private static ProblemException forStatus(HttpStatusCode status, Exception exception) {
        return switch (status.value()) {
            case 404 -> new ProblemException(ProblemCode.NOT_FOUND, "There is nothing at this path.");
            case 413 -> new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "The body is too large.");
            case 503 -> new ProblemException(ProblemCode.UNAVAILABLE, "The mediator is busy.");
            default -> {
                if (status.is5xxServerError()) {
                    log.error("Call failed with status {}", status.value(), exception);
                    yield new ProblemException(ProblemCode.INTERNAL, "The mediator failed; its log says why.");
                }
                yield new ProblemException(ProblemCode.MALFORMED_REQUEST, "The call is not what this path expects.");
            }
        };
    }

    private static String allowed(HttpRequestMethodNotSupportedException exception) {
        String[] methods = exception.getSupportedMethods();
        return methods == null ? "other methods" : String.join(", ", methods);
    }

    /// The names in a path come from our own records where a field is known; others are cut to what can be shown.
    private static String path(DatabindException exception) {
        String path = exception.getPath().stream()
                .map(part ->
                        part.getPropertyName() == null ? "[" + part.getIndex() + "]" : "." + part.getPropertyName())
                .collect(Collectors.joining());
        String plain = path.replaceAll("[^A-Za-z0-9.\\[\\]_-]", "");
        return plain.startsWith(".") ? plain.substring(1, Math.min(plain.length(), 100)) : plain;
    }

    @SuppressWarnings("unchecked")
    private static ResponseEntity<Object> raw(ResponseEntity<Problem> answer) {
        return (ResponseEntity<Object>) (ResponseEntity<?>) answer;
    }
}
