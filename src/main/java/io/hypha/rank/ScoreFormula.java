package io.hypha.rank;

import io.hypha.chain.Hotkey;
import io.hypha.rank.Score.Component;
import io.hypha.rank.Score.Part;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Formula {@code score_v1}: six weighted components, shrunk toward the subnet's median where there
 * is little evidence, then capped. Medians are weighted by stake, so that many small keys cannot
 * move them.
 */
final class ScoreFormula {

    private static final MathContext PRECISION = new MathContext(34, RoundingMode.HALF_EVEN);
    private static final int SHRINKAGE_EPOCHS = 120;
    private static final int MAX_EPOCHS = 600;
    private static final int PLACES = 3;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final Optional<BigDecimal> medianReturn;
    private final Optional<BigDecimal> highVtrust;

    private ScoreFormula(List<ScoreInput> peers) {
        this.medianReturn = weightedMedian(peers, ScoreInput::realised);
        this.highVtrust = percentile90(peers);
    }

    /** Scores of all of them; empty as long as nobody is there to be measured by. */
    static Map<Hotkey, Score> scores(List<ScoreInput> inputs) {
        List<ScoreInput> peers = inputs.stream().filter(ScoreInput::isPeer).toList();
        if (peers.isEmpty()) {
            return Map.of();
        }
        ScoreFormula formula = new ScoreFormula(peers);
        Map<Hotkey, List<Component>> components = new HashMap<>();
        inputs.forEach(input -> components.put(input.hotkey(), formula.components(input)));
        BigDecimal median =
                weightedMedian(
                                peers,
                                peer -> raw(components.getOrDefault(peer.hotkey(), List.of())))
                        .orElse(BigDecimal.ZERO);
        Map<Hotkey, Score> scores = new HashMap<>();
        for (ScoreInput input : inputs) {
            scores.put(
                    input.hotkey(),
                    score(
                            components.getOrDefault(input.hotkey(), List.of()),
                            input.eligible(),
                            median,
                            input.caps()));
        }
        return scores;
    }

    static Score score(
            List<Component> components, int eligible, BigDecimal median, List<Score.Cap> caps) {
        BigDecimal raw = raw(components);
        BigDecimal epochs = BigDecimal.valueOf(Math.min(eligible, MAX_EPOCHS));
        BigDecimal confidence =
                epochs.divide(epochs.add(BigDecimal.valueOf(SHRINKAGE_EPOCHS)), PRECISION);
        BigDecimal points =
                confidence
                        .multiply(raw, PRECISION)
                        .add(
                                BigDecimal.ONE.subtract(confidence).multiply(median, PRECISION),
                                PRECISION);
        List<Score.Cap> applied = new ArrayList<>();
        for (Score.Cap cap : caps) {
            if (points.compareTo(BigDecimal.valueOf(cap.ceiling())) > 0) {
                applied.add(cap);
            }
        }
        for (Score.Cap cap : applied) {
            points = points.min(BigDecimal.valueOf(cap.ceiling()));
        }
        return new Score(
                points.setScale(PLACES, RoundingMode.HALF_EVEN),
                raw.setScale(6, RoundingMode.HALF_EVEN),
                confidence.setScale(9, RoundingMode.HALF_EVEN),
                median.setScale(6, RoundingMode.HALF_EVEN),
                eligible,
                components,
                applied);
    }

    List<Component> components(ScoreInput input) {
        List<Fraction> fractions =
                List.of(
                        earned(input),
                        consistency(input),
                        consensus(input),
                        freshness(input),
                        commission(input),
                        spread(input));
        int weight =
                fractions.stream()
                        .filter(fraction -> !fraction.voided())
                        .mapToInt(fraction -> fraction.part().weight())
                        .sum();
        List<Component> components = new ArrayList<>();
        for (Fraction fraction : fractions) {
            BigDecimal points =
                    fraction.voided()
                            ? BigDecimal.ZERO
                            : fraction.value()
                                    .multiply(
                                            BigDecimal.valueOf(fraction.part().weight() * 100L),
                                            PRECISION)
                                    .divide(BigDecimal.valueOf(weight), PRECISION);
            components.add(
                    new Component(
                            fraction.part(),
                            points,
                            fraction.value(),
                            fraction.voided(),
                            fraction.input(),
                            fraction.peers()));
        }
        return components;
    }

    private record Fraction(
            Part part, BigDecimal value, boolean voided, String input, String peers) {
        static Fraction of(Part part, BigDecimal value, String input, String peers) {
            return new Fraction(
                    part, value.max(BigDecimal.ZERO).min(BigDecimal.ONE), false, input, peers);
        }

        static Fraction voided(Part part, String input, String why) {
            return new Fraction(part, BigDecimal.ZERO, true, input, why);
        }
    }

