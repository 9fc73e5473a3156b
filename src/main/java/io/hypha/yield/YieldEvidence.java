package io.hypha.yield;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Evidence;
import io.hypha.chain.Formula;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.ProvenValues;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.index.Coverage;
import io.hypha.index.EpochHistory;
import io.hypha.index.RootEpoch;
import io.hypha.index.SubnetEpoch;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Proves a return: what the record says of the window tells which storage values to read again,
 * block by block; the figure is then computed from what was proven, not from the record.
 */
public final class YieldEvidence {

    /** The longest window, and the longest tempo before it. */
    private static final Duration BACK = Duration.ofDays(45);

    /** Blocks of one proof: a bundle of more is too large to hand on. */
    static final int MAX_BLOCKS = 4096;

    private final EpochHistory history;
    private final Subtensor subtensor;

    public YieldEvidence(EpochHistory history, Subtensor subtensor) {
        this.history = history;
        this.subtensor = subtensor;
    }

    /** Whether a proof names a return. */
    public static boolean isNamedBy(ProofId id) {
        return id.figure().equals(YieldFigure.WORD);
    }

    /**
     * Reads every input again; missing when one block's state is nowhere any more, or the window is
     * too long.
     */
    public Reading<Evidence> of(ProofId id) {
        YieldFigure figure;
        try {
            figure = YieldFigure.of(id);
        } catch (IllegalArgumentException e) {
            return Reading.missing(Reading.Reason.UNSUPPORTED, String.valueOf(e.getMessage()));
        }
        return subtensor
                .head()
                .flatMap(head -> {
                    long since = head.block().timestampMillis() - BACK.toMillis();
                    return figure.netUid().isRoot()
                            ? accrual(id, figure, since)
                            : growth(id, figure, since);
                });
    }

    private Reading<Evidence> growth(ProofId id, YieldFigure figure, long since) {
        List<SubnetEpoch> epochs =
                history.epochs(figure.netUid(), since).stream()
                        .filter(epoch -> epoch.block().number() <= id.block())
                        .toList();
        if (epochs.isEmpty() || epochs.getLast().block().number() != id.block()) {
            return notOnRecord(figure);
        }
        PoolYield returns =
                new PoolYield(epochs, history.stakes(figure.netUid(), figure.hotkey(), since));
        return switch (returns.over(figure.window())) {
            case WindowReturn.TooShort(String text) ->
                    Reading.missing(Reading.Reason.INSUFFICIENT, text);
            case WindowReturn.Earned(Growth growth) ->
                    prove(id, figure, growth, growthInputs(figure, growth, epochs));
        };
    }

    private static SortedMap<Long, List<ProofId>> growthInputs(
            YieldFigure figure, Growth growth, List<SubnetEpoch> epochs) {
        List<Long> counted =
                epochs.stream()
                        .map(epoch -> epoch.block().number())
                        .filter(block -> block > growth.fromBlock())
                        .toList();
        SortedMap<Long, List<ProofId>> inputs = new TreeMap<>();
        add(inputs, figure.step(growth.fromBlock()));
        add(inputs, YieldFigure.now(growth.fromBlock()));
        for (long block : counted) {
            add(inputs, figure.step(block - 1));
            add(inputs, figure.step(block));
            add(inputs, figure.dividends(block));
            add(inputs, figure.total(block));
        }
        add(inputs, YieldFigure.now(counted.getFirst()));
        add(inputs, YieldFigure.now(counted.getLast()));
        return inputs;
    }

    private Reading<Evidence> accrual(ProofId id, YieldFigure figure, long since) {
        Map<Hotkey, List<RootEpoch>> all = new HashMap<>();
        history.rootEpochs(since)
                .forEach((hotkey, epochs) ->
                        all.put(
                                hotkey,
                                epochs.stream()
                                        .filter(epoch -> epoch.block().number() <= id.block())
                                        .toList()));
        List<RootEpoch> epochs = all.getOrDefault(figure.hotkey(), List.of());
        Optional<Coverage> coverage = history.coverage(NetUid.ROOT);
        if (epochs.isEmpty() || coverage.isEmpty()) {
            return notOnRecord(figure);
        }
        RootYield returns = new RootYield(all, coverage.get().oldestBlock());
        return switch (returns.over(figure.window(), epochs)) {
            case WindowReturn.TooShort(String text) ->
                    Reading.missing(Reading.Reason.INSUFFICIENT, text);
            case WindowReturn.Earned(Growth growth) ->
                    growth.toBlock() == id.block()
                            ? prove(
                                    id,
                                    figure,
                                    growth,
                                    accrualInputs(figure, growth, epochs, since))
                            : notOnRecord(figure);
        };
    }

