package io.hypha.devnet.rpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The methods that are offered, by name. */
final class Methods {

    /** Answers one request; an {@link RpcFailure} is the error answer. */
    @FunctionalInterface
    interface Method {
        JsonNode call(Params params, Session session);
    }

    private final Map<String, Method> byName = new TreeMap<>();

    /**
     * @param names the method's name and its older ones
     */
    Methods add(Method method, String... names) {
        for (String name : names) {
            if (byName.put(name, method) != null) {
                throw new IllegalStateException("two methods are called " + name);
            }
        }
        return this;
    }

    Optional<Method> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }
}
