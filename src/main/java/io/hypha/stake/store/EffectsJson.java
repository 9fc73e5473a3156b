package io.hypha.stake.store;

import io.hypha.chain.NetUid;
import io.hypha.stake.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Effects as they are kept: {@code [{"event", "words", "amounts": [{"role", "rao", "netuid"}]}]},
 * rao as decimal strings.
 */
final class EffectsJson {

    private static final JsonMapper JSON = JsonMapper.shared();

    private EffectsJson() {}

    static String write(List<Effect> effects) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Effect effect : effects) {
            ObjectNode json = list.addObject();
            json.put("event", effect.event()).put("words", effect.words());
            ArrayNode amounts = json.putArray("amounts");
            for (Effect.Amount amount : effect.amounts()) {
                amounts.addObject()
                        .put("role", amount.role().name().toLowerCase(Locale.ROOT))
                        .put("rao", Long.toString(amount.rao()))
                        .put("netuid", amount.unit().value());
            }
        }
        return list.toString();
    }

    static List<Effect> read(String text) {
        List<Effect> effects = new ArrayList<>();
        for (JsonNode each : JSON.readTree(text)) {
            List<Effect.Amount> amounts = new ArrayList<>();
            for (JsonNode amount : each.path("amounts")) {
                amounts.add(
                        new Effect.Amount(
                                Effect.Role.valueOf(
                                        amount.get("role").asString().toUpperCase(Locale.ROOT)),
                                Long.parseLong(amount.get("rao").asString()),
                                new NetUid(amount.get("netuid").asInt())));
            }
            effects.add(
                    new Effect(
                            each.get("event").asString(), each.get("words").asString(), amounts));
        }
        return effects;
    }
}
