package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Pays out what chain time has earned since the last epoch: liquidity into pools, alpha to the
 * pending pots of each subnet; then runs the epoch of each subnet. The main network accrues block
 * by block; here the whole span is accrued at once in the epoch's block, proportional to its chain
 * time.
 *
 * <p>Rule: {@code coinbase/run_coinbase.rs} of Subtensor at spec 424.
 */
final class Coinbase {

    private static final int PRICE_HALVING_BLOCKS = 201_600;

    private final Execution block;
    private final WorkingState state;
    private final Staking staking;
    private final Balances balances;

    Coinbase(Execution block) {
        this.block = block;
        this.state = block.state();
        this.staking = new Staking(block);
        this.balances = new Balances(block);
    }

    /**
     * Settles the span and runs all epochs.
     *
     * @param millis chain time since the last settlement
     * @param sinceGenesisMillis chain time since genesis, for the price average
     */
    void run(long millis, long sinceGenesisMillis) {
        List<Integer> subnets = subnets();
        boolean rootSells = movingPriceSum(subnets).compareTo(Fixed.f64(1)) > 0;
        inject(subnets, millis);
        Fixed taoWeight = Emission.taoWeight(state);
        for (int netuid : subnets) {
            accrue(netuid, millis, taoWeight, rootSells);
        }
        for (int netuid : subnets) {
            new Distribution(block, netuid, taoWeight).run();
        }
        for (int netuid : subnets) {
            updateMovingPrice(netuid, millis, sinceGenesisMillis);
            state.put(Subtensor.ROOT_PROP.key(netuid), rootProportion(netuid, taoWeight).encode());
        }
    }

    /** Subnets that exist, without root, in order. */
    List<Integer> subnets() {
        int count = state.u16(Subtensor.TOTAL_NETWORKS.prefix(), 0);
        List<Integer> subnets = new ArrayList<>();
        for (int netuid = 1; netuid < count; netuid++) {
            subnets.add(netuid);
        }
        return subnets;
    }

    private void inject(List<Integer> subnets, long millis) {
        long perBlock = Emission.perBlock(state.u64(Subtensor.TOTAL_ISSUANCE.prefix()));
        Fixed emission = Fixed.f64(perBlock);
        Fixed prices = movingPriceSum(subnets);
        Fixed taoWeight = Emission.taoWeight(state);
        long issued = 0;
        List<Emission.Injection> injections = new ArrayList<>();
        for (int netuid : subnets) {
            Fixed share = movingPrice(netuid).to(64).dividedBy(prices);
            Emission.Injection injection =
                    Emission.injection(
                            emission.times(share).to(32),
                            Swap.price(state, netuid).to(32),
                            rootProportion(netuid, taoWeight),
                            Emission.perBlock(alphaIssuance(netuid)));
            injections.add(injection);
            issued +=
                    Emission.over(millis, injection.tao())
                            + Emission.over(millis, injection.excess());
        }
        balances.issue(issued);
        state.addU64(Subtensor.TOTAL_ISSUANCE.prefix(), issued);
        for (int i = 0; i < subnets.size(); i++) {
            inject(subnets.get(i), injections.get(i), millis);
        }
    }

    private void inject(int netuid, Emission.Injection perBlock, long millis) {
        long tao = Emission.over(millis, perBlock.tao());
        long alpha = Emission.over(millis, perBlock.alpha());
        long excess = Emission.over(millis, perBlock.excess());
        Bytes account = SubnetAccount.of(netuid);
        if (excess > 0) {
            balances.deposit(account, excess);
        }
        if (tao > 0) {
            balances.deposit(account, tao);
        }
        long weight = Swap.pool(state, netuid).weightAfterAdding(tao, alpha);
        if (weight >= 0) {
            state.putU64(Items.SWAP_BALANCER.key(netuid), weight);
            state.addU64(Subtensor.SUBNET_ALPHA_IN.key(netuid), alpha);
            state.addU64(Subtensor.SUBNET_TAO.key(netuid), tao);
            state.addU64(Subtensor.TOTAL_STAKE.prefix(), tao);
        }
        if (excess > 0) {
            long bought = staking.buy(netuid, excess, Swap.MAX_PRICE, false).paidOut();
            state.addU64(Subtensor.SUBNET_PROTOCOL_ALPHA.key(netuid), bought);
        }
        state.putU64(Subtensor.SUBNET_TAO_IN_EMISSION.key(netuid), perBlock.tao());
        state.putU64(Subtensor.SUBNET_ALPHA_IN_EMISSION.key(netuid), perBlock.alpha());
        state.putU64(Subtensor.SUBNET_EXCESS_TAO.key(netuid), perBlock.excess());
    }

