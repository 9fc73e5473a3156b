package io.hypha.cli;

import tools.jackson.databind.node.ObjectNode;

/** What a command says: an object for standard output and whether it is a yes. */
record Answer(boolean positive, ObjectNode json) {

    static final int YES = 0;
    static final int NO = 1;
    static final int BAD_INPUT = 2;

    static Answer yes(ObjectNode json) {
        return new Answer(true, json);
    }

    static Answer no(ObjectNode json) {
        return new Answer(false, json);
    }

    /** {@code {verdict, reason}}. */
    static Answer no(String verdict, String reason) {
        return no(Json.object().put("verdict", verdict).put("reason", reason));
    }

    static Answer malformed(String reason) {
        return no("malformed", reason);
    }

    int exitCode() {
        return positive ? YES : NO;
    }
}
