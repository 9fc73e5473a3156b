package io.hypha.node.bundle;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.trie.NextKey;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs calls of the chain's own code again, on the proofs of a bundle and nothing else. */
final class BundleRuntime {

    private static final Bytes CODE = Bytes.of(":code".getBytes(StandardCharsets.US_ASCII));
    private static final Bytes HEAP_PAGES =
            Bytes.of(":heappages".getBytes(StandardCharsets.US_ASCII));

    /** What came of code or of a call. */
    sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(String reason) implements Outcome<T> {}
    }

    private final Map<Hash256, RuntimeCode> loaded = new HashMap<>();

    /** The code in that state, which must hash to what the call names. */
    Outcome<RuntimeCode> code(ReadProof proof, Hash256 codeHash) {
        return switch (proof.read(CODE)) {
            case StorageRead.Absent() -> new Outcome.Failed<>("the state has no code");
            case StorageRead.Incomplete() ->
                    new Outcome.Failed<>("the proof does not cover the code");
            case StorageRead.Value(Bytes blob) -> code(blob, codeHash);
        };
    }

    private Outcome<RuntimeCode> code(Bytes blob, Hash256 codeHash) {
        Hash256 found = Blake2b.hash256(blob);
        if (!found.equals(codeHash)) {
            return new Outcome.Failed<>(
                    "claimed " + codeHash.toHex() + ", proven " + found.toHex());
        }
        RuntimeCode known = loaded.get(codeHash);
        if (known != null) {
            return new Outcome.Done<>(known);
        }
        return switch (RuntimeCode.of(blob)) {
            case CodeLoading.Loaded(RuntimeCode code) -> {
                loaded.put(codeHash, code);
                yield new Outcome.Done<>(code);
            }
            case CodeLoading.Refused(String reason) ->
                    new Outcome.Failed<>("it cannot be run here: " + reason);
        };
    }

    Outcome<Bytes> run(RuntimeCode code, ReadProof proof, FigureCall call) {
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        code,
                        new ProvenState(proof),
                        limits(proof),
                        call.method(),
                        call.parameters());
        return switch (outcome) {
            case CallOutcome.Returned(Bytes result, var _) -> new Outcome.Done<>(result);
            case CallOutcome.Trapped(String reason, var _) ->
                    new Outcome.Failed<>("it trapped: " + reason);
            case CallOutcome.Limited(var _, String reason, var _) -> new Outcome.Failed<>(reason);
            case CallOutcome.Unavailable(String reason, var _) -> new Outcome.Failed<>(reason);
        };
    }

    private static CallLimits limits(ReadProof proof) {
        return proof.read(HEAP_PAGES) instanceof StorageRead.Value(Bytes pages)
                ? CallLimits.DEFAULT.withHeapPages(pages)
                : CallLimits.DEFAULT;
    }

    /** What a proof says of a state; what it does not say ends the call. */
    private record ProvenState(ReadProof proof) implements RuntimeState {

        @Override
        public StateAnswer get(Bytes key) {
            return answer(proof.read(key), key);
        }

        @Override
        public StateAnswer child(Bytes childName, Bytes key) {
            return answer(proof.readChild(childName, key), key);
        }

        private static StateAnswer answer(StorageRead read, Bytes key) {
            return switch (read) {
                case StorageRead.Value(Bytes value) -> new StateAnswer.Value(value);
                case StorageRead.Absent() -> new StateAnswer.Absent();
                case StorageRead.Incomplete() ->
                        new StateAnswer.Unavailable("the proof does not cover key " + key.toHex());
            };
        }

        @Override
        public NextAnswer next(Bytes key) {
            return answer(proof.nextKey(Bytes.EMPTY, key), key);
        }

        @Override
        public NextAnswer childNext(Bytes childName, Bytes key) {
            return answer(proof.nextKeyOfChild(childName, key), key);
        }

        private static NextAnswer answer(NextKey next, Bytes key) {
            return switch (next) {
                case NextKey.Found(Bytes found) -> new NextAnswer.Key(found);
                case NextKey.None() -> new NextAnswer.End();
                case NextKey.Incomplete _ ->
                        new NextAnswer.Unavailable(
                                "the proof does not cover what follows key " + key.toHex());
            };
        }
    }
}
