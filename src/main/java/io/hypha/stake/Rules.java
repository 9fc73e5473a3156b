package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rule;
import io.hypha.chain.StakingState;
import java.util.Map;
import java.util.Optional;

/**
 * The chain's own rules on proven state, each a hard stop with a sentence of its own. A rule that
 * this runtime does not have stops nothing; one that cannot be read stops with the reason.
 */
final class Rules {

    /** What specs up to 459 take where their metadata does not say: {@code DefaultMinStake}. */
    static final long MINIMUM_STAKE = 2_000_000;

    private static final long MINIMUM_RESERVE = 1_000_000;
    private static final long EXISTENTIAL_DEPOSIT = 500;
    private static final long MILLION = 1_000_000;

    private final StakingState state;

    Rules(StakingState state) {
        this.state = state;
    }

    StakingState.Limits limits() {
        return state.limits();
    }

    long minimumStake() {
        return or(state.limits().minimumStake(), MINIMUM_STAKE);
    }

    long minimumReserve() {
        return or(state.limits().minimumReserve(), MINIMUM_RESERVE);
    }

    long existentialDeposit() {
        return or(state.limits().existentialDeposit(), EXISTENTIAL_DEPOSIT);
    }

    /** Rao of TAO below which the chain sells what is left with somebody else's validator. */
    long nominatorMinimum() {
        return or(state.limits().nominatorMinimum(), 0) * minimumStake() / MILLION;
    }

    private static long or(Rule<Long> rule, long otherwise) {
        return switch (rule) {
            case Rule.Set<Long>(Long value) -> value;
            case Rule.Unset<Long> _, Rule.NoSuchRule<Long> _ -> otherwise;
            case Rule.Unknown<Long> unknown -> throw PlanStop.unknown(unknown);
        };
    }

    /** The value of a rule where this runtime has it and the state sets it. */
    static <T> Optional<T> of(Rule<T> rule) {
        return switch (rule) {
            case Rule.Set<T>(T value) -> Optional.of(value);
            case Rule.Unset<T> _, Rule.NoSuchRule<T> _ -> Optional.empty();
            case Rule.Unknown<T> unknown -> throw PlanStop.unknown(unknown);
        };
    }

    void requireOpenChain() {
        of(state.limits().safeModeUntil())
                .ifPresent(until -> {
                    throw PlanStop.refused(
                            PlanAnswer.Field.ACTION,
                            "The chain is in safe mode until block #%d: it takes no staking calls."
                                    .formatted(until));
                });
    }

    /** No change of the account's coldkey is announced or disputed. */
    void requireSettled(StakingState.Account account) {
        of(account.swapDisputed())
                .ifPresent(_ -> {
                    throw PlanStop.refused(
                            PlanAnswer.Field.ACCOUNT,
                            "A change of the coldkey of %s is disputed: the chain takes nothing from it."
                                    .formatted(account.view().coldkey().address()));
                });
        of(account.swapAnnounced())
                .ifPresent(block -> {
                    throw PlanStop.refused(
                            PlanAnswer.Field.ACCOUNT,
                            "%s has announced a change of its coldkey for block #%d: until then the chain takes nothing else from it."
                                    .formatted(account.view().coldkey().address(), block));
                });
    }

    StakingState.Subnet requireSubnet(NetUid netUid) {
        StakingState.Subnet subnet = subnet(netUid);
        if (!of(subnet.exists()).orElse(false)) {
            throw PlanStop.refused(PlanAnswer.Field.NETUID, "There is no subnet " + netUid + ".");
        }
        return subnet;
    }

    /** Stake may be added to it and moved within it. */
    void requireOpen(NetUid netUid) {
        if (!of(requireSubnet(netUid).subtokenEnabled()).orElse(true)) {
            throw PlanStop.refused(
                    PlanAnswer.Field.NETUID, "Subnet " + netUid + " takes no stake yet.");
        }
    }

    void requireTransferable(NetUid netUid) {
        if (!of(requireSubnet(netUid).transferAllowed()).orElse(true)) {
            throw PlanStop.refused(
                    PlanAnswer.Field.NETUID,
                    "Subnet %s forbids that stake is given to another account.".formatted(netUid));
        }
    }

    void requireHotkey(Hotkey hotkey) {
        Rule<Coldkey> owner = state.owners().get(hotkey);
        if (owner == null) {
            throw new IllegalStateException(hotkey + " is no part of this plan");
        }
        switch (owner) {
            case Rule.Set<Coldkey> _, Rule.NoSuchRule<Coldkey> _ -> {}
            case Rule.Unknown<Coldkey> unknown -> throw PlanStop.unknown(unknown);
            case Rule.Unset<Coldkey> _ ->
                    throw PlanStop.refused(
                            PlanAnswer.Field.HOTKEY, "The chain knows no validator with this key.");
        }
    }

    boolean owns(Coldkey account, Hotkey hotkey) {
        Rule<Coldkey> owner = state.owners().get(hotkey);
        return owner != null && of(owner).filter(account::equals).isPresent();
    }

    /** Stake on root is not held after a stake or claim of late. */
    void requireNoRootHold(StakingState.Account account, Hotkey hotkey) {
        long interval = or(state.limits().rootUnlockInterval(), 0);
        Rule<Long> last = account.lastStakeBlock().get(hotkey);
        if (interval == 0 || last == null) {
            return;
        }
        of(last).ifPresent(block -> {
            long until = block + interval;
            if (until > state.block().number() + 1) {
                throw PlanStop.refused(
                        PlanAnswer.Field.AMOUNT,
                        "Stake on root is held for %d blocks after the last stake or claim with this validator: until block #%d it cannot be taken out."
                                .formatted(interval, until));
            }
        });
    }

    /** A staking proxy of that account that may act at once. */
    void requireStakingProxy(Coldkey real, Coldkey delegate) {
        boolean known =
                of(account(real).proxies()).stream()
                        .flatMap(java.util.List::stream)
                        .anyMatch(each ->
                                each.delegate().equals(delegate)
                                        && each.type().equals("Staking")
                                        && each.delay() == 0);
        if (!known) {
            throw PlanStop.refused(
                    PlanAnswer.Field.ACCOUNT,
                    "%s is no staking proxy of %s that may act at once."
                            .formatted(delegate.address(), real.address()));
        }
    }

    StakingState.Subnet subnet(NetUid netUid) {
        return part(state.subnets(), netUid);
    }

    StakingState.Account account(Coldkey coldkey) {
        return part(state.accounts(), coldkey);
    }

    private static <K, V> V part(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException(key + " is no part of this plan");
        }
        return value;
    }
}
