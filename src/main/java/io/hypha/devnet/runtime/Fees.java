package io.hypha.devnet.runtime;

/**
 * What calls cost: their declared weight, and the fee of base, length and weight. One rao a byte,
 * half a milli-rao per picosecond; the multiplier is one. Rule: runtime and {@code
 * pallets/transaction-fee} at spec 424.
 */
final class Fees {

    /**
     * @param refTime in picoseconds
     */
    record Weight(long refTime, long proofSize) {
        Weight plus(Weight other) {
            return new Weight(refTime + other.refTime, proofSize + other.proofSize);
        }
    }

    /** Work of any extrinsic, in picoseconds: {@code BlockWeights.normal.base_extrinsic}. */
    static final long BASE_REF_TIME = 108_157_000;

    private static final long READ = 25_000_000;
    private static final long WRITE = 100_000_000;
    private static final int FEE_PARTS_PER_BILLION = 500_000;
    private static final long BILLION = 1_000_000_000;

    private Fees() {}

    static Weight weightOf(Call call) {
        return switch (call) {
            case Call.Remark() -> new Weight(2_000_000, 0);
            case Call.SetTimestamp _ -> of(9_000_000, 1_493, 2, 1);
            case Call.Transfer transfer ->
                    transfer.keepAlive()
                            ? of(41_000_000, 3_593, 1, 1)
                            : of(52_000_000, 3_593, 1, 1);
            case Call.TransferAll _ -> of(51_000_000, 3_593, 1, 1);
            case Call.AddStake _ -> of(664_064_000, 8_727, 32, 16);
            case Call.RemoveStake _ -> of(569_198_000, 10_557, 28, 13);
            case Call.AddStakeLimit _ -> of(853_005_000, 8_727, 32, 16);
            case Call.RemoveStakeLimit _ -> of(740_696_000, 10_591, 27, 13);
            case Call.MoveStake _ -> of(216_061_000, 7_919, 19, 7);
            case Call.BatchAll batch -> {
                Weight sum = of(5_000_000 + 5_000_000L * batch.calls().size(), 3_983, 2, 0);
                for (Call inner : batch.calls()) {
                    sum = sum.plus(weightOf(inner));
                }
                yield sum;
            }
            case Call.Sudo sudo -> of(10_501_000, 1_650, 1, 0).plus(weightOf(sudo.call()));
            case Call.ScheduleGrandpaChange change ->
                    of(7_972_506 + 15_444L * change.next().size(), 2_779, 1, 1);
        };
    }

    static FeeInfo.DispatchClass classOf(Call call) {
        if (call instanceof Call.Sudo(Call inner)) {
            return classOf(inner);
        }
        return call instanceof Call.SetTimestamp
                ? FeeInfo.DispatchClass.MANDATORY
                : FeeInfo.DispatchClass.NORMAL;
    }

    /**
     * @param length of the extrinsic with its prefix, in bytes
     */
    static FeeInfo feeOf(Call call, int length) {
        Weight weight = weightOf(call);
        return new FeeInfo(
                weight.refTime(),
                weight.proofSize(),
                classOf(call),
                rao(BASE_REF_TIME),
                length,
                rao(weight.refTime()));
    }

    /** Rounded to the nearest, halves down, as {@code Perbill} multiplies. */
    private static long rao(long refTime) {
        long whole = refTime / BILLION * FEE_PARTS_PER_BILLION;
        long scaled = refTime % BILLION * FEE_PARTS_PER_BILLION;
        return whole + (scaled + BILLION / 2 - 1) / BILLION;
    }

    private static Weight of(long refTime, long proofSize, int reads, int writes) {
        return new Weight(refTime + reads * READ + writes * WRITE, proofSize);
    }
}
