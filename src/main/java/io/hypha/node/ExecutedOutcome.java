package io.hypha.node;

import io.hypha.node.bytes.Bytes;

/**
 * What became of a call of the runtime. Only the first is a value; the others are errors of the
 * call, and never stand for one.
 */
public sealed interface ExecutedOutcome {

    /** The runtime answered these bytes. */
    record Returned(Bytes result) implements ExecutedOutcome {}

    /** The runtime gave up: a panic, an unreachable, a host function that does not exist here. */
    record Trapped(String reason) implements ExecutedOutcome {}

    /** It took more time, memory, output or reads than a call may. */
    record Limited(String reason) implements ExecutedOutcome {}
}
