package io.hypha.devnet.p2p;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.runtime.CallResult;
import io.hypha.devnet.runtime.StateView;
import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The storage keys that a call of the runtime reads: those that it reads when it runs here, and
 * those that every execution starts with.
 */
final class CallReads {

    /** A runtime is read before it runs, and a client takes its heap from here. */
    private static final List<Bytes> ALWAYS = List.of(ascii(":code"), ascii(":heappages"));

    /** Walking the state key by key has an end: no call of this runtime needs more. */
    private static final int MAX_KEYS = 100_000;

    private CallReads() {}

    private static Bytes ascii(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when the runtime has no such method, or it would trap. */
    static Optional<Set<Bytes>> of(
            Chain chain, BlockState.Kept state, String method, Bytes parameters) {
        Recording recording = new Recording(state);
        CallResult result = chain.runtime().call(recording, method, parameters);
        return switch (result) {
            case CallResult.Returned _ -> Optional.of(recording.keys);
            case CallResult.NoSuchMethod _, CallResult.Trapped _ -> Optional.empty();
        };
    }

    private static final class Recording implements StateView {

        private final StateView state;
        private final Set<Bytes> keys = new LinkedHashSet<>(ALWAYS);

        Recording(StateView state) {
            this.state = state;
        }

        private void note(Bytes key) {
            if (keys.size() < MAX_KEYS) {
                keys.add(key);
            }
        }

        @Override
        public Optional<Bytes> get(Bytes key) {
            note(key);
            return state.get(key);
        }

        @Override
        public Optional<Bytes> nextKey(Bytes after) {
            note(after);
            Optional<Bytes> next = state.nextKey(after);
            next.ifPresent(this::note);
            return next;
        }
    }
}
