package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Takes what root stake has earned out of the claims: sold for root stake or kept as alpha, as the
 * coldkey chose. Rule: {@code staking/claim_root.rs} of Subtensor at spec 424 (regime R2).
 */
final class RootClaiming {

    static final int MAX_SUBNETS = 5;

    private static final int ROOT_CLAIMED = 114;
    private static final int ROOT_CLAIM_TYPE_SET = 115;

    /** 500 000 rao of alpha: less is left to grow. */
    private static final Fixed DEFAULT_THRESHOLD = Fixed.f32(500_000);

    private final Execution block;
    private final WorkingState state;
    private final RootClaims claims;
    private final Staking staking;

    RootClaiming(Execution block) {
        this.block = block;
        this.state = block.state();
        this.claims = new RootClaims(state);
        this.staking = new Staking(block);
    }

    /** Claims on some subnets with all hotkeys; answers the weight that this took. */
    Fees.Weight claim(Bytes coldkey, SortedSet<Integer> subnets) {
        SubtensorError.INVALID_SUBNET_NUMBER.unless(
                !subnets.isEmpty() && subnets.size() <= MAX_SUBNETS);
        new StakingColdkeys(state).add(coldkey);
        RootClaimType type = RootClaimType.of(state, coldkey);
        List<Bytes> hotkeys = Staking.accounts(state, Subtensor.STAKING_HOTKEYS.key(coldkey));
        int claimed = 0;
        for (Bytes hotkey : hotkeys) {
            for (Map.Entry<Integer, Fixed> rate : claims.rates(hotkey).entrySet()) {
                if (subnets.contains(rate.getKey())) {
                    claim(hotkey, coldkey, rate.getKey(), rate.getValue(), type);
                    claimed++;
                }
            }
        }
        block.events().deposit(Staking.PALLET, ROOT_CLAIMED, out -> out.writeFixed(coldkey));
        return Fees.claim(hotkeys.size(), claimed);
    }

    void setType(Bytes coldkey, RootClaimType type) {
        if (type instanceof RootClaimType.KeepSubnets(SortedSet<Integer> subnets)) {
            SubtensorError.INVALID_SUBNET_NUMBER.unless(!subnets.isEmpty());
        }
        new StakingColdkeys(state).add(coldkey);
        Bytes encoded = type.encode();
        state.put(Subtensor.ROOT_CLAIM_TYPE.key(coldkey), encoded);
        block.events()
                .deposit(
                        Staking.PALLET,
                        ROOT_CLAIM_TYPE_SET,
                        out -> out.writeFixed(coldkey).writeFixed(encoded));
    }

    private void claim(Bytes hotkey, Bytes coldkey, int netuid, Fixed rate, RootClaimType type) {
        Fixed owed = claims.owed(hotkey, coldkey, netuid, rate);
        if (owed.compareTo(threshold(netuid)) < 0 || owed.floor() == 0) {
            return;
        }
        long alpha = owed.floor();
        if (type.sells(netuid)) {
            sell(hotkey, coldkey, netuid, alpha);
        } else {
            staking.deposit(hotkey, coldkey, netuid, alpha);
        }
        claims.addClaimed(netuid, hotkey, coldkey, alpha);
    }

    /**
     * Without fee. The new root stake claims nothing of what was earned before it, on this subnet
     * and all others.
     */
    private void sell(Bytes hotkey, Bytes coldkey, int netuid, long alpha) {
        long tao = staking.sell(netuid, alpha, Swap.MIN_PRICE, false).paidOut();
        new Balances(block)
                .transfer(SubnetAccount.of(netuid), SubnetAccount.of(Subtensor.ROOT), tao, false);
        staking.recordRootSale(netuid, tao);
        staking.deposit(hotkey, coldkey, Subtensor.ROOT, tao);
        state.addU64(Subtensor.SUBNET_TAO.key(Subtensor.ROOT), tao);
        state.addU64(Subtensor.SUBNET_ALPHA_OUT.key(Subtensor.ROOT), tao);
        state.addU64(Subtensor.TOTAL_STAKE.prefix(), tao);
        claims.stakeAdded(hotkey, coldkey, tao);
    }

    private Fixed threshold(int netuid) {
        return state.get(Subtensor.ROOT_CLAIMABLE_THRESHOLD.key(netuid))
                .map(stored -> Fixed.decode(stored, 32))
                .orElse(DEFAULT_THRESHOLD);
    }
}
