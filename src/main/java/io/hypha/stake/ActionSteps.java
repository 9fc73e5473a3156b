package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.stake.StakingAction.AddStakingProxy;
import io.hypha.stake.StakingAction.AutoStake;
import io.hypha.stake.StakingAction.ClaimRoot;
import io.hypha.stake.StakingAction.ClaimRootOf;
import io.hypha.stake.StakingAction.Move;
import io.hypha.stake.StakingAction.MoveLimit;
import io.hypha.stake.StakingAction.RemoveStakingProxy;
import io.hypha.stake.StakingAction.SetRootClaimType;
import io.hypha.stake.StakingAction.Single;
import io.hypha.stake.StakingAction.Stake;
import io.hypha.stake.StakingAction.StakeIntoBasket;
import io.hypha.stake.StakingAction.Swap;
import io.hypha.stake.StakingAction.Transfer;
import io.hypha.stake.StakingAction.TransferToHotkey;
import io.hypha.stake.StakingAction.Unstake;
import io.hypha.stake.StakingAction.UnstakeAll;
import io.hypha.stake.StakingAction.UnstakeAllAlpha;
import io.hypha.stake.StakingAction.UnstakeFully;
import java.util.List;
import java.util.Optional;

/** Walks the calls of an action in their order. */
final class ActionSteps {

    private final PlanSheet sheet;
    private final RuntimeMetadata metadata;
    private final StakeSteps stakes;
    private final MoveSteps moves;
    private final ClaimSteps claims;
    private final SettingSteps settings;

    ActionSteps(PlanSheet sheet, RuntimeMetadata metadata) {
        this.sheet = sheet;
        this.metadata = metadata;
        this.stakes = new StakeSteps(sheet);
        this.moves = new MoveSteps(sheet);
        this.claims = new ClaimSteps(sheet);
        this.settings = new SettingSteps(sheet);
    }

    /** What claims alone pay; empty for an action that does anything else, too. */
    Optional<Rao> walk(StakingAction action) {
        long paid = 0;
        boolean onlyClaims = true;
        for (Single single : action.singles()) {
            Optional<Rao> claimed = step(single);
            onlyClaims &= claimed.isPresent();
            paid = Math.addExact(paid, claimed.map(Rao::value).orElse(0L));
        }
        return onlyClaims ? Optional.of(new Rao(paid)) : Optional.empty();
    }

    private Optional<Rao> step(Single single) {
        switch (single) {
            case Stake action -> stakes.stake(action);
            case Unstake action -> stakes.unstake(action);
            case UnstakeFully action -> stakes.unstake(action);
            case UnstakeAll(Hotkey hotkey) -> stakes.unstakeAll(hotkey, false);
            case UnstakeAllAlpha(Hotkey hotkey) -> stakes.unstakeAll(hotkey, true);
            case Move move ->
                    moves.move(
                            move.from(),
                            move.to(),
                            move.fromNet(),
                            move.toNet(),
                            move.alpha(),
                            false,
                            Optional.empty());
            case MoveLimit move ->
                    moves.move(
                            move.from(),
                            move.to(),
                            move.fromNet(),
                            move.toNet(),
                            move.alpha(),
                            false,
                            Optional.of(move.tolerance()));
            case Swap swap ->
                    moves.move(
                            swap.hotkey(),
                            swap.hotkey(),
                            swap.fromNet(),
                            swap.toNet(),
                            swap.alpha(),
                            false,
                            Optional.of(swap.tolerance()));
            case Transfer transfer -> transfer(transfer);
            case TransferToHotkey transfer ->
                    moves.move(
                            transfer.from(),
                            transfer.toHotkey(),
                            transfer.fromNet(),
                            transfer.toNet(),
                            transfer.alpha(),
                            true,
                            Optional.empty());
            case ClaimRoot(List<NetUid> subnets) -> {
                return claim(subnets);
            }
            case ClaimRootOf _ -> fundClaim();
            case SetRootClaimType _ -> sheet.noLimit();
            case AutoStake(NetUid netUid, Hotkey hotkey) -> settings.autoStake(netUid, hotkey);
            case StakeIntoBasket basket -> intoBasket(basket);
            case AddStakingProxy(var delegate) -> settings.addProxy(delegate);
            case RemoveStakingProxy(var delegate) -> settings.removeProxy(delegate);
        }
        return Optional.empty();
    }

    private void transfer(Transfer transfer) {
        if (sheet.stakes.isKnown()
                && sheet.stakes.required().view().coldkey().equals(transfer.to())
                && transfer.fromNet().equals(transfer.toNet())) {
            throw PlanStop.refused(
                    PlanAnswer.Field.ACCOUNT, "That stake belongs to this account already.");
        }
        moves.move(
                transfer.hotkey(),
                transfer.hotkey(),
                transfer.fromNet(),
                transfer.toNet(),
                transfer.alpha(),
                true,
                Optional.empty());
    }

    private Optional<Rao> claim(List<NetUid> subnets) {
        if (StakingCalls.claimsFromAll(metadata)) {
            fundClaim();
            return Optional.empty();
        }
        return Optional.of(claims.claim(subnets));
    }

    /** Funds pay by what they hold; only the chain reckons that. */
    private void fundClaim() {
        sheet.noLimit();
        sheet.warn(
                "What a claim from a fund pays is not reckoned here. Below the chain's least it pays nothing, and costs its fee all the same.");
    }

    private void intoBasket(StakeIntoBasket basket) {
        sheet.noLimit();
        sheet.rules.requireHotkey(basket.hotkey());
        if (basket.tao() < sheet.rules.minimumStake()) {
            throw sheet.tooSmall("τ");
        }
        sheet.stakes.pay(basket.tao());
        sheet.warn(
                "How many shares of the fund that buys is not reckoned here; the call carries no limit.");
    }
}
