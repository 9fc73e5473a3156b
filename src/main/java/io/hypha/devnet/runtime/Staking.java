package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves stake in and out: reserves, shares, balances, events. What may be done is decided by {@link
 * StakeCalls}. Rule: {@code staking/stake_utils.rs} of Subtensor at spec 424.
 */
final class Staking {

    static final int PALLET = 7;

    private static final int STAKE_ADDED = 2;
    private static final int STAKE_REMOVED = 3;
    private static final int DELEGATE_ADDED = 30;
    private static final int DEFAULT_TAKE = 11_796;
    private static final long MILLION = 1_000_000;

    private final Execution block;
    private final WorkingState state;
    private final Balances balances;

    Staking(Execution block) {
        this.block = block;
        this.state = block.state();
        this.balances = new Balances(block);
    }

    static long stakeOf(WorkingState state, Bytes hotkey, Bytes coldkey, int netuid) {
        return new SharePool(state, hotkey, netuid).valueOf(coldkey);
    }

    /** Buys alpha with TAO of the coldkey and stakes it. */
    void stake(Bytes hotkey, Bytes coldkey, int netuid, long tao, long limit, boolean withFee) {
        long paid = payIntoSubnet(netuid, coldkey, tao);
        Swap.Outcome bought = buy(netuid, paid, limit, withFee);
        SubtensorError.AMOUNT_TOO_LOW.unless(bought.paidOut() > 0);
        SubtensorError.INSUFFICIENT_LIQUIDITY.unless(
                new SharePool(state, hotkey, netuid).isPreciseEnoughFor(bought.paidOut()));
        deposit(hotkey, coldkey, netuid, bought.paidOut());
        balances.transfer(SubnetAccount.of(netuid), block.author(), bought.fee(), false);
        recordFlow(netuid, bought.paidIn());
        touch(coldkey, hotkey);
        if (netuid == Subtensor.ROOT) {
            new RootClaims(state).stakeAdded(hotkey, coldkey, bought.paidOut());
            new StakingColdkeys(state).add(coldkey);
        }
        eventStaked(STAKE_ADDED, coldkey, hotkey, paid, bought.paidOut(), netuid, bought.fee());
    }

    /**
     * Sells alpha of a position; what the limit leaves over stays staked. Answers the TAO received.
     */
    long unstake(
            Bytes hotkey,
            Bytes coldkey,
            Bytes beneficiary,
            int netuid,
            long alpha,
            long limit,
            boolean withFee) {
        SharePool pool = new SharePool(state, hotkey, netuid);
        pool.remove(coldkey, alpha);
        Swap.Outcome sold = sell(netuid, alpha, limit, withFee);
        long refund = alpha - sold.paidIn() - sold.fee();
        if (refund > 0) {
            deposit(hotkey, coldkey, netuid, refund);
        }
        balances.transfer(SubnetAccount.of(netuid), beneficiary, sold.paidOut(), false);
        Swap.Outcome fee = sell(netuid, sold.fee(), Swap.MIN_PRICE, false);
        balances.transfer(SubnetAccount.of(netuid), block.author(), fee.paidOut(), false);
        if (netuid == Subtensor.ROOT) {
            new RootClaims(state).stakeRemoved(hotkey, coldkey, alpha);
            if (!hasRootStake(coldkey)) {
                new StakingColdkeys(state).remove(coldkey);
            }
        }
        recordFlow(netuid, -Math.addExact(sold.paidOut(), fee.paidOut()));
        touch(coldkey, hotkey);
        eventStaked(
                STAKE_REMOVED, coldkey, hotkey, sold.paidOut(), sold.paidIn(), netuid, sold.fee());
        return sold.paidOut();
    }

