package io.hypha.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The texts of a form, a link or a script's request, bounded: a name has one value or several in
 * order. What is longer or more than a form can hold is cut.
 */
record Inputs(Map<String, List<String>> values) {

    private static final int MAX_NAMES = 32;
    private static final int MAX_VALUES = 64;
    private static final int MAX_LENGTH = 200;

    /** As the servlet gives them. */
    static Inputs of(Map<String, String[]> parameters) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        parameters.forEach((name, values) -> put(texts, name, List.of(values)));
        return new Inputs(texts);
    }

    /**
     * Of a JSON object whose members are texts or lists of texts.
     *
     * @throws IllegalArgumentException with a sentence when it is something else
     */
    static Inputs of(JsonNode json) {
        if (!json.isObject()) {
            throw new IllegalArgumentException("The request is not the JSON that was expected.");
        }
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            List<String> values = new ArrayList<>();
            if (member.getValue().isArray()) {
                member.getValue().forEach(each -> values.add(text(each)));
            } else {
                values.add(text(member.getValue()));
            }
            put(texts, member.getKey(), values);
        }
        return new Inputs(texts);
    }

    private static String text(JsonNode value) {
        if (!value.isString()) {
            throw new IllegalArgumentException("The request is not the JSON that was expected.");
        }
        return value.asString();
    }

    private static void put(Map<String, List<String>> texts, String name, List<String> values) {
        if (texts.size() < MAX_NAMES && name.length() <= MAX_LENGTH) {
            texts.put(name, values.stream().limit(MAX_VALUES).map(Inputs::cut).toList());
        }
    }

    private static String cut(String text) {
        String stripped = text.strip();
        return stripped.length() > MAX_LENGTH ? stripped.substring(0, MAX_LENGTH) : stripped;
    }

    /** The first value; empty when there is none. */
    String one(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    /** The value at that place; empty when there is none. */
    String at(String name, int place) {
        List<String> all = all(name);
        return place < all.size() ? all.get(place) : "";
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return !one(name).isEmpty();
    }

    Inputs with(String name, String value) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.put(name, List.of(value));
        return new Inputs(changed);
    }

    Inputs without(String name) {
        Map<String, List<String>> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return new Inputs(changed);
    }

    /** Nothing but these, and of each the first value. */
    Inputs only(String... names) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : names) {
            if (has(name)) {
                kept.put(name, List.of(one(name)));
            }
        }
        return new Inputs(kept);
    }

    /** {@code hotkey=5E…&netuid=12}, without what is empty. */
    String query() {
        return values.entrySet().stream()
                .flatMap(entry ->
                        entry.getValue().stream()
                                .filter(value -> !value.isEmpty() || entry.getValue().size() > 1)
                                .map(value -> encoded(entry.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
