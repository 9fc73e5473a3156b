package io.hypha.node.sync;

import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
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
        Optional<Fault.Refused> refusal = Optional.empty();
        String last = "";
        for (Source source : sources.usable()) {
            switch (source.node().submit(extrinsic)) {
                case Reply.Got<Boolean> _ -> accepted++;
                case Reply.Failed<Boolean>(Fault.Refused error)
                        when error.code() == ALREADY_IMPORTED ->
                        accepted++;
                case Reply.Failed<Boolean>(Fault.Refused error) ->
                        refusal = Optional.of(error);
                case Reply.Failed<Boolean>(Fault fault) -> {
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
