package dev.peercade.mediator.web;

import dev.peercade.model.ProblemCode;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Errors that the servlet container finds before or after Spring MVC.
@Hidden
@RestController
final class ErrorPage implements ErrorController {

    private final ProblemWriter problems;

    ErrorPage(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    ResponseEntity<Problem> error(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        ProblemException problem = switch (status) {
            case 401 -> new ProblemException(ProblemCode.UNAUTHENTICATED, "Sign in first.");
            case 403 -> new ProblemException(ProblemCode.FORBIDDEN, "This is not yours to do.");
            case 404 -> new ProblemException(ProblemCode.NOT_FOUND, "There is nothing at this path.");
            case 413 -> new ProblemException(ProblemCode.PAYLOAD_TOO_LARGE, "The body is too large.");
            default ->
                status >= 500
                        ? new ProblemException(ProblemCode.INTERNAL, "The mediator failed; its log says why.")
                        : new ProblemException(
                                ProblemCode.MALFORMED_REQUEST, "The call is not what this path expects.");
        };
        return problems.answer(problem);
    }
}
