package io.hypha.yield;

import io.hypha.chain.Formula;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.ProvenValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Accrual on root out of proven claim rates: {@code Σ Δrate × price}. The rates are running totals,
 * so nothing can be counted twice or left out between the first block and the last; a block left
 * out is priced at the next.
 */
final class AccrualFormula implements Formula {

    static final String CODE = "accrual_v1";

    @Override
    public String code() {
        return CODE;
    }

    @Override
    public String title(ProofId figure) {
        return YieldFigure.of(figure).title();
    }

    @Override
    public String words() {
        return "Σ Δ RootClaimable × spot price over every block of the window in which a subnet paid, TAO per TAO of root"
                + " stake, 12 places, rounded once; the price as in spot-price/1 at that block; blocks without root stake"
                + " do not count; Timestamp.Now shows that they fill the window";
    }

    @Override
    public String unit(ProofId figure) {
        return "ratio";
    }

    @Override
    public Level level() {
        return Level.DERIVED;
    }

    @Override
    public Outcome of(ProofId figure, List<Input> inputs) {
        return ProvenValues.compute(inputs, values -> compute(YieldFigure.of(figure), values));
    }

    private static Outcome compute(YieldFigure figure, ProvenValues values) {
        Hotkey hotkey = figure.hotkey();
        List<Long> blocks =
                List.copyOf(
                        new TreeSet<>(values.blocksOf(YieldFigure.CLAIMABLE, hotkey.address())));
        if (!figure.netUid().isRoot() || blocks.size() < 2 || blocks.getLast() != figure.block()) {
            return new Outcome.Refused(
                    "expected claim rates of two blocks or more, the last of block "
                            + figure.block()
                            + ", found "
                            + blocks.size());
        }
        Map<NetUid, BigInteger> before = values.claimRates(blocks.getFirst(), hotkey);
        BigDecimal accrued = BigDecimal.ZERO;
        for (long block : blocks.subList(1, blocks.size())) {
            Map<NetUid, BigInteger> rates = values.claimRates(block, hotkey);
            if (values.u64(block, YieldFigure.STAKE, hotkey.address(), NetUid.ROOT.toString())
                    > 0) {
                for (Map.Entry<NetUid, BigInteger> rate : rates.entrySet()) {
                    BigInteger old = before.getOrDefault(rate.getKey(), BigInteger.ZERO);
                    if (rate.getValue().compareTo(old) > 0) {
                        accrued =
                                accrued.add(
                                        values.pool(block, rate.getKey())
                                                .accrual(old, rate.getValue()));
                    }
                }
            }
            before = rates;
        }
        figure.requireTimes(
                values.u64(blocks.getFirst(), YieldFigure.NOW),
                values.u64(blocks.get(1), YieldFigure.NOW),
                values.u64(blocks.getLast(), YieldFigure.NOW));
        return new Outcome.Value(
                accrued.setScale(PoolYield.PLACES, RoundingMode.HALF_EVEN).toPlainString());
    }
}
