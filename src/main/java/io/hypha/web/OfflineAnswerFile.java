package io.hypha.web;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file with an answer: the hex alone, or JSON as signers write it, {@code {"signature": "0x…"}}
 * or {@code {"signedTransaction": "0x…"}}.
 */
final class OfflineAnswerFile {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private OfflineAnswerFile() {}

    /** The hex in it; the whole text where it is no such JSON. */
    static String text(String content) {
        if (!content.stripLeading().startsWith("{")) {
            return content;
        }
        try {
            JsonNode json = JSON.readTree(content);
            for (String field : new String[] {"signedTransaction", "extrinsic", "signature"}) {
                if (json.path(field).isString()) {
                    return json.path(field).stringValue();
                }
            }
            return content;
        } catch (JacksonException noJson) {
            return content;
        }
    }
}
