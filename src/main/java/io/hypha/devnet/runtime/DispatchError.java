package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Optional;

/** Why a call failed: the variants of {@code sp_runtime::DispatchError} that this runtime uses. */
sealed interface DispatchError {

    /** {@code System.CallFiltered}. */
    static DispatchError callFiltered() {
        return new Module(0, 5);
    }

    /** {@code TokenError::FundsUnavailable}. */
    static DispatchError fundsUnavailable() {
        return new Token(0);
    }

    /** {@code TokenError::BelowMinimum}: too little to open an account. */
    static DispatchError belowMinimum() {
        return new Token(2);
    }

    /** {@code TokenError::NotExpendable}: the account would die. */
    static DispatchError notExpendable() {
        return new Token(8);
    }

    /** An error of a pallet, by the pallet's index and the error's position. */
    record Module(int pallet, int error) implements DispatchError {}

    /** A {@code TokenError} by its position. */
    record Token(int error) implements DispatchError {}

    /** An address that names no account. */
    record CannotLookup() implements DispatchError {}

    /** The origin may not make this call. */
    record BadOrigin() implements DispatchError {}

    /** An account that something else relies on would die. */
    record ConsumerRemaining() implements DispatchError {}

    default Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        switch (this) {
            case CannotLookup() -> out.writeUByte(1);
            case BadOrigin() -> out.writeUByte(2);
            case Module(int pallet, int error) ->
                    out.writeUByte(3).writeUByte(pallet).writeUint32(error);
            case ConsumerRemaining() -> out.writeUByte(4);
            case Token(int error) -> out.writeUByte(7).writeUByte(error);
        }
        return out.toBytes();
    }

    /** SCALE of {@code DispatchResult}. */
    static Bytes encodeResult(Optional<DispatchError> error) {
        return error.map(each -> Bytes.concat(Bytes.ofInts(1), each.encode()))
                .orElse(Bytes.ofInts(0));
    }

    default DispatchFailure failure() {
        return new DispatchFailure(this, Optional.empty());
    }

    /** A failure of a call that knows how much of its declared weight it used. */
    default DispatchFailure failureAfter(Fees.Weight used) {
        return new DispatchFailure(this, Optional.of(used));
    }

    /** Ends a dispatch; caught where the dispatch began, with all its changes taken back. */
    final class DispatchFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient DispatchError error;
        private final transient Optional<Fees.Weight> used;

        private DispatchFailure(DispatchError error, Optional<Fees.Weight> used) {
            super(error.toString(), null, false, false);
            this.error = error;
            this.used = used;
        }

        /** What was used of the declared weight, where that is known to be less. */
        Optional<Fees.Weight> used() {
            return used;
        }

        DispatchError error() {
            return error;
        }
    }
}
