package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Turns problems into answers, for controllers and for the filters before them.
@Component
public final class ProblemWriter {

    private static final String BASIC = "Basic realm=\"peercade\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer realm=\"peercade\"";

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    public void write(HttpServletResponse response, ProblemCode code, String detail) throws IOException {
        write(response, new ProblemException(code, detail));
    }

    /// Answers from a filter. What was read of the body so far is all that will be read: the connection closes
    /// after a body that was too large.
    public void write(HttpServletResponse response, ProblemException exception) throws IOException {
        ResponseEntity<Problem> answer = answer(exception);
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        byte[] body = json.writeValueAsBytes(answer.getBody());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    ResponseEntity<Problem> answer(ProblemException exception) {
        return answer(Problem.of(exception), headers(exception));
    }

    ResponseEntity<Problem> internal(String traceId) {
        Problem problem =
                Problem.of(ProblemCode.INTERNAL, "The mediator failed; its log says why.", List.of(), traceId);
        return answer(problem, new HttpHeaders());
    }

    private static ResponseEntity<Problem> answer(Problem problem, HttpHeaders headers) {
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        return ResponseEntity.status(problem.status()).headers(headers).body(problem);
    }

    private static HttpHeaders headers(ProblemException exception) {
        HttpHeaders headers = new HttpHeaders();
        if (exception.code() == ProblemCode.UNAUTHENTICATED) {
            headers.add(HttpHeaders.WWW_AUTHENTICATE, BEARER);
            headers.add(HttpHeaders.WWW_AUTHENTICATE, BASIC);
        }
        if (exception.code() == ProblemCode.PAYLOAD_TOO_LARGE) {
            headers.set(HttpHeaders.CONNECTION, "close");
        }
        if (exception.retryAfter() != null) {
            long seconds = Math.max(1, exception.retryAfter().plusMillis(999).toSeconds());
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        }
        return headers;
    }
}