    private Fraction earned(ScoreInput input) {
        String own = percent(input.realised());
        if (medianReturn.isEmpty() || medianReturn.get().signum() == 0) {
            return Fraction.voided(
                    Part.YIELD, own, "peers earned nothing, so this part does not count");
        }
        BigDecimal ratio = input.realised().divide(medianReturn.get(), PRECISION);
        return Fraction.of(
                Part.YIELD,
                ratio.subtract(new BigDecimal("0.8")).divide(new BigDecimal("0.3"), PRECISION),
                own,
                "median " + percent(medianReturn.get()));
    }

    private static Fraction consistency(ScoreInput input) {
        String own = input.paid() + " of " + input.eligible() + " epochs paid";
        if (input.eligible() == 0) {
            return Fraction.voided(Part.CONSISTENCY, own, "no epoch to count");
        }
        BigDecimal ratio =
                BigDecimal.valueOf(input.paid())
                        .divide(BigDecimal.valueOf(input.eligible()), PRECISION);
        return Fraction.of(
                Part.CONSISTENCY,
                ratio.subtract(new BigDecimal("0.9")).divide(new BigDecimal("0.1"), PRECISION),
                own,
                "");
    }

    private Fraction consensus(ScoreInput input) {
        String own = "vtrust " + ratio(input.meanVtrust()) + " in 7 days";
        if (highVtrust.isEmpty() || highVtrust.get().signum() == 0) {
            return Fraction.voided(
                    Part.CONSENSUS, own, "no peer has any, so this part does not count");
        }
        return Fraction.of(
                Part.CONSENSUS,
                input.meanVtrust().divide(highVtrust.get(), PRECISION),
                own,
                "90th percentile " + ratio(highVtrust.get()));
    }

    private static Fraction freshness(ScoreInput input) {
        BigDecimal limit = new BigDecimal("1.5");
        String own = "weights " + ratio(input.weightAgeTempos()) + " tempos old";
        BigDecimal range = input.cutoffTempos().subtract(limit);
        if (range.signum() <= 0) {
            return Fraction.voided(
                    Part.FRESHNESS, own, "no cutoff to measure by, so this part does not count");
        }
        return Fraction.of(
                Part.FRESHNESS,
                BigDecimal.ONE.subtract(
                        input.weightAgeTempos()
                                .subtract(limit)
                                .divide(range, PRECISION)
                                .max(BigDecimal.ZERO)),
                own,
                "inactive from " + ratio(input.cutoffTempos()));
    }

    private static Fraction commission(ScoreInput input) {
        BigDecimal value =
                BigDecimal.ONE
                        .subtract(HALF.multiply(BigDecimal.valueOf(input.takeIncreases())))
                        .max(BigDecimal.ZERO);
        return Fraction.of(
                Part.COMMISSION,
                input.steepIncrease() ? value.multiply(HALF) : value,
                input.takeIncreases() == 0
                        ? "not raised in 180 days"
                        : "raised "
                                + input.takeIncreases()
                                + " times in 180 days"
                                + (input.steepIncrease() ? ", once by more than 5 points" : ""),
                "");
    }

    private static Fraction spread(ScoreInput input) {
        return Fraction.of(
                Part.DECENTRALISATION,
                BigDecimal.ONE.subtract(
                        input.ownerShare()
                                .subtract(new BigDecimal("0.05"))
                                .divide(new BigDecimal("0.28"), PRECISION)
                                .max(BigDecimal.ZERO)),
                percent(input.ownerShare()) + " of the subnet's stake weight under one owner",
                "");
    }

    static BigDecimal raw(List<Component> components) {
        return components.stream().map(Component::points).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The smallest value up to which at least half of the stake lies. */
    static Optional<BigDecimal> weightedMedian(
            List<ScoreInput> peers, Function<ScoreInput, BigDecimal> value) {
        record Weighted(BigDecimal value, long weight) {}
        List<Weighted> sorted =
                peers.stream()
                        .map(peer -> new Weighted(value.apply(peer), peer.stakeRao()))
                        .sorted(Comparator.comparing(Weighted::value))
                        .toList();
        BigInteger all = BigInteger.ZERO;
        for (Weighted each : sorted) {
            all = all.add(BigInteger.valueOf(each.weight()));
        }
        BigInteger sum = BigInteger.ZERO;
        for (Weighted each : sorted) {
            sum = sum.add(BigInteger.valueOf(each.weight()));
            if (sum.shiftLeft(1).compareTo(all) >= 0) {
                return Optional.of(each.value());
            }
        }
        return Optional.empty();
    }

    /** Nearest rank. */
    private static Optional<BigDecimal> percentile90(List<ScoreInput> peers) {
        List<BigDecimal> sorted = peers.stream().map(ScoreInput::meanVtrust).sorted().toList();
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.get(Math.ceilDiv(sorted.size() * 9, 10) - 1));
    }

    private static String percent(BigDecimal ratio) {
        return ratio.movePointRight(2).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + " %";
    }

    private static String ratio(BigDecimal value) {
        return value.setScale(4, RoundingMode.HALF_EVEN).stripTrailingZeros().toPlainString();
    }
}
