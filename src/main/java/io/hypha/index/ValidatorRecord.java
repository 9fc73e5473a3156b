package io.hypha.index;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Take;

/**
 * What was last known of a validator.
 *
 * @param name self-declared by its owner, empty when there is none
 * @param ownerSinceBlock first epoch block at which this owner was seen
 * @param rootStakeRao TAO staked with it on root
 * @param seenAt newest epoch block it was read at
 */
public record ValidatorRecord(
        Hotkey hotkey,
        Coldkey owner,
        long ownerSinceBlock,
        String name,
        Take take,
        long rootStakeRao,
        long firstSeenAt,
        long seenAt) {}
