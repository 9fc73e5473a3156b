package io.hypha.node.runtime;

/** What a call may run out of. */
public enum Limit {
    /** Time in the code and in host functions; waiting for the state does not count. */
    TIME,
    /** Pages of linear memory, or what this process can give. */
    MEMORY,
    /** Size of the result. */
    OUTPUT,
    /** Questions to the state. */
    READS,
    /** Nesting of calls inside the code. */
    DEPTH,
    /** Bytes written to the overlay. */
    CHANGES,
    /** Nesting of storage transactions. */
    TRANSACTIONS,
    /** Bytes of log lines. */
    LOG,
    /** The caller's thread was interrupted and waits no longer. */
    INTERRUPTED
}
