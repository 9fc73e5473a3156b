package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import java.util.List;

/**
 * What somebody wants to do, as data. Which call of which runtime does it is {@link StakingCalls}'
 * work: nothing here knows a version.
 *
 * <p>{@code tao} is rao of TAO; {@code alpha} rao of the subnet's alpha, on root of TAO. A {@link
 * Tolerance} says how far the price may move against it; it has no meaning where the exchange is
 * one to one. Constructors throw {@link IllegalArgumentException} with a sentence for the person
 * when the parts cannot belong together on any runtime.
 */
public sealed interface StakingAction {

    /** Kinds of action; {@link #code()} stands in stored and exchanged JSON and never changes. */
    enum Kind {
        STAKE("stake"),
        UNSTAKE("unstake"),
        UNSTAKE_FULLY("unstake-fully"),
        UNSTAKE_ALL("unstake-all"),
        UNSTAKE_ALL_ALPHA("unstake-all-alpha"),
        MOVE("move"),
        MOVE_LIMIT("move-limit"),
        SWAP("swap"),
        TRANSFER("transfer"),
        TRANSFER_TO_HOTKEY("transfer-to-hotkey"),
        CLAIM_ROOT("claim-root"),
        CLAIM_ROOT_OF("claim-root-of"),
        SET_ROOT_CLAIM_TYPE("set-root-claim-type"),
        AUTO_STAKE("auto-stake"),
        STAKE_INTO_BASKET("stake-into-basket"),
        ADD_STAKING_PROXY("add-staking-proxy"),
        REMOVE_STAKING_PROXY("remove-staking-proxy"),
        AS_PROXY("as-proxy"),
        BATCH("batch");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** An action that is one call of its own: neither in another's name nor several. */
    sealed interface Single extends StakingAction {}

    default Kind kind() {
        return switch (this) {
            case Stake _ -> Kind.STAKE;
            case Unstake _ -> Kind.UNSTAKE;
            case UnstakeFully _ -> Kind.UNSTAKE_FULLY;
            case UnstakeAll _ -> Kind.UNSTAKE_ALL;
            case UnstakeAllAlpha _ -> Kind.UNSTAKE_ALL_ALPHA;
            case Move _ -> Kind.MOVE;
            case MoveLimit _ -> Kind.MOVE_LIMIT;
            case Swap _ -> Kind.SWAP;
            case Transfer _ -> Kind.TRANSFER;
            case TransferToHotkey _ -> Kind.TRANSFER_TO_HOTKEY;
            case ClaimRoot _ -> Kind.CLAIM_ROOT;
            case ClaimRootOf _ -> Kind.CLAIM_ROOT_OF;
            case SetRootClaimType _ -> Kind.SET_ROOT_CLAIM_TYPE;
            case AutoStake _ -> Kind.AUTO_STAKE;
            case StakeIntoBasket _ -> Kind.STAKE_INTO_BASKET;
            case AddStakingProxy _ -> Kind.ADD_STAKING_PROXY;
            case RemoveStakingProxy _ -> Kind.REMOVE_STAKING_PROXY;
            case AsProxy _ -> Kind.AS_PROXY;
            case Batch _ -> Kind.BATCH;
        };
    }

    /**
     * The calls that it makes, in their order: itself, what a proxy does for another, each of a
     * batch.
     */
    default List<Single> singles() {
        return switch (this) {
            case Single single -> List.of(single);
            case AsProxy(Coldkey _, Single action) -> List.of(action);
            case Batch(List<Single> actions) -> actions;
        };
    }

    /** Buys alpha of a subnet with TAO, or stakes TAO on root. */
    record Stake(Hotkey hotkey, NetUid netUid, long tao, Tolerance tolerance) implements Single {
        public Stake {
            requireAmount(tao);
        }
    }

    /** Sells alpha of a subnet for TAO, or takes TAO out of root. */
    record Unstake(Hotkey hotkey, NetUid netUid, long alpha, Tolerance tolerance)
            implements Single {
        public Unstake {
            requireAmount(alpha);
        }
    }

    /** Sells the whole position, whatever it is in the block that takes it. */
    record UnstakeFully(Hotkey hotkey, NetUid netUid, Tolerance tolerance) implements Single {}

    /** Sells all that is staked with one validator, on every subnet, at whatever the prices are. */
    record UnstakeAll(Hotkey hotkey) implements Single {}

    /**
     * Sells all alpha that is staked with one validator and stakes the TAO with it on root, at
     * whatever the prices are.
     */
    record UnstakeAllAlpha(Hotkey hotkey) implements Single {}

    /** Moves stake to another validator. Between subnets it is swapped, without a limit. */
    record Move(Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet, long alpha)
            implements Single {
        public Move {
            requireAmount(alpha);
            requireElsewhere(from, to, fromNet, toNet);
        }
    }

    /** Moves stake to another validator on another subnet, within a limit. */
    record MoveLimit(
            Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet, long alpha, Tolerance tolerance)
            implements Single {
        public MoveLimit {
            requireAmount(alpha);
            requireElsewhere(from, to, fromNet, toNet);
            if (fromNet.equals(toNet)) {
                throw new IllegalArgumentException(
                        "Within a subnet nothing is swapped; a plain move does that.");
            }
        }
    }

    /** Swaps stake with one validator from one subnet to another. */
    record Swap(Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha, Tolerance tolerance)
            implements Single {
        public Swap {
            requireAmount(alpha);
            if (fromNet.equals(toNet)) {
                throw new IllegalArgumentException("A swap is between two different subnets.");
            }
        }
    }

