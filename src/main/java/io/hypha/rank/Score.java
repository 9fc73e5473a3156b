package io.hypha.rank;

import java.math.BigDecimal;
import java.util.List;

/**
 * A score of 0..100 by formula {@code score_v1}, with everything that made it.
 *
 * @param points final, 3 places
 * @param raw weighted sum before shrinkage
 * @param confidence e / (e + 120) with e eligible epochs observed (at most 600)
 * @param median the subnet's median of raw scores, toward which little evidence is shrunk
 * @param components in the fixed order Y C V F T D
 * @param caps those that lowered it; empty for most
 */
public record Score(
        BigDecimal points,
        BigDecimal raw,
        BigDecimal confidence,
        BigDecimal median,
        int eligibleEpochs,
        List<Component> components,
        List<Cap> caps) {

    public static final String FORMULA = "score_v1";

    public Score {
        components = List.copyOf(components);
        caps = List.copyOf(caps);
    }

    public enum Part {
        YIELD(35, "Yield"),
        CONSISTENCY(20, "Consistency"),
        CONSENSUS(15, "Consensus"),
        FRESHNESS(10, "Freshness"),
        COMMISSION(10, "Commission stability"),
        DECENTRALISATION(10, "Decentralisation");

        private final int weight;
        private final String label;

        Part(int weight, String label) {
            this.weight = weight;
            this.label = label;
        }

        public int weight() {
            return weight;
        }

        public String label() {
            return label;
        }
    }

    /**
     * One component.
     *
     * @param points what it adds to {@code raw}, 0..weight (weights are rescaled where a component
     *     is void)
     * @param fraction 0..1
     * @param voided true when it has no meaning here and its weight went to the others
     * @param input the raw input in words and figures
     * @param peers what the peers stand at: their median or percentile; empty where it does not
     *     apply
     */
    public record Component(
            Part part,
            BigDecimal points,
            BigDecimal fraction,
            boolean voided,
            String input,
            String peers) {}

    /** A ceiling that applied after shrinkage. */
    public record Cap(int ceiling, String reason) {}
}
