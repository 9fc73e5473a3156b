package io.hypha.web.api;

import io.hypha.chain.Reading;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Errors as {@code application/problem+json}: malformed 400, well-formed but unknown 404, cannot
 * answer 503. Asked before the errors of pages, which would take these too: a {@link
 * RestController} is a controller.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(annotations = RestController.class)
class ApiErrors {

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ProblemDetail wrongParameter(MethodArgumentTypeMismatchException e) {
        String reason =
                e.getRequiredType() == int.class
                        ? "expected a whole number below 2^31, found '" + e.getValue() + "'"
                        : innermost(e);
        return problem(HttpStatus.BAD_REQUEST, e.getName() + ": " + reason);
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ProblemDetail missingParameter(MissingServletRequestParameterException e) {
        return problem(HttpStatus.BAD_REQUEST, e.getParameterName() + ": expected, found nothing");
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ProblemDetail wrongArgument(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, innermost(e));
    }

    @ExceptionHandler(UnknownResourceException.class)
    ProblemDetail unknown(UnknownResourceException e) {
        return problem(HttpStatus.NOT_FOUND, innermost(e));
    }

    @ExceptionHandler(UnansweredException.class)
    ProblemDetail unanswered(UnansweredException e) {
        ProblemDetail problem =
                problem(
                        e.reason() == Reading.Reason.ABSENT
                                        || e.reason() == Reading.Reason.UNSUPPORTED
                                ? HttpStatus.NOT_FOUND
                                : HttpStatus.SERVICE_UNAVAILABLE,
                        innermost(e));
        problem.setProperty("missing", e.reason().code());
        return problem;
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail databaseGone(RuntimeException e) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer");
    }

    private static ProblemDetail problem(HttpStatus status, String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? "it is not what was expected" : message;
    }
}
