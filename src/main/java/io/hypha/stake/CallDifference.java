package io.hypha.stake;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Names the arguments in which two calls of one name differ, also those of calls within calls. */
final class CallDifference {

    /** So many are named. */
    private static final int MAX = 8;

    private static final int MAX_TEXT = 120;

    private CallDifference() {}

    /** Adds {@code path old → new} for each value that is another. */
    static void find(String path, JsonNode prepared, JsonNode returned, List<String> changed) {
        if (prepared.equals(returned) || changed.size() >= MAX) {
            return;
        }
        if (prepared.isObject() && returned.isObject() && sameNames(prepared, returned)) {
            for (Map.Entry<String, JsonNode> each : prepared.properties()) {
                find(
                        path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                        each.getValue(),
                        returned.path(each.getKey()),
                        changed);
            }
        } else if (prepared.isArray() && returned.isArray() && prepared.size() == returned.size()) {
            for (int i = 0; i < prepared.size(); i++) {
                find(path + "[" + (i + 1) + "]", prepared.get(i), returned.get(i), changed);
            }
        } else {
            changed.add(path + " " + text(prepared) + " → " + text(returned));
        }
    }

    private static boolean sameNames(JsonNode prepared, JsonNode returned) {
        return prepared.size() == returned.size()
                && prepared.properties().stream().allMatch(each -> returned.has(each.getKey()));
    }

    private static String text(JsonNode value) {
        String text = value.isValueNode() ? value.asString() : value.toString();
        return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
    }
}
