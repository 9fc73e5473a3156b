package io.hypha.stake;

import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import java.util.List;
import java.util.Optional;

/** Whether accounts can pay for what a plan needs, the chain fee first. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record FeeReserve(Rules rules, Reading<Rao> fee, StakingAction action) {

    private static long free(StakingState.Account account) {
        return switch (account.view().free()) {
            case Reading.Missing<Rao> missing -> throw PlanStop.unknown(missing);
            case Reading.Known<Rao>(Rao free, var _, var _, var _) -> free.value();
        };
    }

    /**
     * Stops where it cannot be paid.
     *
     * @param payer who signs and pays the chain fee
     * @param owner whose stake and TAO the action moves
     * @param needed rao of free TAO that the action needs at its worst moment
     * @return warnings
     */
    List<String> require(StakingState.Account payer, StakingState.Account owner, long needed) {
        return switch (fee) {
            case Reading.Known<Rao>(Rao cost, var _, var _, var _) ->
                    require(payer, owner, needed, cost.value());
            case Reading.Missing<Rao> _ -> {
                if (needed > 0) {
                    requireSpare(owner, needed, 0);
                }
                yield List.of(
                        "The chain fee is not known: whether this account can pay it was not checked.");
            }
        };
    }

    private List<String> require(
            StakingState.Account payer, StakingState.Account owner, long needed, long cost) {
        if (!payer.view().coldkey().equals(owner.view().coldkey())) {
            if (needed > 0) {
                requireSpare(owner, needed, 0);
            }
            return payFee(payer, cost).stream().toList();
        }
        if (needed > 0) {
            requireSpare(owner, needed, cost);
            long left = free(owner) - needed - cost - rules.existentialDeposit();
            return left < cost
                    ? List.of(
                            "Little τ stays free: %s after this. To unstake later costs a chain fee too."
                                    .formatted(Amounts.tao(left + rules.existentialDeposit())))
                    : List.of();
        }
        return payFee(payer, cost).stream().toList();
    }

    private void requireSpare(StakingState.Account account, long needed, long cost) {
        long most = free(account) - cost - rules.existentialDeposit();
        if (needed > most) {
            String stays =
                    fee instanceof Reading.Known<Rao>
                            ? "the chain fee and %d rao stay.".formatted(rules.existentialDeposit())
                            : "less a chain fee that is not known, and %d rao stay."
                                    .formatted(rules.existentialDeposit());
            throw PlanStop.refused(
                    PlanAnswer.Field.AMOUNT,
                    "This account has %s free, and this needs %s. At most %s can be used: %s"
                            .formatted(
                                    Amounts.tao(free(account)),
                                    Amounts.tao(needed),
                                    Amounts.tao(Math.max(0, most)),
                                    stays));
        }
    }

    private Optional<String> payFee(StakingState.Account payer, long cost) {
        if (free(payer) - rules.existentialDeposit() >= cost) {
            return Optional.empty();
        }
        if (paysInAlpha()) {
            return Optional.of(
                    "There is too little free τ for the chain fee of %s: the chain may take it in the alpha that is touched, and then that much less is received."
                            .formatted(Amounts.tao(cost)));
        }
        throw PlanStop.refused(
                PlanAnswer.Field.ACCOUNT,
                "This account has %s free and cannot pay the chain fee of %s."
                        .formatted(Amounts.tao(free(payer)), Amounts.tao(cost)));
    }

    /** Calls that turn alpha into TAO pay so where TAO is short; proxies and batches do not. */
    private boolean paysInAlpha() {
        return switch (action) {
            case StakingAction.Unstake _,
                    StakingAction.UnstakeFully _,
                    StakingAction.UnstakeAll _,
                    StakingAction.UnstakeAllAlpha _,
                    StakingAction.Move _,
                    StakingAction.MoveLimit _,
                    StakingAction.Swap _,
                    StakingAction.Transfer _,
                    StakingAction.TransferToHotkey _ ->
                    true;
            case StakingAction.Stake _,
                    StakingAction.ClaimRoot _,
                    StakingAction.ClaimRootOf _,
                    StakingAction.SetRootClaimType _,
                    StakingAction.AutoStake _,
                    StakingAction.StakeIntoBasket _,
                    StakingAction.AddStakingProxy _,
                    StakingAction.RemoveStakingProxy _,
                    StakingAction.AsProxy _,
                    StakingAction.Batch _ ->
                    false;
        };
    }
}
