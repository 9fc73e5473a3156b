package io.hypha.node.metadata;

import java.util.List;

/**
 * One type of a registry.
 *
 * @param path where it is defined, {@code [sp_core, crypto, AccountId32]}; empty for built-in types
 */
public record Type(int id, List<String> path, List<TypeParameter> parameters, TypeDef definition) {

    public Type {
        path = List.copyOf(path);
        parameters = List.copyOf(parameters);
    }

    /** The last segment of the path, empty where there is no path. */
    public String name() {
        return path.isEmpty() ? "" : path.getLast();
    }
}
