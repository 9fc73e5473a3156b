package io.hypha.node.metadata;

import java.util.List;
import java.util.Optional;

/**
 * A runtime API.
 *
 * @param version as V16 tells it; 0 before
 */
public record RuntimeApi(String name, int version, List<Method> methods) {

    public RuntimeApi {
        methods = List.copyOf(methods);
    }

    /** A method: named inputs, and the type id of its output. */
    public record Method(String name, List<Field> inputs, int output) {
        public Method {
            inputs = List.copyOf(inputs);
        }
    }

    public Optional<Method> method(String method) {
        for (Method each : methods) {
            if (each.name().equals(method)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
