package io.hypha.node;

import java.util.function.Function;

/**
 * What the light node says to a question: the proven answer, or why there is none. Never a guess.
 */
public sealed interface Answer<T> {

    record Given<T>(T value) implements Answer<T> {}

    /** No answer; {@code text} is a sentence for the person who reads the page. */
    record Missing<T>(Reason reason, String text) implements Answer<T> {}

    /** Why a value is missing. None of these is zero. */
    enum Reason {
        /** No endpoint answered. */
        NO_PEER,
        /** The block is final but no source still has its state. */
        STATE_PRUNED,
        /** This runtime has no such thing. */
        UNSUPPORTED,
        /** Not read yet: the node or the index has not come so far. */
        NOT_READ_YET,
        /** The metadata of this runtime is neither pinned nor confirmed by two endpoints. */
        METADATA_UNCONFIRMED,
        /** The node has no checkpoint to start from. */
        NO_CHECKPOINT
    }

    static <T> Answer<T> given(T value) {
        return new Given<>(value);
    }

    static <T> Answer<T> missing(Reason reason, String text) {
        return new Missing<>(reason, text);
    }

    default <R> Answer<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Given<T>(T value) -> new Given<>(function.apply(value));
            case Missing<T>(Reason reason, String text) -> new Missing<>(reason, text);
        };
    }

    default <R> Answer<R> flatMap(Function<? super T, Answer<R>> function) {
        return switch (this) {
            case Given<T>(T value) -> function.apply(value);
            case Missing<T>(Reason reason, String text) -> new Missing<>(reason, text);
        };
    }
}
