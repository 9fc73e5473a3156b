package io.hypha.node;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;

/**
 * What a proof says of one storage key. "The proof does not say" is no case: such an answer never
 * leaves the node.
 */
public sealed interface StorageValue {

    record Present(Bytes value) implements StorageValue {}

    /** Proven: the state has no such key. */
    record Absent() implements StorageValue {}

    default Optional<Bytes> toOptional() {
        return switch (this) {
            case Present(Bytes value) -> Optional.of(value);
            case Absent() -> Optional.empty();
        };
    }
}
