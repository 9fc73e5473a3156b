package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Optional;

/** {@code System.Account}: 56 bytes, balances u64 in rao. */
record AccountInfo(
        long nonce,
        long consumers,
        long providers,
        long sufficients,
        long free,
        long reserved,
        long frozen,
        Bytes flags) {

    /** An account that never was: pallet_balances' new logic flag set, all else zero. */
    static final AccountInfo NONE =
            new AccountInfo(0, 0, 0, 0, 0, 0, 0, Bytes.fromHex("00000000000000000000000000000080"));

    static AccountInfo read(WorkingState state, Bytes account) {
        return decode(state.get(Items.ACCOUNT.key(account)));
    }

    static AccountInfo decode(Optional<Bytes> stored) {
        if (stored.isEmpty()) {
            return NONE;
        }
        ScaleCodecReader in = new ScaleCodecReader(stored.get());
        return new AccountInfo(
                in.readUint32(),
                in.readUint32(),
                in.readUint32(),
                in.readUint32(),
                in.readUint63(),
                in.readUint63(),
                in.readUint63(),
                in.readFixed(16));
    }

    Bytes encode() {
        return new ScaleCodecWriter()
                .writeUint32(nonce)
                .writeUint32(consumers)
                .writeUint32(providers)
                .writeUint32(sufficients)
                .writeLong(free)
                .writeLong(reserved)
                .writeLong(frozen)
                .writeFixed(flags)
                .toBytes();
    }

    void write(WorkingState state, Bytes account) {
        state.put(Items.ACCOUNT.key(account), encode());
    }

    AccountInfo withFree(long amount) {
        return new AccountInfo(
                nonce, consumers, providers, sufficients, amount, reserved, frozen, flags);
    }

    AccountInfo withNonce(long next) {
        return new AccountInfo(
                next, consumers, providers, sufficients, free, reserved, frozen, flags);
    }

    AccountInfo withProviders(long count) {
        return new AccountInfo(nonce, consumers, count, sufficients, free, reserved, frozen, flags);
    }

    /** The same with part of its TAO set apart. What is set apart needs the account to live on. */
    AccountInfo withReserved(long amount) {
        boolean relied = reserved > 0 || frozen > 0;
        boolean relies = amount > 0 || frozen > 0;
        long change = relies == relied ? 0 : relies ? 1 : -1;
        return new AccountInfo(
                nonce, consumers + change, providers, sufficients, free, amount, frozen, flags);
    }

    /** Whether the account may not die: something relies on its only provider. */
    boolean isNeeded() {
        return consumers > 0;
    }

    boolean exists() {
        return providers > 0 || sufficients > 0;
    }
}
