package io.hypha.stake;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One event as its metadata decodes it.
 *
 * @param name of the event, without its pallet
 * @param values its fields
 */
record EventOfPallet(String pallet, String name, JsonNode values) {

    static EventOfPallet of(String pallet, JsonNode event) {
        String name =
                event.isString()
                        ? event.asString()
                        : event.isObject() && !event.isEmpty()
                                ? event.properties().iterator().next().getKey()
                                : "";
        return new EventOfPallet(pallet, name, event.path(name));
    }

    /** As the block's records hold it: under the name of its pallet. */
    static Optional<EventOfPallet> of(JsonNode event) {
        return event.properties().stream()
                .findFirst()
                .map(entry -> of(entry.getKey(), entry.getValue()));
    }

    /** {@code SubtensorModule.StakeAdded}. */
    String whole() {
        return pallet + "." + name;
    }

    EventFields fields() {
        return new EventFields(values);
    }
}
