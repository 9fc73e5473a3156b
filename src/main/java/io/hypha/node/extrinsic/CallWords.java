package io.hypha.node.extrinsic;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Says a call in words for people to check: every argument by its name, nothing left out but the
 * middle of long hex; calls within it as calls. Amounts of {@code SubtensorModule} and {@code
 * Balances} come with their unit: which of them are TAO and which a subnet's alpha is told by the
 * arguments' names, which have kept their meaning in all runtimes; what is not known stays a
 * number.
 */
final class CallWords {

    private static final int MAX_HEX = 66;
    private static final int MAX_DEPTH = 16;

    private static final Set<String> TAO = Set.of("amount_staked");
    private static final Set<String> ALPHA = Set.of("amount_unstaked", "alpha_amount");
    private static final Set<String> CALLS = Set.of("call", "calls", "main", "fallback");
    private static final Set<String> TRANSFERS =
            Set.of("transfer_allow_death", "transfer_keep_alive", "force_transfer");

    private CallWords() {}

    static String of(Call call) {
        return of(call.pallet(), call.name(), call.args(), 0);
    }

    private static String of(String pallet, String name, JsonNode args, int depth) {
        String whole = pallet + "." + name;
        if (args.isEmpty()) {
            return whole;
        }
        if (!args.isObject()) {
            return whole + ": " + values(args, depth);
        }
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : args.properties()) {
            parts.add(
                    each.getKey()
                            + " "
                            + argument(pallet, name, args, each.getKey(), each.getValue(), depth));
        }
        return whole + ": " + String.join(", ", parts);
    }

    private static String argument(
            String pallet, String call, JsonNode args, String name, JsonNode value, int depth) {
        if (CALLS.contains(name) && !value.isString()) {
            return call(value, depth);
        }
        if (!value.isString() || !value.stringValue().matches("[0-9]{1,20}")) {
            return value(value, depth);
        }
        String plain = value.stringValue();
        String unit =
                switch (pallet) {
                    case "SubtensorModule" -> unit(args, name);
                    case "Balances" -> TRANSFERS.contains(call) && name.equals("value") ? "τ" : "";
                    default -> "";
                };
        return unit.isEmpty() ? plain : whole(plain) + " " + unit;
    }

    /** The unit of an amount by the name of its argument and the subnet beside it; else empty. */
    private static String unit(JsonNode args, String name) {
        if (TAO.contains(name)) {
            return "τ";
        }
        if (ALPHA.contains(name)) {
            return alpha(args.has("netuid") ? args.path("netuid") : args.path("origin_netuid"));
        }
        if (!name.equals("limit_price")) {
            return "";
        }
        return args.has("destination_netuid")
                ? alpha(args.path("destination_netuid"))
                        + " per "
                        + alpha(args.path("origin_netuid"))
                : "τ per α";
    }

    /** Root keeps TAO; before there were subnets nothing else was staked. */
    private static String alpha(JsonNode netUid) {
        return netUid.isMissingNode() || (netUid.isNumber() && netUid.intValue() == 0)
                ? "τ"
                : "α of subnet " + netUid.asString();
    }

    private static String whole(String rao) {
        return new BigDecimal(rao).movePointLeft(9).stripTrailingZeros().toPlainString();
    }

    private static String fields(JsonNode fields, int depth) {
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : fields.properties()) {
            parts.add(each.getKey() + " " + value(each.getValue(), depth));
        }
        return String.join(", ", parts);
    }

    private static String value(JsonNode value, int depth) {
        if (depth > MAX_DEPTH) {
            return value.toString();
        }
        if (value.isObject()) {
            return nested(value, depth);
        }
        if (value.isArray()) {
            return "[" + values(value, depth + 1) + "]";
        }
        if (value.isNull()) {
            return "none";
        }
        String text = value.asString();
        return text.startsWith("0x") && text.length() > MAX_HEX
                ? text.substring(0, 18) + "… (" + (text.length() / 2 - 1) + " bytes)"
                : text;
    }

    /** {@code {"Id": "5…"}} is the account it names. */
    private static String nested(JsonNode value, int depth) {
        JsonNode account = value.path("Id");
        return value.size() == 1 && account.isString()
                ? account.stringValue()
                : "{" + fields(value, depth + 1) + "}";
    }

    /** A call within a call, {@code {"Pallet": {"call": {…}}}}. */
    private static String call(JsonNode value, int depth) {
        if (value.isArray()) {
            List<String> parts = new ArrayList<>();
            value.forEach(each -> parts.add(call(each, depth)));
            return "[" + String.join("; ", parts) + "]";
        }
        if (depth > MAX_DEPTH || !value.isObject() || value.size() != 1) {
            return value(value, depth);
        }
        Map.Entry<String, JsonNode> pallet = value.properties().iterator().next();
        JsonNode inside = pallet.getValue();
        if (inside.isString()) {
            return pallet.getKey() + "." + inside.stringValue();
        }
        if (!inside.isObject() || inside.size() != 1) {
            return value(value, depth);
        }
        Map.Entry<String, JsonNode> call = inside.properties().iterator().next();
        return of(pallet.getKey(), call.getKey(), call.getValue(), depth + 1);
    }

    private static String values(JsonNode list, int depth) {
        List<String> parts = new ArrayList<>();
        list.forEach(each -> parts.add(value(each, depth)));
        return String.join(", ", parts);
    }
}
