package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import io.hypha.chain.StakingStates;
import io.hypha.stake.StakingAction.AddStakingProxy;
import io.hypha.stake.StakingAction.AsProxy;
import io.hypha.stake.StakingAction.AutoStake;
import io.hypha.stake.StakingAction.Batch;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whose state an action touches: what has to be read before it can be planned. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
record PlanScope(StakingAction action, Optional<Coldkey> signer) {

    /** The account whose stake is meant; empty where nobody is known. */
    Optional<Coldkey> owner() {
        return switch (action) {
            case AsProxy(Coldkey real, Single _) -> Optional.of(real);
            case Single _, Batch _ -> signer;
        };
    }

    StakingStates.Question question(boolean locks) {
        Set<NetUid> subnets = new HashSet<>();
        Set<Hotkey> hotkeys = new HashSet<>();
        for (Single single : action.singles()) {
            subnets.addAll(subnets(single));
            hotkeys.addAll(hotkeys(single));
        }
        return new StakingStates.Question(accounts(), hotkeys, subnets, locks);
    }

    /** The same with every subnet on which the owner holds something, where the action asks it. */
    Optional<StakingStates.Question> wider(StakingState state, boolean locks) {
        boolean everywhere =
                action.singles().stream()
                        .anyMatch(each ->
                                each instanceof UnstakeAll || each instanceof UnstakeAllAlpha);
        StakingStates.Question narrow = question(locks);
        Set<NetUid> subnets = new HashSet<>(narrow.subnets());
        if (everywhere) {
            owner().flatMap(each -> Optional.ofNullable(state.accounts().get(each)))
                    .map(account -> account.view().positions())
                    .flatMap(Reading::toOptional)
                    .ifPresent(positions ->
                            positions.stream().map(PositionView::netUid).forEach(subnets::add));
        }
        return subnets.equals(narrow.subnets())
                ? Optional.empty()
                : Optional.of(
                        new StakingStates.Question(
                                narrow.accounts(), narrow.hotkeys(), subnets, locks));
    }

    private Set<Coldkey> accounts() {
        Set<Coldkey> accounts = new HashSet<>();
        signer.ifPresent(accounts::add);
        owner().ifPresent(accounts::add);
        return accounts;
    }

    private static List<NetUid> subnets(Single action) {
        return switch (action) {
            case Stake stake -> List.of(stake.netUid());
            case Unstake unstake -> List.of(unstake.netUid());
            case UnstakeFully unstake -> List.of(unstake.netUid());
            case UnstakeAll _, UnstakeAllAlpha _, StakeIntoBasket _ -> List.of(NetUid.ROOT);
            case Move move -> List.of(move.fromNet(), move.toNet());
            case MoveLimit move -> List.of(move.fromNet(), move.toNet());
            case Swap swap -> List.of(swap.fromNet(), swap.toNet());
            case Transfer transfer -> List.of(transfer.fromNet(), transfer.toNet());
            case TransferToHotkey transfer -> List.of(transfer.fromNet(), transfer.toNet());
            case ClaimRoot(List<NetUid> subnets) ->
                    Stream.concat(Stream.of(NetUid.ROOT), subnets.stream()).toList();
            case AutoStake auto -> List.of(auto.netUid());
            case SetRootClaimType type -> type.subnets();
            case ClaimRootOf _, AddStakingProxy _, RemoveStakingProxy _ -> List.of();
        };
    }

    private static List<Hotkey> hotkeys(Single action) {
        return switch (action) {
            case Stake stake -> List.of(stake.hotkey());
            case Unstake unstake -> List.of(unstake.hotkey());
            case UnstakeFully unstake -> List.of(unstake.hotkey());
            case UnstakeAll(Hotkey hotkey) -> List.of(hotkey);
            case UnstakeAllAlpha(Hotkey hotkey) -> List.of(hotkey);
            case Move move -> List.of(move.from(), move.to());
            case MoveLimit move -> List.of(move.from(), move.to());
            case Swap swap -> List.of(swap.hotkey());
            case Transfer transfer -> List.of(transfer.hotkey());
            case TransferToHotkey transfer -> List.of(transfer.from(), transfer.toHotkey());
            case ClaimRootOf(Hotkey hotkey) -> List.of(hotkey);
            case AutoStake auto -> List.of(auto.hotkey());
            case StakeIntoBasket basket -> List.of(basket.hotkey());
            case ClaimRoot _, SetRootClaimType _, AddStakingProxy _, RemoveStakingProxy _ ->
                    List.of();
        };
    }
}
