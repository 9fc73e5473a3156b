package io.hypha.devnet.runtime;

/**
 * What an extrinsic costs, before a tip. The sum of the three parts is the partial fee.
 *
 * @param refTime picoseconds of work that the call declares
 * @param proofSize bytes of proof that the call declares
 * @param dispatchClass who pays for the block space
 * @param baseFeeRao for being an extrinsic
 * @param lengthFeeRao for its bytes
 * @param weightFeeRao for its work
 */
public record FeeInfo(
        long refTime,
        long proofSize,
        DispatchClass dispatchClass,
        long baseFeeRao,
        long lengthFeeRao,
        long weightFeeRao) {

    /** In the order of its SCALE variants. */
    public enum DispatchClass {
        NORMAL(0),
        OPERATIONAL(1),
        MANDATORY(2);

        private final int index;

        DispatchClass(int index) {
            this.index = index;
        }

        public int index() {
            return index;
        }
    }

    public long partialFeeRao() {
        return Math.addExact(Math.addExact(baseFeeRao, lengthFeeRao), weightFeeRao);
    }
}
