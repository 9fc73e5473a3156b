package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.extrinsic.Call;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A call as people compare it with what their wallet shows: read back from the bytes that would be
 * signed, never from what was meant.
 *
 * @param name {@code SubtensorModule.add_stake_limit}
 * @param arguments those that are no calls themselves, by the runtime's own names, as texts
 * @param inner the calls it makes, of a batch or a proxy's
 * @param bytes SCALE bytes of the whole; empty for an inner one, which stands inside them
 */
public record CallView(String name, List<Argument> arguments, List<CallView> inner, Bytes bytes) {

    public record Argument(String name, String value) {}

    public CallView {
        arguments = List.copyOf(arguments);
        inner = List.copyOf(inner);
    }

    /**
     * Reads it.
     *
     * @throws io.hypha.node.scale.ScaleException when it is no call of that runtime
     */
    static CallView of(RuntimeMetadata metadata, Bytes call) {
        Call decoded = Call.decode(metadata, call);
        return of(decoded.pallet() + "." + decoded.name(), decoded.args(), call);
    }

    private static CallView of(String name, JsonNode args, Bytes bytes) {
        List<Argument> arguments = new ArrayList<>();
        List<CallView> inner = new ArrayList<>();
        for (Map.Entry<String, JsonNode> argument : args.properties()) {
            JsonNode value = argument.getValue();
            switch (argument.getKey()) {
                case "call" -> inner.add(nested(value));
                case "calls" -> value.forEach(each -> inner.add(nested(each)));
                default -> arguments.add(new Argument(argument.getKey(), text(value)));
            }
        }
        return new CallView(name, arguments, inner, bytes);
    }

    /** {@code {"Pallet": {"name": {…}}}}, or {@code {"Pallet": "name"}} without arguments. */
    private static CallView nested(JsonNode call) {
        if (call.isObject() && call.size() == 1) {
            Map.Entry<String, JsonNode> pallet = call.properties().iterator().next();
            JsonNode inside = pallet.getValue();
            if (inside.isObject() && inside.size() == 1) {
                Map.Entry<String, JsonNode> named = inside.properties().iterator().next();
                return of(pallet.getKey() + "." + named.getKey(), named.getValue(), Bytes.EMPTY);
            }
            if (inside.isString()) {
                return new CallView(
                        pallet.getKey() + "." + inside.asString(),
                        List.of(),
                        List.of(),
                        Bytes.EMPTY);
            }
        }
        return new CallView(
                "a call of unknown form",
                List.of(new Argument("value", call.toString())),
                List.of(),
                Bytes.EMPTY);
    }

    /** An address wrapped as {@code {"Id": …}} is that address. */
    private static String text(JsonNode value) {
        if (value.isObject() && value.size() == 1 && value.has("Id")) {
            return text(value.path("Id"));
        }
        return value.isString() ? value.asString() : value.toString();
    }
}
