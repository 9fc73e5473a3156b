package io.hypha.stake;

import io.hypha.chain.Alpha;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an account holds while the steps of a plan change it: stake by validator and subnet, and
 * free TAO. Without an account nothing is known and nothing is demanded, except where an amount
 * depends on it.
 */
final class Stakes {

    record Place(Hotkey hotkey, NetUid netUid) {}

    private final Optional<StakingState.Account> account;
    private final Map<Place, Long> held = new HashMap<>();
    private long freeChange;
    private long lowestChange;

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    Stakes(Optional<StakingState.Account> account) {
        this.account = account;
        account.ifPresent(this::fill);
    }

    private void fill(StakingState.Account of) {
        switch (of.view().positions()) {
            case Reading.Missing<List<PositionView>> missing -> throw PlanStop.unknown(missing);
            case Reading.Known<List<PositionView>> known -> {
                for (PositionView each : known.value()) {
                    switch (each.stake()) {
                        case Reading.Missing<Alpha> missing -> throw PlanStop.unknown(missing);
                        case Reading.Known<Alpha>(Alpha stake, var _, var _, var _) ->
                                held.put(new Place(each.hotkey(), each.netUid()), stake.rao());
                    }
                }
            }
        }
    }

    boolean isKnown() {
        return account.isPresent();
    }

    /** The account, for steps whose amounts it decides. */
    StakingState.Account required() {
        return account.orElseThrow(() ->
                PlanStop.refused(
                        PlanAnswer.Field.ACCOUNT, "Give the account whose stake is meant."));
    }

    long at(Hotkey hotkey, NetUid netUid) {
        return held.getOrDefault(new Place(hotkey, netUid), 0L);
    }

    /** Everything staked on a subnet, with whomever. */
    long on(NetUid netUid) {
        return held.entrySet().stream()
                .filter(each -> each.getKey().netUid().equals(netUid))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** The subnets with stake with one validator, root first. */
    List<NetUid> subnetsWith(Hotkey hotkey) {
        return held.entrySet().stream()
                .filter(each -> each.getKey().hotkey().equals(hotkey) && each.getValue() > 0)
                .map(each -> each.getKey().netUid())
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    void add(Hotkey hotkey, NetUid netUid, long rao) {
        if (account.isPresent()) {
            held.merge(new Place(hotkey, netUid), rao, Math::addExact);
        }
    }

    void take(Hotkey hotkey, NetUid netUid, long rao) {
        if (account.isPresent()) {
            held.merge(new Place(hotkey, netUid), -rao, Math::addExact);
        }
    }

    void pay(long rao) {
        freeChange = Math.subtractExact(freeChange, rao);
        lowestChange = Math.min(lowestChange, freeChange);
    }

    void receive(long rao) {
        freeChange = Math.addExact(freeChange, rao);
    }

    /** Rao of free TAO that the steps need at their worst moment. */
    long needed() {
        return -lowestChange;
    }
}
