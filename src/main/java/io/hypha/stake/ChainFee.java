package io.hypha.stake;

import io.hypha.chain.Rao;
import io.hypha.chain.Reading;

/**
 * What the chain takes for a transaction. Before the runtime runs here it is known only where its
 * formula is ours, on the devnet; an endpoint's word is never taken for it.
 */
@FunctionalInterface
public interface ChainFee {

    Reading<Rao> of(StakeIntent intent);

    /** For chains whose fee only their own runtime can tell. */
    static ChainFee unknown() {
        return intent ->
                Reading.missing(
                        Reading.Reason.UNSUPPORTED, "not known before the runtime runs here");
    }
}
