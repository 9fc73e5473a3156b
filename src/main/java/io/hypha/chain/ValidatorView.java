package io.hypha.chain;

/**
 * A validator's key at one finalized block.
 *
 * @param name of its owner's identity: Unverified
 * @param take commission; the chain's default where the state has no entry
 * @param delegate whether it has an entry of its own in {@code Delegates}
 * @param rootStake TAO staked with it on root
 */
public record ValidatorView(
        Hotkey hotkey,
        Reading<Coldkey> owner,
        Reading<String> name,
        Reading<Take> take,
        Reading<Boolean> delegate,
        Reading<Rao> rootStake) {}
