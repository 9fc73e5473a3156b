package io.hypha.stake;

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

    /** {@code SubtensorModule.StakeAdded}. */
    String whole() {
        return pallet + "." + name;
    }

    EventFields fields() {
        return new EventFields(values);
    }
}
