package io.hypha.node.sync;

import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Hands an extrinsic to every endpoint, and by gossip to peers: one that keeps it back does not
 * matter then.
 */
final class Submission {

    /** {@code author} errors of full nodes: this very extrinsic is in the pool already. */
    private static final long ALREADY_IMPORTED = 1013;

    private final Sources sources;
    private final ToIntFunction<Bytes> gossip;
    private final Regossip again;

    /**
     * @param gossip to how many peers it was handed
     */
    Submission(Sources sources, ToIntFunction<Bytes> gossip, Regossip again) {
        this.sources = sources;
        this.gossip = gossip;
        this.again = again;
    }

    SubmitResult submit(Bytes extrinsic) {
        int accepted = 0;
        Optional<Fault.Refused> refusal = Optional.empty();
        String last = "";
        for (Source source : sources.usable()) {
            if (source.isPeer()) {
                continue;
            }
            switch (source.node().submit(extrinsic)) {
                case Reply.Got<Boolean> _ -> accepted++;
                case Reply.Failed<Boolean>(Fault.Refused error)
                        when error.code() == ALREADY_IMPORTED ->
                        accepted++;
                case Reply.Failed<Boolean>(Fault.Refused error) -> refusal = Optional.of(error);
                case Reply.Failed<Boolean>(Fault fault) -> {
                    source.fault(fault);
                    last = source.address() + ": " + fault.text();
                }
            }
        }
        if (accepted == 0 && refusal.isPresent()) {
            return refused(refusal.get());
        }
        Hash256 hash = Blake2b.hash256(extrinsic);
        int peers = gossip.applyAsInt(extrinsic);
        if (accepted + peers == 0) {
            return new SubmitResult.Unreachable(last.isEmpty() ? sources.whyNone() : last);
        }
        // Also when no peer is there yet: one may come.
        again.add(hash, extrinsic);
        return new SubmitResult.Sent(hash, accepted, peers);
    }

    /** An endpoint that checked it says why it can be in no block: peers would drop it silently. */
    private static SubmitResult refused(Fault.Refused error) {
        return new SubmitResult.Refused(
                Math.toIntExact(Math.clamp(error.code(), Integer.MIN_VALUE, Integer.MAX_VALUE)),
                error.message() + (error.data().isEmpty() ? "" : ": " + error.data()));
    }
}
