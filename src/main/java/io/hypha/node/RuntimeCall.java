package io.hypha.node;

import io.hypha.node.bytes.Bytes;

/**
 * A question to the chain's own runtime.
 *
 * @param method name of the exported function, {@code Core_version} for one
 * @param parameters SCALE of its parameters, one after the other
 */
public record RuntimeCall(String method, Bytes parameters) {

    /** Longest name of a method. */
    public static final int MAX_METHOD = 256;

    public RuntimeCall {
        if (method.isEmpty() || method.length() > MAX_METHOD) {
            throw new IllegalArgumentException(
                    "a method's name has 1 to "
                            + MAX_METHOD
                            + " characters, found "
                            + method.length());
        }
    }
}
