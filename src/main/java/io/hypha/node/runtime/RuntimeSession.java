package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls on one state, each of which sees what earlier ones wrote: how a block is put together.
 * Every call has a fresh instance, its own limits, and either returns or leaves no trace. For one
 * thread at a time.
 */
public final class RuntimeSession {

    private final RuntimeCode code;
    private final RuntimeState state;
    private final CallLimits limits;
    private final AssumedSignatures assumed;
    private final Overlay overlay;

    private RuntimeSession(
            RuntimeCode code, RuntimeState state, CallLimits limits, AssumedSignatures assumed) {
        this.code = code;
        this.state = state;
        this.limits = limits;
        this.assumed = assumed;
        this.overlay = new Overlay(limits);
    }

    public static RuntimeSession open(
            RuntimeCode code, RuntimeState state, CallLimits limits, AssumedSignatures assumed) {
        return new RuntimeSession(code, state, limits, assumed);
    }

    /** Calls an entry point and waits for its end; compiled where the code is by then. */
    public CallOutcome call(String method, Bytes parameters) {
        AtomicReference<CallOutcome> outcome = new AtomicReference<>();
        overlay.begin();
        try {
            CallThread.run(
                    limits,
                    thread ->
                            outcome.set(
                                    new HostCall(code, state, overlay, limits, assumed, thread)
                                            .run(method, parameters)));
        } finally {
            if (outcome.get() instanceof CallOutcome.Returned) {
                overlay.commit();
            } else {
                overlay.rollback();
            }
        }
        return Optional.ofNullable(outcome.get())
                .orElseThrow(() -> new IllegalStateException("a call ended without an outcome"));
    }

    /** One call on one state. */
    public static CallOutcome callOnce(
            RuntimeCode code,
            RuntimeState state,
            CallLimits limits,
            String method,
            Bytes parameters) {
        return open(code, state, limits, AssumedSignatures.NONE).call(method, parameters);
    }

    /** The key as the calls so far left it; asks the state where they did not write it. */
    public StateAnswer read(Bytes key) {
        Optional<Overlay.Written> written = overlay.get(Overlay.MAIN, key);
        if (written.isEmpty()) {
            return state.get(key);
        }
        return written.get()
                .value()
                .<StateAnswer>map(StateAnswer.Value::new)
                .orElseGet(StateAnswer.Absent::new);
    }

    /** What the calls so far wrote to the main trie; empty where they removed a key. */
    public SortedMap<Bytes, Optional<Bytes>> changes() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(overlay.changes(Overlay.MAIN)));
    }
}
