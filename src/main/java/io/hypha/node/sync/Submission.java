package io.hypha.node.sync;

import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcFault;
import java.util.Optional;

/** Hands an extrinsic to every endpoint: one that keeps it back does not matter then. */
final class Submission {

    /** {@code author} errors of full nodes: this very extrinsic is in the pool already. */
    private static final long ALREADY_IMPORTED = 1013;

    private final Sources sources;

    Submission(Sources sources) {
        this.sources = sources;
    }

    SubmitResult submit(Bytes extrinsic) {
        int accepted = 0;
        Optional<RpcFault.RpcError> refusal = Optional.empty();
        String last = "";
        for (Source source : sources.usable()) {
            switch (source.rpc().submit(extrinsic)) {
                case RpcAnswer.Got<Hash256> _ -> accepted++;
                case RpcAnswer.Failed<Hash256>(RpcFault.RpcError error)
                        when error.code() == ALREADY_IMPORTED ->
                        accepted++;
                case RpcAnswer.Failed<Hash256>(RpcFault.RpcError error) ->
                        refusal = Optional.of(error);
                case RpcAnswer.Failed<Hash256>(RpcFault fault) -> {
                    source.fault(fault);
                    last = source.address() + ": " + fault.text();
                }
            }
        }
        if (accepted > 0) {
            return new SubmitResult.Sent(Blake2b.hash256(extrinsic), accepted, 0);
        }
        String unreachable = last.isEmpty() ? sources.whyNone() : last;
        return refusal.<SubmitResult>map(error ->
                        new SubmitResult.Refused(
                                Math.toIntExact(
                                        Math.clamp(
                                                error.code(),
                                                Integer.MIN_VALUE,
                                                Integer.MAX_VALUE)),
                                error.message()
                                        + (error.data().isEmpty() ? "" : ": " + error.data())))
                .orElseGet(() -> new SubmitResult.Unreachable(unreachable));
    }
}
