package io.hypha.node.extrinsic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Says a call in words for people to check: every argument by its name, nothing left out but the
 * middle of long hex.
 */
final class CallWords {

    private static final int MAX_HEX = 66;

    private CallWords() {}

    static String of(Call call) {
        String name = call.pallet() + "." + call.name();
        return call.args().isEmpty() ? name : name + ": " + fields(call.args());
    }

    private static String fields(JsonNode args) {
        if (!args.isObject()) {
            return values(args);
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : args.properties()) {
            parts.add(each.getKey() + " " + value(each.getValue()));
        }
        return String.join(", ", parts);
    }

    private static String value(JsonNode value) {
        if (value.isObject()) {
            return "{" + fields(value) + "}";
        }
        if (value.isArray()) {
            return "[" + values(value) + "]";
        }
        if (value.isNull()) {
            return "none";
        }
        String text = value.asString();
        return text.startsWith("0x") && text.length() > MAX_HEX
                ? text.substring(0, 18) + "… (" + (text.length() / 2 - 1) + " bytes)"
                : text;
    }

    private static String values(JsonNode list) {
        List<String> parts = new ArrayList<>();
        list.forEach(each -> parts.add(value(each)));
        return String.join(", ", parts);
    }
}
