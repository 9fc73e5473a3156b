package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.Optional;

/**
 * The alpha that a hotkey holds on a subnet, shared among coldkeys. Two generations of shares
 * exist: an entry of the first (U64F64) counts where its key is present, and becomes one of the
 * second (SafeFloat) when it is touched; numerator and denominator each by itself.
 *
 * <p>Rule: {@code primitives/share-pool} and {@code HotkeyAlphaSharePoolDataOperations} of
 * Subtensor.
 */
final class SharePool {

    private final WorkingState state;
    private final Bytes hotkey;
    private final int netuid;
    private final Bytes totalKey;
    private final Bytes firstKey;
    private final Bytes secondKey;

    SharePool(WorkingState state, Bytes hotkey, int netuid) {
        this.state = state;
        this.hotkey = hotkey;
        this.netuid = netuid;
        this.totalKey = Subtensor.TOTAL_HOTKEY_ALPHA.key(hotkey, netuid);
        this.firstKey = Subtensor.TOTAL_HOTKEY_SHARES.key(hotkey, netuid);
        this.secondKey = Subtensor.TOTAL_HOTKEY_SHARES_V2.key(hotkey, netuid);
    }

    /** Alpha (on root: TAO) in rao that all holders have together. */
    long total() {
        return state.u64(totalKey);
    }

    /** What {@code coldkey}'s shares are worth, in rao. */
    long valueOf(Bytes coldkey) {
        return SafeFloat.of(total()).timesDividedBy(share(coldkey), denominator()).toU64();
    }

    /** Whether a deposit of {@code amount} buys any shares. */
    boolean isPreciseEnoughFor(long amount) {
        SafeFloat denominator = denominator();
        return denominator.isZero() || !sharesFor(amount, denominator).isZero();
    }

    /** Dividends: the value of every share grows. */
    void addForAll(long amount) {
        setTotal(Math.addExact(total(), amount));
    }

    /** A deposit: new shares at the present price. */
    void add(Bytes coldkey, long amount) {
        SafeFloat denominator = denominator();
        if (denominator.isZero()) {
            SafeFloat first = SafeFloat.of(amount);
            setDenominator(first);
            setShare(coldkey, first);
        } else {
            SafeFloat shares = amount > 0 ? sharesFor(amount, denominator) : SafeFloat.ZERO;
            setDenominator(denominator.plus(shares));
            setShare(coldkey, share(coldkey).plus(shares));
        }
        addForAll(amount);
    }

    /** A withdrawal; nothing happens where the shares are worth less. */
    void remove(Bytes coldkey, long amount) {
        if (valueOf(coldkey) < amount) {
            return;
        }
        SafeFloat denominator = denominator();
        SafeFloat shares = sharesFor(amount, denominator);
        setDenominator(denominator.minus(shares));
        setShare(coldkey, share(coldkey).minus(shares));
        setTotal(Math.max(0, total() - amount));
    }

    SafeFloat denominator() {
        Optional<Bytes> first = state.get(firstKey);
        return first.isPresent()
                ? ofFirstGeneration(first.get())
                : ofSecondGeneration(state.get(secondKey));
    }

    SafeFloat share(Bytes coldkey) {
        Optional<Bytes> first = state.get(Subtensor.ALPHA.key(hotkey, coldkey, netuid));
        return first.isPresent()
                ? ofFirstGeneration(first.get())
                : ofSecondGeneration(state.get(Subtensor.ALPHA_V2.key(hotkey, coldkey, netuid)));
    }

    private SafeFloat sharesFor(long amount, SafeFloat denominator) {
        return SafeFloat.of(amount).timesDividedBy(denominator, SafeFloat.of(total()));
    }

    private void setTotal(long amount) {
        if (amount == 0) {
            state.remove(totalKey);
        } else {
            state.putU64(totalKey, amount);
        }
    }

    private void setDenominator(SafeFloat shares) {
        replace(firstKey, secondKey, shares);
    }

    private void setShare(Bytes coldkey, SafeFloat shares) {
        replace(
                Subtensor.ALPHA.key(hotkey, coldkey, netuid),
                Subtensor.ALPHA_V2.key(hotkey, coldkey, netuid),
                shares);
    }

    private void replace(Bytes firstGeneration, Bytes secondGeneration, SafeFloat shares) {
        if (state.contains(firstGeneration)) {
            state.remove(firstGeneration);
        }
        if (shares.isZero()) {
            state.remove(secondGeneration);
        } else {
            state.put(secondGeneration, shares.encode());
        }
    }

    private static SafeFloat ofFirstGeneration(Bytes stored) {
        return SafeFloat.ofU64F64(new ScaleCodecReader(stored).readUint128());
    }

    private static SafeFloat ofSecondGeneration(Optional<Bytes> stored) {
        return stored.map(SafeFloat::decode).orElse(SafeFloat.ZERO);
    }
}
