package io.hypha.chain;

import java.util.Optional;

/**
 * What a runtime and its state say of one of the chain's rules. That a runtime has no such rule is
 * an answer; that it could not be read is none.
 */
public sealed interface Rule<T> {

    /** The entry, or the value that the chain takes where there is none. Proven. */
    record Set<T>(T value) implements Rule<T> {}

    /** Proven: there is no entry, and the chain takes nothing in its place. */
    record Unset<T>() implements Rule<T> {}

    /** The metadata of this runtime names no such item. */
    record NoSuchRule<T>(String item) implements Rule<T> {}

    /** It could not be read, or has a form that Hypha does not know. */
    record Unknown<T>(Reading.Reason reason, String text) implements Rule<T> {}

    static <T> Rule<T> set(T value) {
        return new Set<>(value);
    }

    /** The value where one is set. */
    default Optional<T> toOptional() {
        return switch (this) {
            case Set<T>(T value) -> Optional.of(value);
            case Unset<T> _, NoSuchRule<T> _, Unknown<T> _ -> Optional.empty();
        };
    }
}
