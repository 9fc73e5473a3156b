package io.hypha.chain;

import java.util.Optional;
import java.util.function.Function;

/**
 * A figure with the ground it stands on, or the reason why there is none. Missing is never zero.
 *
 * @param <T> what was read
 */
public sealed interface Reading<T> {

    /**
     * @param block the finalized block it was read at
     * @param proof where its proof, or the list of its inputs, can be asked for
     */
    record Known<T>(T value, BlockRef block, Level level, ProofId proof) implements Reading<T> {}

    /** No value; {@code text} is a sentence for the person who reads the page. */
    record Missing<T>(Reason reason, String text) implements Reading<T> {

        /** The same absence of something else. */
        @SuppressWarnings("unchecked") // a Missing holds no T
        public <R> Missing<R> as() {
            return (Missing<R>) this;
        }
    }

    /** Why a value is missing. None of these is zero. */
    enum Reason {
        /** Proven: the state has no such entry, and the chain gives it no default. */
        ABSENT("absent"),
        /** Not read yet: the node or the index has not come so far. */
        NOT_READ_YET("unread"),
        /** There is history, but less of it than the figure needs. */
        INSUFFICIENT("unread"),
        /** This runtime has no such thing, or it has no meaning here. */
        UNSUPPORTED("unsupported"),
        /** The metadata of this runtime is neither pinned nor confirmed by two endpoints. */
        METADATA_UNCONFIRMED("unsupported"),
        /** No endpoint answered. */
        NO_PEER("no-peer"),
        /** The block is final but no source still has its state. */
        STATE_PRUNED("no-peer"),
        /** The node has no checkpoint to start from. */
        NO_CHECKPOINT("no-peer");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** As in the API: {@code absent unread unsupported no-peer}. */
        public String code() {
            return code;
        }
    }

    static <T> Reading<T> known(T value, BlockRef block, Level level, ProofId proof) {
        return new Known<>(value, block, level, proof);
    }

    static <T> Reading<T> missing(Reason reason, String text) {
        return new Missing<>(reason, text);
    }

    /** The same ground under another form of the value; the level stays. */
    default <R> Reading<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Known<T>(T value, BlockRef block, Level level, ProofId proof) ->
                    new Known<>(function.apply(value), block, level, proof);
            case Missing<T> missing -> missing.as();
        };
    }

    /** What follows from a known value, with a ground of its own. */
    default <R> Reading<R> flatMap(Function<? super Known<T>, Reading<R>> function) {
        return switch (this) {
            case Known<T> known -> function.apply(known);
            case Missing<T> missing -> missing.as();
        };
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Known<T> known -> Optional.of(known.value());
            case Missing<T> _ -> Optional.empty();
        };
    }
}
