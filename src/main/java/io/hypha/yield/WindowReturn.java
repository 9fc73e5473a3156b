package io.hypha.yield;

/** What a window returned, or why its history does not carry a figure. */
public sealed interface WindowReturn {

    record Earned(Growth growth) implements WindowReturn {}

    /** Too little history, or none; {@code text} is a sentence for people. */
    record TooShort(String text) implements WindowReturn {}
}
