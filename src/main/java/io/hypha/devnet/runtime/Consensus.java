package io.hypha.devnet.runtime;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Yuma consensus of one epoch, bonds without memory: each miner's weight is clipped to what a
 * majority of stake grants it; a validator earns by stake and by how much of its row survives the
 * clipping.
 */
final class Consensus {

    private static final int Q = 32;
    private static final long ONE = 1L << Q;
    private static final int U16_MAX = 65_535;

    /** Kappa: the stake share, over 65535, that a weight must exceed. */
    private static final int KAPPA = 32_767;

    /** A weight given to a uid. */
    record Vote(int uid, int weight) {}

    /** One uid of the subnet as the epoch finds it, with the weights it gives; none where unset. */
    record Neuron(long stakeWeight, boolean votes, List<Vote> weights) {}

    /**
     * The epoch's vectors by uid. Trust, consensus, incentive and dividends are over 65535; the two
     * shares are relative to their sum.
     */
    record Result(
            List<Integer> validatorTrust,
            List<Integer> consensus,
            List<Integer> incentive,
            List<Integer> dividends,
            List<BigInteger> incentiveShare,
            List<BigInteger> dividendShare) {}

    private final List<Neuron> neurons;
    private final int count;

    Consensus(List<Neuron> neurons) {
        this.neurons = List.copyOf(neurons);
        this.count = neurons.size();
    }

    Result run() {
        long[] stake = stakeShares();
        long[][] rows = new long[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = stake[i] > 0 ? normalized(neurons.get(i).weights()) : new long[0];
        }
        long[] agreed = new long[count];
        BigInteger[] rank = new BigInteger[count];
        long[] trust = new long[count];
        for (int j = 0; j < count; j++) {
            agreed[j] = agreed(rows, stake, j);
            rank[j] = BigInteger.ZERO;
            for (int i = 0; i < count; i++) {
                if (rows[i].length > 0 && agreed[j] > 0) {
                    long clipped = Math.min(rows[i][j], agreed[j]);
                    trust[i] += clipped;
                    rank[j] =
                            rank[j].add(
                                    BigInteger.valueOf(stake[i])
                                            .multiply(BigInteger.valueOf(clipped)));
                }
            }
        }
        BigInteger[] dividends = new BigInteger[count];
        for (int i = 0; i < count; i++) {
            dividends[i] = BigInteger.valueOf(stake[i]).multiply(BigInteger.valueOf(trust[i]));
        }
        return new Result(
                overOne(trust),
                overOne(agreed),
                overSum(rank),
                overSum(dividends),
                List.of(rank),
                List.of(dividends));
    }

    /** Shares of the stake that votes, in 2^-32. */
    private long[] stakeShares() {
        BigInteger total = BigInteger.ZERO;
        for (Neuron neuron : neurons) {
            if (neuron.votes()) {
                total = total.add(BigInteger.valueOf(neuron.stakeWeight()));
            }
        }
        long[] shares = new long[count];
        for (int i = 0; i < count && total.signum() > 0; i++) {
            if (neurons.get(i).votes()) {
                shares[i] =
                        BigInteger.valueOf(neurons.get(i).stakeWeight())
                                .shiftLeft(Q)
                                .divide(total)
                                .longValueExact();
            }
        }
        return shares;
    }

    private long[] normalized(List<Vote> weights) {
        long sum = 0;
        for (Vote vote : weights) {
            sum += vote.weight();
        }
        long[] row = new long[sum == 0 ? 0 : count];
        for (Vote vote : sum == 0 ? List.<Vote>of() : weights) {
            row[vote.uid()] = ((long) vote.weight() << Q) / sum;
        }
        return row;
    }

    /**
     * The greatest weight that validators with more than kappa of the voting stake give miner
     * {@code j}.
     */
    private long agreed(long[][] rows, long[] stake, int j) {
        List<Integer> voters = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += stake[i];
            if (rows[i].length > 0 && rows[i][j] > 0) {
                voters.add(i);
            }
        }
        voters.sort(Comparator.comparingLong((Integer i) -> rows[i][j]).reversed());
        long majority = total / U16_MAX * KAPPA + total % U16_MAX * KAPPA / U16_MAX;
        long seen = 0;
        for (int i : voters) {
            seen += stake[i];
            if (seen > majority) {
                return rows[i][j];
            }
        }
        return 0;
    }

    private static List<Integer> overOne(long[] values) {
        List<Integer> shares = new ArrayList<>();
        for (long value : values) {
            shares.add((int) ((Math.min(value, ONE) * U16_MAX) >> Q));
        }
        return shares;
    }

    private static List<Integer> overSum(BigInteger[] values) {
        BigInteger sum = BigInteger.ZERO;
        for (BigInteger value : values) {
            sum = sum.add(value);
        }
        List<Integer> shares = new ArrayList<>();
        for (BigInteger value : values) {
            shares.add(
                    sum.signum() == 0
                            ? 0
                            : value.multiply(BigInteger.valueOf(U16_MAX))
                                    .divide(sum)
                                    .intValueExact());
        }
        return shares;
    }
}
