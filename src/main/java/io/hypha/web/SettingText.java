package io.hypha.web;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingAction.Single;
import java.util.List;
import java.util.Optional;

/** Reads the actions that trade nothing: claims, what is set for later, and a root fund's share. */
final class SettingText {

    private final FieldText fields;

    SettingText(FieldText fields) {
        this.fields = fields;
    }

    Optional<Single> basket() {
        Optional<Hotkey> hotkey = fields.hotkey("hotkey");
        long amount = fields.amount("amount", fields.inputs.one("amount"));
        return fields.sound(() -> new StakingAction.StakeIntoBasket(hotkey.orElseThrow(), amount));
    }

    Optional<Single> claim() {
        return fields.subnets(
                        "netuids",
                        StakingAction.ClaimRoot.MAX_SUBNETS,
                        "Name the subnets whose dividends you claim.")
                .map(StakingAction.ClaimRoot::new);
    }

    Optional<Single> claimType() {
        String type = fields.inputs.one("type");
        if (!type.matches("[A-Za-z]{1,40}")) {
            fields.errors.put("type", "Choose how root dividends are claimed.");
            return Optional.empty();
        }
        List<NetUid> kept =
                fields.inputs.has("netuids")
                        ? fields.subnets("netuids", 256, "").orElse(List.of())
                        : List.of();
        return fields.sound(() -> new StakingAction.SetRootClaimType(type, kept));
    }

    Optional<Single> autoStake() {
        Optional<Hotkey> hotkey = fields.hotkey("hotkey");
        NetUid netUid = fields.subnet("netuid");
        return fields.sound(() -> new StakingAction.AutoStake(netUid, hotkey.orElseThrow()));
    }

    Optional<Single> proxy() {
        Optional<Coldkey> delegate =
                fields.coldkey("delegate", "Give the account that may act, or may no longer act.");
        boolean remove = "true".equals(fields.inputs.one("remove"));
        return delegate.map(to ->
                remove
                        ? new StakingAction.RemoveStakingProxy(to)
                        : new StakingAction.AddStakingProxy(to));
    }
}
