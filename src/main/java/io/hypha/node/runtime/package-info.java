/**
 * Runs the chain's own code: a Substrate runtime in WebAssembly, on a state that the caller gives.
 *
 * <p>In: a blob as the chain stores it, the name of an entry point with its parameters, a state
 * that is asked key by key. Out: a {@link io.hypha.node.runtime.CallOutcome}: what the code
 * returned, or why it did not: it trapped, reached a limit, or needed a key that the state could
 * not give. The three are never values.
 *
 * <p>Threat: whoever wrote the blob wants memory, time or a crash of this process. Everything that
 * it can ask for is bounded before it is allocated ({@link io.hypha.node.runtime.CallLimits}); a
 * call runs on a thread of its own with a stack of known depth, which ends with it. Otherwise this
 * room knows no thread, log, socket, clock or randomness: unknown imports and log lines are handed
 * to the caller.
 *
 * <p>Rules: the host functions of the Polkadot specification ("Host API") and, where that is
 * silent, what Substrate's {@code sp-io} does.
 */
@NullMarked
package io.hypha.node.runtime;

import org.jspecify.annotations.NullMarked;