    private SortedMap<Long, List<ProofId>> accrualInputs(
            YieldFigure figure, Growth growth, List<RootEpoch> epochs, long since) {
        Map<Long, List<NetUid>> stepped = new HashMap<>();
        for (NetUid netUid : history.subnets()) {
            if (!netUid.isRoot()) {
                history.epochs(netUid, since)
                        .forEach(epoch ->
                                stepped.computeIfAbsent(
                                                epoch.block().number(), _ -> new ArrayList<>())
                                        .add(netUid));
            }
        }
        SortedMap<Long, List<ProofId>> inputs = new TreeMap<>();
        add(inputs, figure.claimable(growth.fromBlock()));
        add(inputs, YieldFigure.now(growth.fromBlock()));
        NavigableSet<Long> counted =
                epochs.stream()
                        .map(epoch -> epoch.block().number())
                        .filter(block -> block > growth.fromBlock())
                        .collect(Collectors.toCollection(TreeSet::new));
        counted.add(growth.toBlock());
        for (long block : counted) {
            add(inputs, figure.claimable(block));
            add(inputs, figure.rootStake(block));
            stepped.getOrDefault(block, List.of())
                    .forEach(netUid ->
                            ProvenValues.poolInputs(block, netUid)
                                    .forEach(name -> add(inputs, name)));
        }
        add(inputs, YieldFigure.now(counted.first()));
        add(inputs, YieldFigure.now(counted.last()));
        return inputs;
    }

    private static void add(SortedMap<Long, List<ProofId>> inputs, ProofId name) {
        List<ProofId> block = inputs.computeIfAbsent(name.block(), _ -> new ArrayList<>());
        if (!block.contains(name)) {
            block.add(name);
        }
    }

    private Reading<Evidence> prove(
            ProofId id,
            YieldFigure figure,
            Growth recorded,
            SortedMap<Long, List<ProofId>> inputs) {
        if (inputs.size() > MAX_BLOCKS) {
            return Reading.missing(
                    Reading.Reason.UNSUPPORTED,
                    "this figure rests on "
                            + inputs.size()
                            + " blocks; a proof holds at most "
                            + MAX_BLOCKS
                            + ". A shorter window has a proof");
        }
        List<Evidence.Part> parts = new ArrayList<>(inputs.size());
        for (Map.Entry<Long, List<ProofId>> block : inputs.entrySet()) {
            switch (subtensor.part(block.getKey(), block.getValue())) {
                case Reading.Known<Evidence.Part> known -> parts.add(known.value());
                case Reading.Missing<Evidence.Part>(Reading.Reason reason, String text) -> {
                    return Reading.missing(
                            reason,
                            "one of " + inputs.size() + " blocks cannot be read again: " + text);
                }
            }
        }
        return computed(id, figure, recorded, parts);
    }

    private static Reading<Evidence> computed(
            ProofId id, YieldFigure figure, Growth recorded, List<Evidence.Part> parts) {
        Formula formula = YieldFormulas.of(id).orElseThrow();
        List<Formula.Input> inputs =
                new Evidence(id, "", "", Level.DERIVED, "", parts).formulaInputs();
        BlockRef block = parts.getLast().block();
        return switch (formula.of(id, inputs)) {
            case Formula.Outcome.Value(String value) ->
                    Reading.known(
                            new Evidence(
                                    id,
                                    figure.title(),
                                    percent(value),
                                    Level.DERIVED,
                                    words(formula, value, recorded),
                                    parts),
                            block,
                            Level.DERIVED,
                            id);
            case Formula.Outcome.Absent _ ->
                    throw new IllegalStateException("a return is a number");
            case Formula.Outcome.Refused(String reason) ->
                    Reading.missing(
                            Reading.Reason.UNSUPPORTED,
                            "what was proven does not carry this figure: " + reason);
        };
    }

    private static String percent(String ratio) {
        return new BigDecimal(ratio).movePointRight(2).toPlainString() + " %";
    }

    private static String words(Formula formula, String value, Growth recorded) {
        return value.equals(recorded.realised().toPlainString())
                ? formula.words()
                : formula.words()
                        + ". The record in this installation says "
                        + percent(recorded.realised().toPlainString())
                        + "; what is proven counts";
    }

    private static Reading<Evidence> notOnRecord(YieldFigure figure) {
        return Reading.missing(
                Reading.Reason.NOT_READ_YET,
                "no epoch of "
                        + (figure.netUid().isRoot() ? "root" : "subnet " + figure.netUid())
                        + " at block "
                        + figure.block()
                        + " is on record here");
    }
}