    private void accrue(int netuid, long millis, Fixed taoWeight, boolean rootSells) {
        long alphaOut = Emission.perBlock(alphaIssuance(netuid));
        Emission.Split split =
                Emission.split(
                        alphaOut,
                        state.u16(Subtensor.SUBNET_OWNER_CUT.prefix(), 11_796),
                        rootProportion(netuid, taoWeight));
        state.putU64(Subtensor.SUBNET_ALPHA_OUT_EMISSION.key(netuid), alphaOut);
        state.addU64(Subtensor.SUBNET_ALPHA_OUT.key(netuid), Emission.over(millis, alphaOut));
        state.addU64(
                Subtensor.PENDING_OWNER_CUT.key(netuid), Emission.over(millis, split.ownerCut()));
        state.addU64(
                Subtensor.PENDING_SERVER_EMISSION.key(netuid),
                Emission.over(millis, split.server()));
        state.addU64(
                Subtensor.PENDING_VALIDATOR_EMISSION.key(netuid),
                Emission.over(millis, split.validator()));
        long root = Emission.over(millis, split.root());
        if (rootSells) {
            state.addU64(Subtensor.PENDING_ROOT_ALPHA_DIVS.key(netuid), root);
        } else {
            state.subtractU64(Subtensor.SUBNET_ALPHA_OUT.key(netuid), root);
        }
    }

    private long alphaIssuance(int netuid) {
        return state.u64(Subtensor.SUBNET_ALPHA_IN.key(netuid))
                + state.u64(Subtensor.SUBNET_ALPHA_OUT.key(netuid));
    }

    private Fixed rootProportion(int netuid, Fixed taoWeight) {
        return Emission.rootProportion(
                state.u64(Subtensor.SUBNET_TAO.key(Subtensor.ROOT)),
                taoWeight,
                alphaIssuance(netuid));
    }

    private Fixed movingPrice(int netuid) {
        return state.get(Subtensor.SUBNET_MOVING_PRICE.key(netuid))
                .map(stored -> Fixed.decode(stored, 32))
                .orElse(Fixed.f32(0));
    }

    private Fixed movingPriceSum(List<Integer> subnets) {
        Fixed sum = Fixed.f64(0);
        for (int netuid : subnets) {
            sum = sum.plus(movingPrice(netuid).to(64));
        }
        return sum;
    }

    /**
     * p' = a min(spot, 1) + (1 - a) p; a = nominal blocks × moving alpha × age / (age + halving
     * time).
     */
    private void updateMovingPrice(int netuid, long millis, long sinceGenesisMillis) {
        Fixed age = Fixed.ratio(64, sinceGenesisMillis, Emission.NOMINAL_BLOCK_MILLIS);
        Fixed one = Fixed.f64(1);
        Fixed weight =
                Fixed.decode(state.get(Subtensor.SUBNET_MOVING_ALPHA.prefix()).orElseThrow(), 32)
                        .to(64)
                        .times(age.dividedBy(age.plus(Fixed.f64(PRICE_HALVING_BLOCKS))))
                        .times(Fixed.ratio(64, millis, Emission.NOMINAL_BLOCK_MILLIS));
        if (weight.compareTo(one) > 0) {
            weight = one;
        }
        Fixed spot = Swap.price(state, netuid);
        Fixed capped = spot.compareTo(one) > 0 ? one : spot;
        Fixed next = weight.times(capped).plus(one.minus(weight).times(movingPrice(netuid).to(64)));
        state.put(Subtensor.SUBNET_MOVING_PRICE.key(netuid), next.to(32).encode());
    }
}
