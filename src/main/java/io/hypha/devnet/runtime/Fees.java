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
        static final Weight NONE = new Weight(0, 0);

        Weight plus(Weight other) {
            return new Weight(refTime + other.refTime, proofSize + other.proofSize);
        }

        /** What was used never counts for more than was declared. */
        Weight atMost(Weight declared) {
            return new Weight(
                    Math.min(refTime, declared.refTime), Math.min(proofSize, declared.proofSize));
        }
    }

    /** Work of any extrinsic, in picoseconds: {@code BlockWeights.normal.base_extrinsic}. */
    static final long BASE_REF_TIME = 108_157_000;

    private static final long READ = 25_000_000;
    private static final long WRITE = 100_000_000;
    private static final int FEE_PARTS_PER_BILLION = 500_000;
    private static final long BILLION = 1_000_000_000;

    private Fees() {}

    /** What a call declares; batches, sudo and proxies add what they hold. */
    static Weight weightOf(Call call) {
        return switch (call) {
            case Call.Remark() -> new Weight(2_000_000, 0);
            case Call.SetCode _ -> of(90_000_000_000L, 67_035, 1, 2);
            case Call.SetTimestamp _ -> of(9_000_000, 1_493, 2, 1);
            case Call.Transfer transfer ->
                    transfer.keepAlive()
                            ? of(41_000_000, 3_593, 1, 1)
                            : of(52_000_000, 3_593, 1, 1);
            case Call.TransferAll _ -> of(51_000_000, 3_593, 1, 1);
            case StakeCall stake -> weightOf(stake);
            case Call.Batch batch -> {
                Weight sum = batch(batch.kind(), batch.calls().size());
                for (Call inner : batch.calls()) {
                    sum = sum.plus(weightOf(inner));
                }
                yield sum;
            }
            case Call.Sudo sudo -> of(10_501_000, 1_650, 1, 0).plus(weightOf(sudo.call()));
            case Call.ScheduleGrandpaChange change ->
                    of(7_972_506 + 15_444L * change.next().size(), 2_779, 1, 1);
            case Call.Proxied proxied -> of(29_090_365, 4_994, 4, 2).plus(weightOf(proxied.call()));
            case Call.AddProxy _ -> of(27_388_644, 4_254, 1, 1);
            case Call.RemoveProxy _ -> of(29_108_129, 4_254, 1, 2);
        };
    }

    private static Weight weightOf(StakeCall call) {
        return switch (call) {
            case StakeCall.AddStake _ -> of(664_064_000, 8_727, 32, 16);
            case StakeCall.RemoveStake _ -> of(569_198_000, 10_557, 28, 13);
            case StakeCall.AddStakeLimit _ -> of(853_005_000, 8_727, 32, 16);
            case StakeCall.RemoveStakeLimit _ -> of(740_696_000, 10_591, 27, 13);
            case StakeCall.RemoveStakeFullLimit _ -> of(754_292_000, 10_591, 27, 13);
            case StakeCall.UnstakeAll _ -> of(26_830_000, 9_189, 6, 0);
            case StakeCall.UnstakeAllAlpha _ -> of(700_873_000, 11_306, 43, 25);
            case StakeCall.MoveStake _ -> of(216_061_000, 7_919, 19, 7);
            case StakeCall.TransferStake _ -> of(258_541_000, 7_994, 19, 6);
            case StakeCall.SwapStake _ -> of(742_019_000, 10_920, 47, 24);
            case StakeCall.SwapStakeLimit _ -> of(944_515_000, 11_077, 47, 24);
            case StakeCall.ClaimRoot _ -> of(138_999_000, 7_875, 16, 4);
            case StakeCall.SetRootClaimType _ -> of(18_283_000, 3_941, 2, 4);
            case StakeCall.SetAutoStake _ -> of(33_853_000, 4_274, 4, 2);
        };
    }

    /** What a batch of so many calls costs beside them. */
    static Weight batch(Call.BatchKind kind, int calls) {
        return switch (kind) {
            case BATCH -> of(19_446_696 + 5_450_264L * calls, 3_983, 2, 0);
            case BATCH_ALL -> of(5_000_000 + 5_000_000L * calls, 3_983, 2, 0);
            case FORCE_BATCH -> of(12_134_867 + 5_477_293L * calls, 3_983, 2, 0);
        };
    }

    /** The work of a claim: looking at hotkeys, and one subnet of one hotkey claimed. */
    static Weight claim(int hotkeys, int claims) {
        Weight looked = of(0, 0, 1 + 3 * hotkeys, 0);
        Weight each = of(60_000_000, 6_987, 7, 5);
        return looked.plus(new Weight(each.refTime() * claims, each.proofSize() * claims));
    }

    static FeeInfo.DispatchClass classOf(Call call) {
        if (call instanceof Call.Sudo(Call inner)) {
            return classOf(inner);
        }
        if (call instanceof Call.SetTimestamp) {
            return FeeInfo.DispatchClass.MANDATORY;
        }
        return call instanceof Call.SetCode
                ? FeeInfo.DispatchClass.OPERATIONAL
                : FeeInfo.DispatchClass.NORMAL;
    }

    /**
     * @param length of the extrinsic with its prefix, in bytes
     */
    static FeeInfo feeOf(Call call, int length) {
        return feeOf(call, length, weightOf(call));
    }

    /** What a call costs in the end, having used so much. */
    static FeeInfo feeOf(Call call, int length, Weight weight) {
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
