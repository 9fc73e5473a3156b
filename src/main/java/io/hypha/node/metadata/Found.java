package io.hypha.node.metadata;

import tools.jackson.databind.JsonNode;

/** Names what stands in JSON where something else was expected, in a few words. */
final class Found {

    private static final int MAX_LENGTH = 40;

    private Found() {}

    static String in(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list of " + value.size();
            case NULL -> "null";
            case MISSING -> "nothing";
            case STRING -> "\"" + shortened(value.stringValue()) + "\"";
            case NUMBER, BOOLEAN -> shortened(value.asString());
            case BINARY, POJO -> "something that is no JSON";
        };
    }

    private static String shortened(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
