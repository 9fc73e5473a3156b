package io.hypha.yield;

import io.hypha.chain.Formula;
import io.hypha.chain.Level;
import io.hypha.chain.ProofId;
import io.hypha.chain.ProvenValues;
import java.math.BigInteger;
import java.util.List;
import java.util.TreeSet;

/**
 * Return of a share pool out of proven epochs: {@code Π T / (T − D) − 1}.
 *
 * <p>Each epoch counts once, because its block must be the subnet's last step in its own state;
 * none is left out, because the state just before it must name the epoch before.
 */
final class GrowthFormula implements Formula {

    static final String CODE = "growth_v1";

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
        return "Π T / (T − D) − 1 over every epoch of the window, with D = AlphaDividendsPerSubnet and T ="
                + " TotalHotkeyAlphaLastEpoch at its block, 12 places, rounded once; LastMechansimStepBlock shows that each"
                + " epoch counts once and none is left out, Timestamp.Now that they fill the window";
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
        String hotkey = figure.hotkey().address();
        String netUid = figure.netUid().toString();
        List<Long> epochs =
                List.copyOf(new TreeSet<>(values.blocksOf(YieldFigure.DIVIDENDS, netUid, hotkey)));
        if (epochs.isEmpty() || epochs.getLast() != figure.block()) {
            return new Outcome.Refused(
                    "expected epochs up to block "
                            + figure.block()
                            + ", found "
                            + (epochs.isEmpty() ? "none" : "block " + epochs.getLast()));
        }
        long base = values.u64(epochs.getFirst() - 1, YieldFigure.STEP, netUid);
        long before = base;
        GrowthIndex.Builder growth = GrowthIndex.builder();
        for (long epoch : epochs) {
            long step = values.u64(epoch, YieldFigure.STEP, netUid);
            long previous = values.u64(epoch - 1, YieldFigure.STEP, netUid);
            if (step != epoch || previous != before) {
                return new Outcome.Refused(
                        "block "
                                + epoch
                                + ": expected an epoch after that of block "
                                + before
                                + ", found that of block "
                                + step
                                + " after that of block "
                                + previous);
            }
            BigInteger dividends =
                    BigInteger.valueOf(values.u64(epoch, YieldFigure.DIVIDENDS, netUid, hotkey));
            BigInteger total =
                    BigInteger.valueOf(values.u64(epoch, YieldFigure.TOTAL, hotkey, netUid));
            if (dividends.compareTo(total) < 0) {
                growth.add(dividends, total);
            }
            before = epoch;
        }
        figure.requireTimes(
                values.u64(base, YieldFigure.NOW),
                values.u64(epochs.getFirst(), YieldFigure.NOW),
                values.u64(epochs.getLast(), YieldFigure.NOW));
        return new Outcome.Value(growth.build().gain(PoolYield.PLACES).toPlainString());
    }
}
