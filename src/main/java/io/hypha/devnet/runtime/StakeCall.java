package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The calls of pallet 7, SubtensorModule, that exist here. Accounts are 32 bytes, not addresses;
 * amounts are u64 in rao and come as negative numbers above 2^63. {@code tao} counts TAO, {@code
 * alpha} the alpha of the subnet it is taken from, {@code limit} rao of TAO per alpha.
 */
sealed interface StakeCall extends Call {

    record AddStake(Bytes hotkey, int netuid, long tao) implements StakeCall {}

    record RemoveStake(Bytes hotkey, int netuid, long alpha) implements StakeCall {}

    record AddStakeLimit(Bytes hotkey, int netuid, long tao, long limit, boolean partial)
            implements StakeCall {}

    record RemoveStakeLimit(Bytes hotkey, int netuid, long alpha, long limit, boolean partial)
            implements StakeCall {}

    /** The whole position, down to a price or at the market. */
    record RemoveStakeFullLimit(Bytes hotkey, int netuid, Optional<Long> limit)
            implements StakeCall {}

    /** Every subnet's position on a hotkey, root included, to free TAO. */
    record UnstakeAll(Bytes hotkey) implements StakeCall {}

    /** Every subnet's position on a hotkey but root's, to root stake on the same hotkey. */
    record UnstakeAllAlpha(Bytes hotkey) implements StakeCall {}

    record MoveStake(Bytes fromHotkey, Bytes toHotkey, int fromNetuid, int toNetuid, long alpha)
            implements StakeCall {}

    record TransferStake(Bytes toColdkey, Bytes hotkey, int fromNetuid, int toNetuid, long alpha)
            implements StakeCall {}

    record SwapStake(Bytes hotkey, int fromNetuid, int toNetuid, long alpha) implements StakeCall {}

    /**
     * @param limit the least alpha of the destination for an alpha of the origin × 10^9
     */
    record SwapStakeLimit(
            Bytes hotkey, int fromNetuid, int toNetuid, long alpha, long limit, boolean partial)
            implements StakeCall {}

    /** What root stake has earned on these subnets. */
    record ClaimRoot(SortedSet<Integer> subnets) implements StakeCall {}

    record SetRootClaimType(RootClaimType type) implements StakeCall {}

    /** Where a miner's earnings on a subnet are staked from now on. */
    record SetAutoStake(int netuid, Bytes hotkey) implements StakeCall {}
}
