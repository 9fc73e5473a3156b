package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/** Whether a transaction may enter the pool or a block: Substrate's {@code TransactionValidity}. */
public sealed interface Validity {

    /**
     * May be included once its {@code requires} are met.
     *
     * @param requires tags that others must provide first (an earlier nonce)
     * @param provides tags that this one provides (its nonce)
     * @param longevity blocks for which this answer holds
     */
    record Valid(
            long priority,
            List<Bytes> requires,
            List<Bytes> provides,
            long longevity,
            boolean propagate)
            implements Validity {}

    /** May not. */
    sealed interface Refusal extends Validity {
        /** The sentence that Substrate's JSON-RPC puts into {@code error.data}. */
        String text();
    }

    /** {@code InvalidTransaction}: JSON-RPC error 1010. */
    record Invalid(InvalidTransaction reason) implements Refusal {
        @Override
        public String text() {
            return reason.text();
        }
    }

    /** {@code UnknownTransaction}: JSON-RPC error 1011. */
    record Unknown(int code) implements Refusal {
        public static final Unknown CANNOT_LOOKUP = new Unknown(0);
        public static final Unknown NO_UNSIGNED_VALIDATOR = new Unknown(1);

        @Override
        public String text() {
            return code == 0
                    ? "Could not lookup information required to validate the transaction"
                    : "Could not find an unsigned validator for the unsigned transaction";
        }
    }

    /**
     * {@code InvalidTransaction} in its declared order; 7 is {@code Custom}, which is not made
     * here.
     */
    enum InvalidTransaction {
        CALL(0, "Transaction call is not expected"),
        PAYMENT(1, "Inability to pay some fees (e.g. account balance too low)"),
        FUTURE(2, "Transaction will be valid in the future"),
        STALE(3, "Transaction is outdated"),
        BAD_PROOF(4, "Transaction has a bad signature"),
        ANCIENT_BIRTH_BLOCK(5, "Transaction has an ancient birth block"),
        EXHAUSTS_RESOURCES(6, "Transaction would exhaust the block limits"),
        BAD_MANDATORY(8, "A call was labelled as mandatory, but resulted in an Error."),
        MANDATORY_VALIDATION(
                9, "Transaction dispatch is mandatory; transactions must not be validated."),
        BAD_SIGNER(10, "Invalid signing address"),
        INDETERMINATE_IMPLICIT(11, "The implicit data was unable to be calculated"),
        UNKNOWN_ORIGIN(12, "The transaction extension did not authorize any origin");

        private final int index;
        private final String text;

        InvalidTransaction(int index, String text) {
            this.index = index;
            this.text = text;
        }

        /** The variant's SCALE index. */
        public int index() {
            return index;
        }

        public String text() {
            return text;
        }
    }

    /** SCALE of {@code Result<ValidTransaction, TransactionValidityError>}. */
    default Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        switch (this) {
            case Valid valid ->
                    out.writeUByte(0)
                            .writeLong(valid.priority())
                            .writeVector(valid.requires(), ScaleCodecWriter::writeByteVector)
                            .writeVector(valid.provides(), ScaleCodecWriter::writeByteVector)
                            .writeLong(valid.longevity())
                            .writeBoolean(valid.propagate());
            case Invalid invalid ->
                    out.writeUByte(1).writeUByte(0).writeUByte(invalid.reason().index());
            case Unknown unknown -> out.writeUByte(1).writeUByte(1).writeUByte(unknown.code());
        }
        return out.toBytes();
    }
}
