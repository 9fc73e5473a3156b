package io.hypha.node.network;

import java.util.Optional;
import java.util.function.Function;

/** What came back from a peer: a value to be judged, or a fault. */
public sealed interface PeerAnswer<T> {

    record Got<T>(T value) implements PeerAnswer<T> {}

    record Failed<T>(PeerFault fault) implements PeerAnswer<T> {}

    static <T> PeerAnswer<T> got(T value) {
        return new Got<>(value);
    }

    static <T> PeerAnswer<T> failed(PeerFault fault) {
        return new Failed<>(fault);
    }

    default <R> PeerAnswer<R> flatMap(Function<? super T, PeerAnswer<R>> function) {
        return switch (this) {
            case Got<T>(T value) -> function.apply(value);
            case Failed<T>(PeerFault fault) -> new Failed<>(fault);
        };
    }

    default <R> PeerAnswer<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Got<T>(T value) -> new Got<>(function.apply(value));
            case Failed<T>(PeerFault fault) -> new Failed<>(fault);
        };
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Got<T>(T value) -> Optional.of(value);
            case Failed<T> _ -> Optional.empty();
        };
    }
}