    /**
     * Moves alpha to another hotkey or coldkey on the same subnet, without a swap. Answers its
     * worth at the spot price.
     */
    long moveWithin(StakePlace from, StakePlace to, long alpha) {
        int netuid = from.netuid();
        new SharePool(state, from.hotkey(), netuid).remove(from.coldkey(), alpha);
        RootClaims claims = new RootClaims(state);
        if (netuid == Subtensor.ROOT) {
            claims.stakeRemoved(from.hotkey(), from.coldkey(), alpha);
        }
        deposit(to.hotkey(), to.coldkey(), netuid, alpha);
        if (netuid == Subtensor.ROOT) {
            claims.stakeAdded(to.hotkey(), to.coldkey(), alpha);
        }
        long worth = Swap.price(state, netuid).times(Fixed.f64(alpha)).floor();
        SubtensorError.AMOUNT_TOO_LOW.unless(worth >= StakeChecks.MIN_STAKE);
        touch(to.coldkey(), to.hotkey());
        eventStaked(STAKE_REMOVED, from.coldkey(), from.hotkey(), worth, alpha, netuid, 0);
        eventStaked(STAKE_ADDED, to.coldkey(), to.hotkey(), worth, alpha, netuid, 0);
        return worth;
    }

    /** A hotkey to which somebody else than its owner stakes is a delegate from then on. */
    void becomeDelegate(Bytes hotkey, Bytes staker) {
        Bytes owner = state.get(Subtensor.OWNER.key(hotkey)).orElse(Bytes.EMPTY);
        Bytes key = Subtensor.DELEGATES.key(hotkey);
        if (!owner.equals(staker) && !state.contains(key)) {
            state.putU16(key, DEFAULT_TAKE);
            block.events()
                    .deposit(
                            PALLET,
                            DELEGATE_ADDED,
                            out ->
                                    out.writeFixed(owner)
                                            .writeFixed(hotkey)
                                            .writeUint16(DEFAULT_TAKE));
        }
    }

    /**
     * Unstakes what is left of a nomination where that is worth less than the least that nominators
     * may hold. What brings no TAO is dropped. Owners may hold as little as they like.
     */
    void clearSmallNomination(Bytes hotkey, Bytes coldkey, int netuid) {
        if (state.get(Subtensor.OWNER.key(hotkey)).filter(coldkey::equals).isPresent()) {
            return;
        }
        long left = stakeOf(state, hotkey, coldkey, netuid);
        long least =
                StakeChecks.MIN_STAKE
                        * state.u64(Subtensor.NOMINATOR_MIN_REQUIRED_STAKE.prefix())
                        / MILLION;
        Fixed leastAlpha = Fixed.f64(least).dividedBy(Swap.price(state, netuid));
        if (left == 0 || Fixed.f64(left).compareTo(leastAlpha.floored()) >= 0) {
            return;
        }
        try {
            block.transactional(
                    () -> unstake(hotkey, coldkey, coldkey, netuid, left, Swap.MIN_PRICE, true));
        } catch (DispatchError.DispatchFailure e) {
            new SharePool(state, hotkey, netuid).remove(coldkey, left);
        }
    }

    private boolean hasRootStake(Bytes coldkey) {
        return accounts(state, Subtensor.STAKING_HOTKEYS.key(coldkey)).stream()
                .anyMatch(hotkey -> stakeOf(state, hotkey, coldkey, Subtensor.ROOT) != 0);
    }

    /**
     * Gives a position alpha that is already outside of the pool, and lists the hotkey for the
     * coldkey.
     */
    void deposit(Bytes hotkey, Bytes coldkey, int netuid, long alpha) {
        if (alpha > 0) {
            listStakingHotkey(coldkey, hotkey);
        }
        new SharePool(state, hotkey, netuid).add(coldkey, alpha);
    }

