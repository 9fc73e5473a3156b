package io.hypha.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Requests that nothing answers, by their address, their method or the form they want: a page in
 * words, or a problem below {@code /api}.
 */
@ControllerAdvice
class UnknownAddress {

    private static final String TEXT = "There is no page or resource at this address.";

    private final PageErrors pages;

    UnknownAddress(PageErrors pages) {
        this.pages = pages;
    }

    @ExceptionHandler(NoResourceFoundException.class)
    Object noResource(HttpServletRequest request) {
        return answer(request, HttpStatus.NOT_FOUND, "Nothing is here", TEXT);
    }

    @ExceptionHandler(HttpRequestMethodNotSupportedException.class)
    Object noSuchMethod(HttpRequestMethodNotSupportedException e, HttpServletRequest request) {
        return answer(
                request,
                HttpStatus.METHOD_NOT_ALLOWED,
                "Nothing is here",
                "This address does not take " + e.getMethod() + ".");
    }

    @ExceptionHandler(HttpMediaTypeNotAcceptableException.class)
    Object noSuchForm(HttpServletRequest request) {
        return answer(
                request,
                HttpStatus.NOT_ACCEPTABLE,
                "Nothing is here",
                "This address has no answer of the form that was asked for.");
    }

    private Object answer(
            HttpServletRequest request, HttpStatus status, String title, String text) {
        return request.getRequestURI().startsWith("/api/")
                ? ResponseEntity.status(status)
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(ProblemDetail.forStatusAndDetail(status, text))
                : pages.page(request, status, title, text);
    }
}
