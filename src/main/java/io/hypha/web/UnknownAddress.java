package io.hypha.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Addresses that nothing answers: a page in words, or a problem where JSON was asked. */
@ControllerAdvice
class UnknownAddress {

    private static final String TEXT = "There is no page or resource at this address.";

    private final PageErrors pages;

    UnknownAddress(PageErrors pages) {
        this.pages = pages;
    }

    @ExceptionHandler(NoResourceFoundException.class)
    Object noResource(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/")
                ? ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, TEXT))
                : pages.page(request, HttpStatus.NOT_FOUND, "Nothing is here", TEXT);
    }
}