    /** Swaps TAO that the subnet's account already holds. */
    Swap.Outcome buy(int netuid, long tao, long limit, boolean withFee) {
        Swap.Outcome bought = Swap.swapped(state, netuid, Swap.Side.BUY, tao, limit, withFee);
        state.subtractU64(Subtensor.SUBNET_ALPHA_IN.key(netuid), bought.paidOut());
        state.addU64(Subtensor.SUBNET_ALPHA_OUT.key(netuid), bought.paidOut());
        state.addU64(Subtensor.SUBNET_TAO.key(netuid), bought.paidIn());
        state.addU64(Subtensor.TOTAL_STAKE.prefix(), bought.paidIn());
        addVolume(netuid, tao);
        return bought;
    }

    /** Swaps alpha that is in no position any more. */
    Swap.Outcome sell(int netuid, long alpha, long limit, boolean withFee) {
        Swap.Outcome sold = Swap.swapped(state, netuid, Swap.Side.SELL, alpha, limit, withFee);
        state.addU64(Subtensor.SUBNET_ALPHA_IN.key(netuid), sold.paidIn());
        state.subtractU64(Subtensor.SUBNET_ALPHA_OUT.key(netuid), sold.paidIn());
        state.subtractU64(Subtensor.SUBNET_TAO.key(netuid), sold.paidOut());
        state.subtractU64(Subtensor.TOTAL_STAKE.prefix(), sold.paidOut());
        addVolume(netuid, sold.paidOut());
        return sold;
    }

    /** Leaves the existential deposit behind, and pays less where the amount would take it. */
    private long payIntoSubnet(int netuid, Bytes coldkey, long tao) {
        if (tao == 0) {
            return 0;
        }
        long paid = Math.min(tao, Balances.spendableAlive(state, coldkey));
        SubtensorError.INSUFFICIENT_BALANCE.unless(paid > 0);
        balances.transfer(coldkey, SubnetAccount.of(netuid), paid, true);
        return paid;
    }

    private void listStakingHotkey(Bytes coldkey, Bytes hotkey) {
        Bytes key = Subtensor.STAKING_HOTKEYS.key(coldkey);
        List<Bytes> listed = new ArrayList<>(accounts(state, key));
        if (!listed.contains(hotkey)) {
            listed.add(hotkey);
            state.put(key, encodeAccounts(listed));
        }
    }

    static List<Bytes> accounts(WorkingState state, Bytes key) {
        return state.get(key)
                .map(stored -> new ScaleCodecReader(stored).readVector(32, in -> in.readFixed(32)))
                .orElse(List.of());
    }

    static Bytes encodeAccounts(List<Bytes> accounts) {
        return new ScaleCodecWriter().writeVector(accounts, ScaleCodecWriter::writeFixed).toBytes();
    }

    private void touch(Bytes coldkey, Bytes hotkey) {
        state.putU64(Subtensor.LAST_STAKE_BLOCK.key(coldkey, hotkey), block.number());
    }

    private void recordFlow(int netuid, long tao) {
        state.addU64(Subtensor.SUBNET_TAO_FLOW.key(netuid), tao);
    }

    /** TAO that left a pool for the chain's own reasons. */
    void recordRootSale(int netuid, long tao) {
        state.addU64(Subtensor.SUBNET_ROOT_SELL_TAO.key(netuid), tao);
        state.addU64(Subtensor.SUBNET_PROTOCOL_FLOW.key(netuid), -tao);
    }

    private void addVolume(int netuid, long tao) {
        Bytes key = Subtensor.SUBNET_VOLUME.key(netuid);
        long volume = state.get(key).map(value -> WorkingState.littleEndian(value, 8)).orElse(0L);
        state.put(key, WorkingState.littleEndian(Math.addExact(volume, tao), 16));
    }

    private void eventStaked(
            int variant, Bytes coldkey, Bytes hotkey, long tao, long alpha, int netuid, long fee) {
        block.events()
                .deposit(
                        PALLET,
                        variant,
                        out ->
                                out.writeFixed(coldkey)
                                        .writeFixed(hotkey)
                                        .writeLong(tao)
                                        .writeLong(alpha)
                                        .writeUint16(netuid)
                                        .writeLong(fee));
    }
}
