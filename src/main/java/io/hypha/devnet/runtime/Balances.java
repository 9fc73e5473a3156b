package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/**
 * Pallet 5: TAO of accounts, in rao, free or reserved. No account here has freezes or locks. Rule:
 * {@code pallet_balances}; an account with a reserve cannot be emptied, which comes out as {@code
 * NotExpendable} whatever the call that tries.
 */
final class Balances {

    static final int PALLET = 5;
    static final long EXISTENTIAL_DEPOSIT = 500;

    private static final int ENDOWED = 0;
    private static final int DUST_LOST = 1;
    private static final int TRANSFER = 2;
    private static final int RESERVED = 4;
    private static final int UNRESERVED = 5;
    private static final int DEPOSIT = 7;
    private static final int WITHDRAW = 8;
    private static final int ISSUED = 15;
    private static final DispatchError TOO_LITTLE = new DispatchError.Module(PALLET, 2);

    private final Execution block;

    Balances(Execution block) {
        this.block = block;
    }

    static long free(WorkingState state, Bytes account) {
        return AccountInfo.read(state, account).free();
    }

    /** What may leave while the account stays alive. */
    static long spendableAlive(WorkingState state, Bytes account) {
        return Math.max(0, free(state, account) - EXISTENTIAL_DEPOSIT);
    }

    /** What {@code transfer_all} sends: all of it, unless the account must or shall live on. */
    static long transferable(WorkingState state, Bytes account, boolean keepAlive) {
        return keepAlive || AccountInfo.read(state, account).isNeeded()
                ? spendableAlive(state, account)
                : free(state, account);
    }

    /** Moves TAO. {@code keepAlive}: the sender must keep the existential deposit. */
    void transfer(Bytes from, Bytes to, long amount, boolean keepAlive) {
        WorkingState state = block.state();
        AccountInfo sender = AccountInfo.read(state, from);
        if (amount > 0) {
            requireWithdrawable(sender, amount, keepAlive);
            AccountInfo receiver = AccountInfo.read(state, to);
            if (!receiver.exists() && amount < EXISTENTIAL_DEPOSIT) {
                throw DispatchError.belowMinimum().failure();
            }
            if (!from.equals(to)) {
                setFree(from, sender, sender.free() - amount);
                credit(to, amount);
            }
        }
        if (!from.equals(to)) {
            block.events()
                    .deposit(
                            PALLET,
                            TRANSFER,
                            out -> out.writeFixed(from).writeFixed(to).writeLong(amount));
        }
    }

    /** Takes a fee of an account that must stay alive; false where it cannot pay. */
    boolean withdraw(Bytes account, long amount) {
        AccountInfo info = AccountInfo.read(block.state(), account);
        if (info.free() - amount < EXISTENTIAL_DEPOSIT) {
            return false;
        }
        setFree(account, info, info.free() - amount);
        block.events().deposit(PALLET, WITHDRAW, out -> out.writeFixed(account).writeLong(amount));
        return true;
    }

    /** Sets free TAO apart, as a deposit. */
    void reserve(Bytes account, long amount) {
        AccountInfo info = AccountInfo.read(block.state(), account);
        if (info.free() < amount) {
            throw TOO_LITTLE.failure();
        }
        if (info.free() - amount < EXISTENTIAL_DEPOSIT) {
            throw new DispatchError.ConsumerRemaining().failure();
        }
        info.withFree(info.free() - amount)
                .withReserved(Math.addExact(info.reserved(), amount))
                .write(block.state(), account);
        block.events().deposit(PALLET, RESERVED, out -> out.writeFixed(account).writeLong(amount));
    }

    /** Gives back what was set apart. */
    void unreserve(Bytes account, long amount) {
        AccountInfo info = AccountInfo.read(block.state(), account);
        long freed = Math.min(amount, info.reserved());
        info.withFree(Math.addExact(info.free(), freed))
                .withReserved(info.reserved() - freed)
                .write(block.state(), account);
        block.events().deposit(PALLET, UNRESERVED, out -> out.writeFixed(account).writeLong(freed));
    }

    /** Gives TAO that already counts as issued, such as a withdrawn fee. */
    void deposit(Bytes account, long amount) {
        credit(account, amount);
        block.events().deposit(PALLET, DEPOSIT, out -> out.writeFixed(account).writeLong(amount));
    }

    /** Issues new TAO, to be given out by {@link #deposit}. */
    void issue(long amount) {
        block.state().addU64(Items.BALANCES_ISSUANCE.prefix(), amount);
        block.events().deposit(PALLET, ISSUED, out -> out.writeLong(amount));
    }

    private static void requireWithdrawable(AccountInfo sender, long amount, boolean keepAlive) {
        if (sender.free() < amount) {
            throw DispatchError.fundsUnavailable().failure();
        }
        if ((keepAlive || sender.isNeeded()) && sender.free() - amount < EXISTENTIAL_DEPOSIT) {
            throw DispatchError.notExpendable().failure();
        }
    }

    private void credit(Bytes account, long amount) {
        AccountInfo info = AccountInfo.read(block.state(), account);
        long free = Math.addExact(info.free(), amount);
        if (info.exists()) {
            info.withFree(free).write(block.state(), account);
        } else {
            info.withProviders(1).withFree(free).write(block.state(), account);
            block.events().deposit(0, 3, out -> out.writeFixed(account));
            block.events().deposit(PALLET, ENDOWED, out -> out.writeFixed(account).writeLong(free));
        }
    }

    /**
     * Sets a lower balance; an account below the existential deposit dies and its dust is burnt.
     */
    private void setFree(Bytes account, AccountInfo info, long free) {
        WorkingState state = block.state();
        if (free >= EXISTENTIAL_DEPOSIT) {
            info.withFree(free).write(state, account);
            return;
        }
        state.remove(Items.ACCOUNT.key(account));
        block.events().deposit(0, 4, out -> out.writeFixed(account));
        if (free > 0) {
            state.subtractU64(Items.BALANCES_ISSUANCE.prefix(), free);
            state.subtractU64(Subtensor.TOTAL_ISSUANCE.prefix(), free);
            block.events()
                    .deposit(PALLET, DUST_LOST, out -> out.writeFixed(account).writeLong(free));
        }
    }
}
