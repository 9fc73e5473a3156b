package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;

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

    default Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        switch (this) {
            case CannotLookup() -> out.writeUByte(1);
            case BadOrigin() -> out.writeUByte(2);
            case Module(int pallet, int error) ->
                    out.writeUByte(3).writeUByte(pallet).writeUint32(error);
            case Token(int error) -> out.writeUByte(7).writeUByte(error);
        }
        return out.toBytes();
    }

    default DispatchFailure failure() {
        return new DispatchFailure(this);
    }

    /** Ends a dispatch; caught where the dispatch began, with all its changes taken back. */
    final class DispatchFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient DispatchError error;

        private DispatchFailure(DispatchError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        DispatchError error() {
            return error;
        }
    }
}
