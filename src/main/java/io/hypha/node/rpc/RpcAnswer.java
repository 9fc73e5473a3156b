package io.hypha.node.rpc;

import java.util.Optional;
import java.util.function.Function;

/** What came back from an endpoint: a value to be judged, or a fault. */
public sealed interface RpcAnswer<T> {

    record Got<T>(T value) implements RpcAnswer<T> {}

    record Failed<T>(RpcFault fault) implements RpcAnswer<T> {}

    static <T> RpcAnswer<T> got(T value) {
        return new Got<>(value);
    }

    static <T> RpcAnswer<T> failed(RpcFault fault) {
        return new Failed<>(fault);
    }

    default <R> RpcAnswer<R> flatMap(Function<? super T, RpcAnswer<R>> function) {
        return switch (this) {
            case Got<T>(T value) -> function.apply(value);
            case Failed<T>(RpcFault fault) -> new Failed<>(fault);
        };
    }

    default <R> RpcAnswer<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Got<T>(T value) -> new Got<>(function.apply(value));
            case Failed<T>(RpcFault fault) -> new Failed<>(fault);
        };
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Got<T>(T value) -> Optional.of(value);
            case Failed<T> _ -> Optional.empty();
        };
    }
}