    /** Gives stake to another account. Between subnets it is swapped, without a limit. */
    record Transfer(Coldkey to, Hotkey hotkey, NetUid fromNet, NetUid toNet, long alpha)
            implements Single {
        public Transfer {
            requireAmount(alpha);
        }
    }

    /** Gives stake to another account and another validator at once. */
    record TransferToHotkey(
            Coldkey to, Hotkey from, Hotkey toHotkey, NetUid fromNet, NetUid toNet, long alpha)
            implements Single {
        public TransferToHotkey {
            requireAmount(alpha);
            if (from.equals(toHotkey)) {
                throw new IllegalArgumentException(
                        "Both validators are the same; a plain transfer does that.");
            }
        }
    }

    /**
     * Claims root dividends.
     *
     * @param subnets whose dividends, each once; newer runtimes claim from all whatever is named
     */
    record ClaimRoot(List<NetUid> subnets) implements Single {

        /** Subnets of one call: {@code MAX_SUBNET_CLAIMS} of the subtensor pallet. */
        public static final int MAX_SUBNETS = 5;

        public ClaimRoot {
            subnets = inOrder(subnets);
            if (subnets.isEmpty() || subnets.size() > MAX_SUBNETS) {
                throw new IllegalArgumentException(
                        "One claim names 1 to " + MAX_SUBNETS + " subnets.");
            }
        }
    }

    /** Claims what one validator's fund owes. */
    record ClaimRootOf(Hotkey hotkey) implements Single {}

    /**
     * Chooses what becomes of root dividends.
     *
     * @param variant as the runtime names it, such as {@code Swap} or {@code Keep}
     * @param subnets for variants that name some; else empty
     */
    record SetRootClaimType(String variant, List<NetUid> subnets) implements Single {

        private static final int MAX_NAME = 64;

        /** More than the chain takes in one set; the chain's own bound is narrower. */
        private static final int MOST_SUBNETS = 64;

        public SetRootClaimType {
            if (variant.isEmpty() || variant.length() > MAX_NAME) {
                throw new IllegalArgumentException("A claim type has a name.");
            }
            subnets = inOrder(subnets);
            if (subnets.size() > MOST_SUBNETS) {
                throw new IllegalArgumentException("At most " + MOST_SUBNETS + " subnets.");
            }
        }
    }

    /** Chooses the validator to whom mining income of a subnet is staked. */
    record AutoStake(NetUid netUid, Hotkey hotkey) implements Single {}

    /** Buys a share of a validator's root fund. */
    record StakeIntoBasket(Hotkey hotkey, long tao) implements Single {
        public StakeIntoBasket {
            requireAmount(tao);
        }
    }

    /** Lets another account stake and unstake for this one, at once and until it is taken back. */
    record AddStakingProxy(Coldkey delegate) implements Single {}

    /** Takes that back. */
    record RemoveStakingProxy(Coldkey delegate) implements Single {}

    /** Does something for the account {@code real}, whose {@code Staking} proxy the signer is. */
    record AsProxy(Coldkey real, Single action) implements StakingAction {
        public AsProxy {
            switch (action) {
                case Stake _,
                        Unstake _,
                        UnstakeFully _,
                        UnstakeAll _,
                        UnstakeAllAlpha _,
                        Move _,
                        Swap _,
                        SetRootClaimType _ -> {}
                case Transfer _, TransferToHotkey _ ->
                        throw new IllegalArgumentException(
                                "A staking proxy can never give stake away: the chain refuses it.");
                case MoveLimit _,
                        ClaimRoot _,
                        ClaimRootOf _,
                        AutoStake _,
                        StakeIntoBasket _,
                        AddStakingProxy _,
                        RemoveStakingProxy _ ->
                        throw new IllegalArgumentException(
                                "A staking proxy may stake, unstake, move, swap and choose the claim type, nothing else that is known of: the chain refuses the rest.");
            }
        }
    }

    /** Several calls of one account, all or nothing. No batch, no proxy's call in it. */
    record Batch(List<Single> actions) implements StakingAction {

        /** As many as one page can show and one person can check. */
        public static final int MAX = 16;

        public Batch {
            actions = List.copyOf(actions);
            if (actions.isEmpty() || actions.size() > MAX) {
                throw new IllegalArgumentException("A batch has 1 to " + MAX + " calls.");
            }
        }
    }

    /** Whether its call takes a limit price: something is exchanged, and not one to one. */
    static boolean takesLimit(Single action) {
        return switch (action) {
            case Stake stake -> !stake.netUid().isRoot();
            case Unstake unstake -> !unstake.netUid().isRoot();
            case UnstakeFully unstake -> !unstake.netUid().isRoot();
            case MoveLimit _, Swap _ -> true;
            case UnstakeAll _,
                    UnstakeAllAlpha _,
                    Move _,
                    Transfer _,
                    TransferToHotkey _,
                    ClaimRoot _,
                    ClaimRootOf _,
                    SetRootClaimType _,
                    AutoStake _,
                    StakeIntoBasket _,
                    AddStakingProxy _,
                    RemoveStakingProxy _ ->
                    false;
        };
    }

    private static void requireAmount(long rao) {
        if (rao <= 0) {
            throw new IllegalArgumentException("An amount is more than 0.");
        }
    }

    private static void requireElsewhere(Hotkey from, Hotkey to, NetUid fromNet, NetUid toNet) {
        if (from.equals(to)) {
            throw new IllegalArgumentException(
                    fromNet.equals(toNet)
                            ? "That stake is there already."
                            : "The validator stays the same; a swap does that.");
        }
    }

    private static List<NetUid> inOrder(List<NetUid> subnets) {
        return subnets.stream().distinct().sorted().toList();
    }
}
