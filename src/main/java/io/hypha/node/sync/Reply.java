package io.hypha.node.sync;

import java.util.Optional;
import java.util.function.Function;

/** What came back from a full node: a value to be judged, or a fault. */
sealed interface Reply<T> {

    record Got<T>(T value) implements Reply<T> {}

    record Failed<T>(Fault fault) implements Reply<T> {}

    static <T> Reply<T> got(T value) {
        return new Got<>(value);
    }

    static <T> Reply<T> failed(Fault fault) {
        return new Failed<>(fault);
    }

    static <T> Reply<T> unsupported(String question) {
        return new Failed<>(new Fault.Unsupported(question));
    }

    default <R> Reply<R> flatMap(Function<? super T, Reply<R>> function) {
        return switch (this) {
            case Got<T>(T value) -> function.apply(value);
            case Failed<T>(Fault fault) -> new Failed<>(fault);
        };
    }

    default <R> Reply<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Got<T>(T value) -> new Got<>(function.apply(value));
            case Failed<T>(Fault fault) -> new Failed<>(fault);
        };
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Got<T>(T value) -> Optional.of(value);
            case Failed<T> _ -> Optional.empty();
        };
    }
}
