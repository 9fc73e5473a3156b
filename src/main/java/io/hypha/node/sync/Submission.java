package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Hands an extrinsic to every endpoint, and by gossip to peers: one that keeps it back does not
 * matter then. Where endpoints only refuse it the chain's own code is asked before they are
 * believed: peers drop without a word what can be in no block, but an endpoint may be mistaken.
 */
final class Submission {

    /** {@code author} errors of full nodes: this very extrinsic is in the pool already. */
    private static final long ALREADY_IMPORTED = 1013;

    /** Another one of the same sender and number is, and pays more: peers have that one, too. */
    private static final long TOO_LOW_PRIORITY = 1014;

    /** The same about the extrinsic: bad form, unverifiable, invalid, of unknown validity. */
    private static final Set<Long> VERDICTS = Set.of(1001L, 1002L, 1010L, 1011L);

    private final Sources sources;
    private final ToIntFunction<Bytes> gossip;
    private final Regossip again;
    private final Function<Bytes, Optional<FinalizedHead>> taken;

    private record Refusal(Source source, Fault.Refused error) {}

    /**
     * @param gossip to how many peers it was handed
     * @param taken at which block the chain's own code would take it, if it would
     */
    Submission(
            Sources sources,
            ToIntFunction<Bytes> gossip,
            Regossip again,
            Function<Bytes, Optional<FinalizedHead>> taken) {
        this.sources = sources;
        this.gossip = gossip;
        this.again = again;
        this.taken = taken;
    }

    SubmitResult submit(Bytes extrinsic) {
        int accepted = 0;
        List<Refusal> refusals = new ArrayList<>();
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
                case Reply.Failed<Boolean>(Fault.Refused error) ->
                        refusals.add(new Refusal(source, error));
                case Reply.Failed<Boolean>(Fault fault) -> {
                    source.fault(fault);
                    last = source.address() + ": " + fault.text();
                }
            }
        }
        Optional<Refusal> refusal = gravest(refusals);
        if (accepted == 0 && refusal.filter(found -> stands(found, extrinsic)).isPresent()) {
            return refused(refusal.get().error());
        }
        Hash256 hash = Blake2b.hash256(extrinsic);
        int peers = gossip.applyAsInt(extrinsic);
        if (accepted + peers == 0) {
            return refusal.<SubmitResult>map(found -> refused(found.error()))
                    .orElse(
                            new SubmitResult.Unreachable(
                                    last.isEmpty() ? sources.whyNone() : last));
        }
        // Also when no peer is there yet: one may come.
        again.add(hash, extrinsic);
        return new SubmitResult.Sent(hash, accepted, peers);
    }

    /** One that says something about the extrinsic rather than about the endpoint, if there is. */
    private static Optional<Refusal> gravest(List<Refusal> refusals) {
        return refusals.stream()
                .filter(each -> isAboutIt(each.error()))
                .findFirst()
                .or(() -> refusals.stream().findFirst());
    }

    private static boolean isAboutIt(Fault.Refused error) {
        return VERDICTS.contains(error.code()) || error.code() == TOO_LOW_PRIORITY;
    }

    /**
     * Whether there is no use in handing it to peers. What an endpoint says about itself, a full
     * pool or a method that it does not offer, is nothing to them.
     */
    private boolean stands(Refusal refusal, Bytes extrinsic) {
        if (sources.peers().stream().noneMatch(Source::usable)) {
            return true;
        }
        if (!VERDICTS.contains(refusal.error().code())) {
            return refusal.error().code() == TOO_LOW_PRIORITY;
        }
        Optional<FinalizedHead> at = taken.apply(extrinsic);
        at.ifPresent(head ->
                refusal.source()
                        .disagrees(
                                "an extrinsic",
                                "refused with "
                                        + refusal.error().code()
                                        + " ("
                                        + words(refusal.error())
                                        + "); the chain's own code takes it at "
                                        + head.block()));
        return at.isEmpty();
    }

    /** An endpoint that checked it says why it can be in no block: peers would drop it silently. */
    private static SubmitResult refused(Fault.Refused error) {
        return new SubmitResult.Refused(
                Math.toIntExact(Math.clamp(error.code(), Integer.MIN_VALUE, Integer.MAX_VALUE)),
                words(error));
    }

    private static String words(Fault.Refused error) {
        return error.message() + (error.data().isEmpty() ? "" : ": " + error.data());
    }
}
