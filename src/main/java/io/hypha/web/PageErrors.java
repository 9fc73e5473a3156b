package io.hypha.web;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** Says in words what went wrong on a page: what happened, and that nothing was changed. */
@ControllerAdvice(annotations = Controller.class)
class PageErrors {

    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    /** An error page as texts. */
    public record ErrorPage(String title, String text, String next, Ground ground) {}

    private final PageChrome chrome;

    PageErrors(PageChrome chrome) {
        this.chrome = chrome;
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ModelAndView wrongParameter(
            MethodArgumentTypeMismatchException e,
            jakarta.servlet.http.HttpServletRequest request) {
        return page(
                request,
                HttpStatus.BAD_REQUEST,
                "That address does not work",
                "The parameter '" + e.getName() + "' is wrong: " + sentence(e));
    }

    @ExceptionHandler(MissingServletRequestParameterException.class)
    ModelAndView missingParameter(
            MissingServletRequestParameterException e,
            jakarta.servlet.http.HttpServletRequest request) {
        return page(
                request,
                HttpStatus.BAD_REQUEST,
                "That address does not work",
                "The parameter '" + e.getParameterName() + "' is missing.");
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ModelAndView wrongArgument(
            IllegalArgumentException e, jakarta.servlet.http.HttpServletRequest request) {
        return page(request, HttpStatus.BAD_REQUEST, "That address does not work", sentence(e));
    }

    @ExceptionHandler(NotPreparedException.class)
    ModelAndView notPrepared(
            NotPreparedException e, jakarta.servlet.http.HttpServletRequest request) {
        return page(request, e.status(), "Nothing was prepared", sentence(e));
    }

    @ExceptionHandler(NotOnRecordException.class)
    ModelAndView notOnRecord(
            NotOnRecordException e, jakarta.servlet.http.HttpServletRequest request) {
        return page(request, HttpStatus.NOT_FOUND, "Not on record", sentence(e));
    }

    @ExceptionHandler(EvidenceMissingException.class)
    ModelAndView noEvidence(
            EvidenceMissingException e, jakarta.servlet.http.HttpServletRequest request) {
        HttpStatus status =
                switch (e.reason()) {
                    case ABSENT, UNSUPPORTED, INSUFFICIENT -> HttpStatus.NOT_FOUND;
                    case NOT_READ_YET, METADATA_UNCONFIRMED, NO_PEER, STATE_PRUNED, NO_CHECKPOINT ->
                            HttpStatus.SERVICE_UNAVAILABLE;
                };
        return page(request, status, "This proof cannot be shown now", sentence(e));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ModelAndView databaseGone(RuntimeException e, jakarta.servlet.http.HttpServletRequest request) {
        LOG.warn("a page could not be answered: the database failed: {}", e.toString());
        return page(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database does not answer",
                "Nothing was changed and nothing is lost. Indexing goes on from where it stopped once it is back.");
    }

    ModelAndView page(
            jakarta.servlet.http.HttpServletRequest request,
            HttpStatus status,
            String title,
            String text) {
        ModelAndView view = new ModelAndView("problem");
        view.setStatus(status);
        view.addObject("chrome", chrome.chrome(request));
        view.addObject(
                "page", new ErrorPage(title, text, "Nothing was changed.", new Ground(null, null)));
        return view;
    }

    /** The innermost reason: the sentence that the value's own type gives. */
    static String sentence(Throwable e) {
        Throwable cause = e;
        for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return sentence(cause.getMessage());
    }

    static String sentence(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "It is not what was expected.";
        }
        String clipped = message.length() > 300 ? message.substring(0, 300) + "…" : message;
        return clipped.endsWith(".") ? clipped : clipped + ".";
    }
}
