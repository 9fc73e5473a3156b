package io.hypha.node.metadata;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A storage value as the main network's RPC answered it, from scenarios under spec 315 and later.
 */
record RecordedStorage(Bytes key, Bytes value) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static List<RecordedStorage> in(JsonNode recordings) {
        Set<RecordedStorage> found = new LinkedHashSet<>();
        for (JsonNode scenario : recordings.get("scenarios")) {
            if (isRecent(scenario)) {
                for (Map.Entry<String, JsonNode> read :
                        scenario.path("state_getStorageAt").properties()) {
                    JsonNode params = JSON.readTree(read.getKey());
                    add(found, params.get(0), read.getValue().path("result"));
                }
                for (JsonNode answer : scenario.path("state_queryStorageAt")) {
                    for (JsonNode set : answer.path("result")) {
                        set.path("changes")
                                .forEach(change -> add(found, change.get(0), change.get(1)));
                    }
                }
            }
        }
        return new ArrayList<>(found);
    }

    /** The result of a runtime API's method. */
    record Result(String method, Bytes value) {}

    static List<Result> resultsIn(JsonNode recordings) {
        List<Result> found = new ArrayList<>();
        for (JsonNode scenario : recordings.get("scenarios")) {
            if (isRecent(scenario)) {
                scenario.path("state_call")
                        .properties()
                        .forEach(each ->
                                found.add(
                                        new Result(
                                                JSON.readTree(each.getKey()).get(0).asString(),
                                                Fixtures.hex(each.getValue().path("result")))));
            }
        }
        return found;
    }

    private static void add(Set<RecordedStorage> found, JsonNode key, JsonNode value) {
        if (value.isString()) {
            found.add(new RecordedStorage(Fixtures.hex(key), Fixtures.hex(value)));
        }
    }

    private static boolean isRecent(JsonNode scenario) {
        for (JsonNode answer : scenario.path("state_getRuntimeVersion")) {
            if (answer.path("result").path("specVersion").asInt() < 315) {
                return false;
            }
        }
        return scenario.has("state_getRuntimeVersion");
    }
}
