package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Free TAO to stake and back. */
final class StakeSteps {

    private final PlanSheet sheet;

    StakeSteps(PlanSheet sheet) {
        this.sheet = sheet;
    }

    void stake(StakingAction.Stake action) {
        NetUid netUid = action.netUid();
        sheet.rules.requireOpen(netUid);
        sheet.rules.requireHotkey(action.hotkey());
        requireEnough(netUid, action.tao());
        Optional<SubnetPool> before = sheet.pools.known(netUid);
        Trades.Trade trade = sheet.trades.buy(netUid, action.tao(), true);
        if (trade.given() - trade.fee() < sheet.rules.minimumStake()) {
            throw sheet.tooSmall("τ after the pool's fee");
        }
        OptionalLong limit = limit(true, netUid, before, trade, action.tolerance());
        sheet.limit(limit);
        sheet.bought(action.hotkey(), netUid, trade, limit);
        sheet.stakes.pay(action.tao());
    }

    void unstake(StakingAction.Unstake action) {
        unstake(action.hotkey(), action.netUid(), action.alpha(), action.tolerance());
    }

    void unstake(StakingAction.UnstakeFully action) {
        sheet.stakes.required();
        long all = sheet.stakes.at(action.hotkey(), action.netUid());
        if (all <= 0) {
            throw PlanStop.refused(
                    PlanAnswer.Field.HOTKEY,
                    "This account has no stake with this validator there.");
        }
        unstake(action.hotkey(), action.netUid(), all, action.tolerance());
    }

    private void unstake(Hotkey hotkey, NetUid netUid, long alpha, Tolerance tolerance) {
        sheet.rules.requireSubnet(netUid);
        sheet.rules.requireHotkey(hotkey);
        sheet.requireHeld(hotkey, netUid, alpha);
        sheet.requireFree(hotkey, netUid, alpha);
        Optional<SubnetPool> before = sheet.pools.known(netUid);
        Trades.Trade trade = sheet.trades.sell(netUid, alpha, true);
        boolean part = !sheet.stakes.isKnown() || alpha < sheet.stakes.at(hotkey, netUid);
        if (part && sheet.stakes.isKnown() && trade.out() < sheet.rules.minimumStake()) {
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "Taking a part out must give at least %s; take more, or everything."
                            .formatted(Amounts.tao(sheet.rules.minimumStake())));
        }
        OptionalLong limit = limit(false, netUid, before, trade, tolerance);
        sheet.limit(limit);
        sheet.sold(hotkey, netUid, trade, limit);
        sheet.warnOfRest(hotkey, netUid, trade.priceAfter());
    }

    /** Everything with one validator. */
    void unstakeAll(Hotkey hotkey, boolean alphaOnly) {
        sheet.stakes.required();
        sheet.rules.requireHotkey(hotkey);
        sheet.noLimit();
        List<NetUid> subnets =
                sheet.stakes.subnetsWith(hotkey).stream()
                        .filter(each -> !alphaOnly || !each.isRoot())
                        .toList();
        if (subnets.isEmpty()) {
            throw PlanStop.refused(
                    PlanAnswer.Field.HOTKEY,
                    alphaOnly
                            ? "This account has no alpha with this validator."
                            : "This account has no stake with this validator.");
        }
        long sum = 0;
        for (NetUid netUid : subnets) {
            long alpha = sheet.stakes.at(hotkey, netUid);
            Optional<String> obstacle = obstacle(hotkey, netUid, alpha);
            if (obstacle.isPresent()) {
                sheet.warn(
                        "What is staked on %s stays: %s"
                                .formatted(
                                        netUid.isRoot() ? "root" : "subnet " + netUid,
                                        obstacle.get()));
                continue;
            }
            Trades.Trade trade = sheet.trades.sell(netUid, alpha, true);
            sheet.sold(hotkey, netUid, trade, OptionalLong.empty());
            sum = Math.addExact(sum, trade.out());
        }
        if (sum == 0) {
            throw PlanStop.refused(
                    PlanAnswer.Field.HOTKEY, "Nothing of this account's stake here can leave.");
        }
        if (subnets.stream().anyMatch(each -> !each.isRoot())) {
            sheet.warn(
                    "This call carries no limit: it sells at whatever the prices are in its block.");
        }
        if (alphaOnly) {
            sheet.bought(
                    hotkey,
                    NetUid.ROOT,
                    sheet.trades.buy(NetUid.ROOT, sum, true),
                    OptionalLong.empty(),
                    0);
            sheet.stakes.pay(sum);
        }
    }

    /** Why the chain passes over a position of which it sells all. */
    private Optional<String> obstacle(Hotkey hotkey, NetUid netUid, long alpha) {
        try {
            sheet.rules.requireOpen(netUid);
            sheet.requireFree(hotkey, netUid, alpha);
            return Optional.empty();
        } catch (PlanStop stop) {
            if (stop.answer() instanceof PlanAnswer.Refused(var _, String sentence)) {
                return Optional.of(sentence);
            }
            throw stop;
        }
    }

    private OptionalLong limit(
            boolean buy,
            NetUid netUid,
            Optional<SubnetPool> before,
            Trades.Trade trade,
            Tolerance tolerance) {
        if (netUid.isRoot()) {
            return OptionalLong.empty();
        }
        long limit = LegLimit.price(buy, netUid, trade.spot(), tolerance);
        LegLimit.requireWithin(buy, before, netUid, trade, limit, tolerance);
        return OptionalLong.of(limit);
    }

    /** The chain asks for its minimum and the fee on it, before it looks at the pool. */
    private void requireEnough(NetUid netUid, long tao) {
        long fee =
                sheet.pools
                        .known(netUid)
                        .map(pool -> new PoolCurve(pool).fee(sheet.rules.minimumStake()))
                        .orElse(0L);
        if (tao < sheet.rules.minimumStake() + fee) {
            throw sheet.tooSmall(fee > 0 ? "τ and the pool's fee" : "τ");
        }
    }
}
