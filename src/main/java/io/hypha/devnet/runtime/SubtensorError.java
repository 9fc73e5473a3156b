package io.hypha.devnet.runtime;

/** Errors of pallet 7 that this runtime can raise, with their position at spec 424. */
enum SubtensorError {
    HOT_KEY_NOT_REGISTERED_IN_SUB_NET(4),
    HOT_KEY_ACCOUNT_NOT_EXISTS(5),
    NOT_ENOUGH_STAKE_TO_WITHDRAW(9),
    NOT_ENOUGH_BALANCE_TO_STAKE(12),
    SUBNET_NOT_EXISTS(76),
    AMOUNT_TOO_LOW(82),
    INSUFFICIENT_LIQUIDITY(83),
    SLIPPAGE_TOO_HIGH(84),
    TRANSFER_DISALLOWED(85),
    SUBTOKEN_DISABLED(94),
    SAME_NETUID(96),
    INSUFFICIENT_BALANCE(97),
    SAME_AUTO_STAKE_HOTKEY_ALREADY_SET(118),
    INVALID_SUBNET_NUMBER(124);

    static final int PALLET = 7;

    private final int index;

    SubtensorError(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    DispatchError.DispatchFailure failure() {
        return new DispatchError.Module(PALLET, index).failure();
    }

    /** Fails the dispatch unless the condition holds. */
    void unless(boolean holds) {
        if (!holds) {
            throw failure();
        }
    }
}
