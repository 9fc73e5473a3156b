package io.hypha.stake;

import io.hypha.chain.NetUid;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A runtime that answers as a test wants. Swaps of even pools it reckons in whole numbers by x·y =
 * k; for others a test names each answer.
 */
public final class FakeRuntime {

    /** Validity of a transaction: {@code Ok(ValidTransaction)} with nothing in it. */
    public static final Bytes VALID =
            new ScaleCodecWriter()
                    .writeUByte(0)
                    .writeLong(1)
                    .writeCompact(0)
                    .writeCompact(0)
                    .writeLong(64)
                    .writeBoolean(true)
                    .toBytes();

    private final FakeSubtensor chain;
    public final List<String> asked = new ArrayList<>();
    public final Map<String, Bytes> answers = new HashMap<>();
    public final Map<String, ExecutedOutcome> outcomes = new HashMap<>();

    /** {@code netuid buy|sell amount} to {@code out fee}. */
    public final Map<String, long[]> swaps = new HashMap<>();

    /** Subnets whose fee is one part in so many, and not the chain's. */
    public final Map<NetUid, Long> fees = new HashMap<>();

    /** Added to what a swap gives. */
    public long skew;

    public long fee = 123_456;
    public long weightFee = 120_000;

    public FakeRuntime(FakeSubtensor chain) {
        this.chain = chain;
        answers.put("TaggedTransactionQueue_validate_transaction", VALID);
    }

    public ExecutedOutcome call(String method, Bytes parameters) {
        asked.add(method);
        if (outcomes.containsKey(method)) {
            return outcomes.get(method);
        }
        if (answers.containsKey(method)) {
            return new ExecutedOutcome.Returned(answers.get(method));
        }
        ScaleCodecReader in = new ScaleCodecReader(parameters);
        return switch (method) {
            case "SwapRuntimeApi_sim_swap_tao_for_alpha" -> swap(in, true);
            case "SwapRuntimeApi_sim_swap_alpha_for_tao" -> swap(in, false);
            case "TransactionPaymentApi_query_info" ->
                    new ExecutedOutcome.Returned(
                            new ScaleCodecWriter()
                                    .writeCompact(1)
                                    .writeCompact(1)
                                    .writeUByte(0)
                                    .writeLong(fee)
                                    .toBytes());
            case "TransactionPaymentApi_query_fee_details" ->
                    new ExecutedOutcome.Returned(
                            new ScaleCodecWriter()
                                    .writeBoolean(true)
                                    .writeLong(3_000)
                                    .writeLong(456)
                                    .writeLong(weightFee)
                                    .writeLong(0)
                                    .toBytes());
            default -> new ExecutedOutcome.Trapped("this fake does not answer " + method);
        };
    }

    private ExecutedOutcome swap(ScaleCodecReader in, boolean buy) {
        NetUid netUid = new NetUid(in.readUint16());
        long amount = in.readUint63();
        long[] named = swaps.get(netUid + (buy ? " buy " : " sell ") + amount);
        long[] result = named == null ? even(netUid, buy, amount) : named;
        long net = amount - result[1];
        long out = result[0] + skew;
        ScaleCodecWriter writer = new ScaleCodecWriter();
        long[] fields =
                buy
                        ? new long[] {net, out, result[1], 0, 0, 0}
                        : new long[] {out, net, 0, result[1], 0, 0};
        for (long field : fields) {
            writer.writeLong(field);
        }
        return new ExecutedOutcome.Returned(writer.toBytes());
    }

    private long[] even(NetUid netUid, boolean buy, long amount) {
        var pool = chain.pools.get(netUid);
        if (pool.oneToOne()) {
            return new long[] {amount, 0};
        }
        BigInteger rate = BigInteger.valueOf(33).shiftLeft(64).divide(BigInteger.valueOf(65_535));
        BigInteger fee =
                fees.containsKey(netUid)
                        ? BigInteger.valueOf(amount / fees.get(netUid))
                        : BigInteger.valueOf(amount).multiply(rate).shiftRight(64);
        BigInteger net = BigInteger.valueOf(amount).subtract(fee);
        BigInteger in = BigInteger.valueOf(buy ? pool.tao() : pool.alphaIn());
        BigInteger from = BigInteger.valueOf(buy ? pool.alphaIn() : pool.tao());
        return new long[] {
            from.multiply(net).divide(in.add(net)).longValueExact(), fee.longValueExact()
        };
    }
}
