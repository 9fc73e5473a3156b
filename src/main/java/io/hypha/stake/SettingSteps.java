package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rule;
import io.hypha.chain.StakingState;
import java.util.List;

/** Calls that move no stake: whom mining income is staked to, and who may act for an account. */
final class SettingSteps {

    private static final String STAKING = "Staking";

    private final PlanSheet sheet;

    SettingSteps(PlanSheet sheet) {
        this.sheet = sheet;
    }

    void autoStake(NetUid netUid, Hotkey hotkey) {
        sheet.noLimit();
        StakingState.Subnet subnet = sheet.rules.requireSubnet(netUid);
        Rule<Long> number = subnet.registered().get(hotkey);
        if (number instanceof Rule.Unset<Long>) {
            throw PlanStop.refused(
                    PlanAnswer.Field.HOTKEY,
                    "This validator is not registered on subnet " + netUid + ".");
        }
        if (number != null) {
            Rules.of(number);
        }
        if (sheet.stakes.isKnown()) {
            Rule<Hotkey> now = sheet.stakes.required().autoStake().get(netUid);
            if (now != null && Rules.of(now).filter(hotkey::equals).isPresent()) {
                throw PlanStop.refused(
                        PlanAnswer.Field.HOTKEY,
                        "Mining income of subnet %s is staked with this validator already."
                                .formatted(netUid));
            }
        }
    }

    /** A deposit is held for it, and given back with it. */
    void addProxy(Coldkey delegate) {
        sheet.noLimit();
        if (!sheet.stakes.isKnown()) {
            return;
        }
        StakingState.Account account = sheet.stakes.required();
        if (account.view().coldkey().equals(delegate)) {
            throw PlanStop.refused(PlanAnswer.Field.ACCOUNT, "An account cannot be its own proxy.");
        }
        List<StakingState.Proxy> proxies = Rules.of(account.proxies()).orElse(List.of());
        if (isProxy(proxies, delegate)) {
            throw PlanStop.refused(
                    PlanAnswer.Field.ACCOUNT, "That account is its staking proxy already.");
        }
        Rules.of(sheet.rules.limits().mostProxies())
                .filter(most -> proxies.size() >= most)
                .ifPresent(most -> {
                    throw PlanStop.refused(
                            PlanAnswer.Field.ACCOUNT,
                            "An account has at most " + most + " proxies, and this one has them.");
                });
        long each = Rules.of(sheet.rules.limits().proxyDepositFactor()).orElse(0L);
        long first = Rules.of(sheet.rules.limits().proxyDeposit()).orElse(0L);
        long deposit = proxies.isEmpty() ? Math.addExact(first, each) : each;
        sheet.stakes.pay(deposit);
    }

    void removeProxy(Coldkey delegate) {
        sheet.noLimit();
        if (sheet.stakes.isKnown()
                && !isProxy(
                        Rules.of(sheet.stakes.required().proxies()).orElse(List.of()), delegate)) {
            throw PlanStop.refused(
                    PlanAnswer.Field.ACCOUNT, "That account is no staking proxy of this one.");
        }
    }

    private static boolean isProxy(List<StakingState.Proxy> proxies, Coldkey delegate) {
        return proxies.stream()
                .anyMatch(each ->
                        each.delegate().equals(delegate)
                                && each.type().equals(STAKING)
                                && each.delay() == 0);
    }
}
