package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Where a chain's own state holds metadata: {@code {specVersion: {metadataVersion: key}}}. */
final class MetadataKeys {

    private static final int MAX_KEY = 1_024;

    private MetadataKeys() {}

    static Map<Long, Map<Integer, Bytes>> read(JsonNode node, String name) {
        Map<Long, Map<Integer, Bytes>> keys = new HashMap<>();
        for (Map.Entry<String, JsonNode> runtime : node.properties()) {
            Map<Integer, Bytes> byVersion = new HashMap<>();
            try {
                for (Map.Entry<String, JsonNode> version : runtime.getValue().properties()) {
                    Bytes key = Bytes.fromHex(version.getValue().asString());
                    if (key.isEmpty() || key.size() > MAX_KEY) {
                        throw new IllegalArgumentException("a key of " + key.size() + " bytes");
                    }
                    byVersion.put(Integer.parseInt(version.getKey()), key);
                }
                keys.put(Long.parseLong(runtime.getKey()), byVersion);
            } catch (IllegalArgumentException e) {
                throw new RecordException(
                        name + ": metadataKeys of " + runtime.getKey() + ": " + e.getMessage(), e);
            }
        }
        return keys;
    }
}
