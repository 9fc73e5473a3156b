package io.hypha.devnet.runtime;

import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;

/**
 * What a proxy may do for the account that appointed it, in the order of the variants' indices.
 * Rule: {@code define_proxy_filters!} of Subtensor's runtime at spec 424, for the calls that exist
 * here. A batch is a call of its own: types that allow calls by name refuse it, whatever is in it.
 */
enum ProxyType {
    ANY(0),
    OWNER(1),
    NON_CRITICAL(2),
    NON_TRANSFER(3),
    SENATE(4),
    NON_FUNGIBLE(5),
    TRIUMVIRATE(6),
    GOVERNANCE(7),
    STAKING(8),
    REGISTRATION(9),
    TRANSFER(10),
    SMALL_TRANSFER(11),
    ROOT_WEIGHTS(12),
    CHILD_KEYS(13),
    SUDO_UNCHECKED_SET_CODE(14),
    SWAP_HOTKEY(15),
    SUBNET_LEASE_BENEFICIARY(16),
    ROOT_CLAIM(17);

    /** 0.5 TAO, and 0.5 alpha. */
    private static final long SMALL = 500_000_000;

    private final int index;

    ProxyType(int index) {
        this.index = index;
    }

    /** The variant's SCALE index; the order of the variants is that of the indices. */
    int index() {
        return index;
    }

    /**
     * @throws ScaleException when there is no such variant
     */
    static ProxyType read(ScaleCodecReader in) {
        int start = in.offset();
        int index = in.readUByte();
        for (ProxyType type : values()) {
            if (type.index == index) {
                return type;
            }
        }
        throw new ScaleException(start, "no proxy type " + index);
    }

    boolean allows(Call call) {
        return switch (this) {
            case ANY -> true;
            case NON_CRITICAL -> !(call instanceof Call.Sudo);
            case NON_TRANSFER -> !isTransfer(call);
            case NON_FUNGIBLE -> !isTransfer(call) && !movesStake(call);
            case STAKING ->
                    (movesStake(call) && !(call instanceof StakeCall.TransferStake))
                            || call instanceof StakeCall.SetRootClaimType;
            case TRANSFER -> isTransfer(call);
            case SMALL_TRANSFER -> isSmallTransfer(call);
            case OWNER -> call instanceof Call.ScheduleGrandpaChange;
            case ROOT_CLAIM -> call instanceof StakeCall.ClaimRoot;
            case SENATE,
                    TRIUMVIRATE,
                    GOVERNANCE,
                    REGISTRATION,
                    ROOT_WEIGHTS,
                    CHILD_KEYS,
                    SUDO_UNCHECKED_SET_CODE,
                    SWAP_HOTKEY,
                    SUBNET_LEASE_BENEFICIARY ->
                    false;
        };
    }

    /** Whether whoever has this type may hand out {@code other}. */
    boolean includes(ProxyType other) {
        if (this == other || this == ANY) {
            return true;
        }
        if (other == ANY) {
            return false;
        }
        return this == NON_TRANSFER
                ? other != TRANSFER && other != SMALL_TRANSFER
                : this == TRANSFER && other == SMALL_TRANSFER;
    }

    private static boolean isTransfer(Call call) {
        return call instanceof Call.Transfer
                || call instanceof Call.TransferAll
                || call instanceof StakeCall.TransferStake;
    }

    private static boolean isSmallTransfer(Call call) {
        return (call instanceof Call.Transfer transfer && isSmall(transfer.amount()))
                || (call instanceof StakeCall.TransferStake stake && isSmall(stake.alpha()));
    }

    private static boolean isSmall(long amount) {
        return Long.compareUnsigned(amount, SMALL) < 0;
    }

    private static boolean movesStake(Call call) {
        return call instanceof StakeCall
                && !(call instanceof StakeCall.ClaimRoot)
                && !(call instanceof StakeCall.SetRootClaimType)
                && !(call instanceof StakeCall.SetAutoStake);
    }
}
