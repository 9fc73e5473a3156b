package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime APIs that {@code state_call} reaches: the state's own code is run on it, as whoever
 * follows the chain runs it. So what the code reads here is what a proof for others must hold.
 */
final class RuntimeApis {

    static final List<RuntimeVersion.Api> LIST =
            List.of(
                    api("Core", "df6acb689907609b", 5),
                    api("Metadata", "37e397fc7c91f5e4", 2),
                    api("TaggedTransactionQueue", "d2bc9897eed08f15", 3),
                    api("AuraApi", "dd718d5cc53262d4", 1),
                    api("GrandpaApi", "ed99c5acb25eedf5", 3),
                    api("AccountNonceApi", "bc9d89904f5b923f", 1),
                    api("TransactionPaymentApi", "37c8bb1350a9a2a8", 4),
                    api("StakeInfoRuntimeApi", "5d1fbfbe852f2807", 1),
                    api("SwapRuntimeApi", "a8b093e6508d9e9c", 1));

    /** Parsed code of the releases, of which there are few. It never changes. */
    private static final Map<Bytes, RuntimeCode> CODES = new ConcurrentHashMap<>();

    private RuntimeApis() {}

    /**
     * @param blob of a known release
     */
    static CallResult call(Bytes blob, StateView view, String method, Bytes parameters) {
        RuntimeCode code = CODES.computeIfAbsent(blob, RuntimeApis::load);
        if (!code.entryPoints().contains(method)) {
            return new CallResult.NoSuchMethod(method);
        }
        CallOutcome outcome =
                RuntimeSession.callOnce(
                        code, new Asked(view), CallLimits.DEFAULT, method, parameters);
        return switch (outcome) {
            case CallOutcome.Returned(Bytes result, _) -> new CallResult.Returned(result);
            case CallOutcome.Trapped(String reason, _) -> new CallResult.Trapped(reason);
            case CallOutcome.Limited(_, String reason, _) -> new CallResult.Trapped(reason);
            case CallOutcome.Unavailable(String reason, _) ->
                    throw new IllegalStateException("a whole state has no gaps: " + reason);
        };
    }

    private static RuntimeCode load(Bytes blob) {
        return switch (RuntimeCode.of(blob)) {
            case CodeLoading.Loaded(RuntimeCode code) -> code;
            case CodeLoading.Refused(String reason) ->
                    throw new IllegalStateException("the devnet's own code: " + reason);
        };
    }

    /** A state of the ledger, which has no child tries. */
    private record Asked(StateView view) implements RuntimeState {
        @Override
        public StateAnswer get(Bytes key) {
            return view.get(key)
                    .<StateAnswer>map(StateAnswer.Value::new)
                    .orElseGet(StateAnswer.Absent::new);
        }

        @Override
        public NextAnswer next(Bytes key) {
            return view.nextKey(key)
                    .<NextAnswer>map(NextAnswer.Key::new)
                    .orElseGet(NextAnswer.End::new);
        }

        @Override
        public StateAnswer child(Bytes childName, Bytes key) {
            return new StateAnswer.Absent();
        }

        @Override
        public NextAnswer childNext(Bytes childName, Bytes key) {
            return new NextAnswer.End();
        }
    }

    private static RuntimeVersion.Api api(String name, String id, long version) {
        return new RuntimeVersion.Api(name, Bytes.fromHex(id), version);
    }
}
