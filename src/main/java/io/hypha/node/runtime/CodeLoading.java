package io.hypha.node.runtime;

/** What became of a blob. */
public sealed interface CodeLoading {

    record Loaded(RuntimeCode code) implements CodeLoading {}

    /**
     * The blob is no runtime that could be run.
     *
     * @param reason for people
     */
    record Refused(String reason) implements CodeLoading {}
}
