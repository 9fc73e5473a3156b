package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.runtime.CallLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.RuntimeVersionSection.Api;
import io.hypha.node.runtime.StateAnswer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime APIs that {@code state_call} reaches: the state's own code is run on it, as whoever
 * follows the chain runs it. So what the code reads here is what a proof for others must hold.
 */
final class RuntimeApis {

    static final List<Api> LIST =
            List.of(
                    Api.named("Core", 5),
                    Api.named("Metadata", 2),
                    Api.named("TaggedTransactionQueue", 3),
                    Api.named("AuraApi", 1),
                    Api.named("GrandpaApi", 3),
                    Api.named("AccountNonceApi", 1),
                    Api.named("TransactionPaymentApi", 4),
                    Api.named("StakeInfoRuntimeApi", 1),
                    Api.named("SwapRuntimeApi", 1));

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
}
