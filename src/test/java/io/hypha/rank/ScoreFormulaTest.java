package io.hypha.rank;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.rank.Score.Component;
import io.hypha.rank.Score.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreFormulaTest {

    private static final Hotkey MOSS = FakeChain.hotkey("moss");
    private static final Hotkey FERN = FakeChain.hotkey("fern");

    /** A validator with middling figures; what a test is about is changed by {@code with…}. */
    private record Sample(
            Hotkey hotkey,
            String realised,
            long stakeAlpha,
            int days,
            int eligible,
            int paid,
            String vtrust,
            String age,
            String cutoff,
            int increases,
            boolean steep,
            String share,
            List<Score.Cap> caps) {
        ScoreInput input() {
            return new ScoreInput(
                    hotkey,
                    new BigDecimal(realised),
                    stakeAlpha * 1_000_000_000L,
                    Duration.ofDays(days),
                    eligible,
                    paid,
                    new BigDecimal(vtrust),
                    new BigDecimal(age),
                    new BigDecimal(cutoff),
                    increases,
                    steep,
                    new BigDecimal(share),
                    caps);
        }
    }

    /**
     * Its raw score is 70: yield 23.333, consistency 20, consensus 15, freshness 10,
     * decentralisation 1.667.
     */
    private static final Sample MEDIAN =
            new Sample(
                    FERN,
                    "0.0500",
                    1_000_000,
                    30,
                    600,
                    600,
                    "0.98",
                    "1",
                    "13.889",
                    2,
                    false,
                    "0.283333333333333333",
                    List.of());

    private static final Sample VECTOR =
            new Sample(
                    MOSS, "0.0487", 1_000, 30, 594, 588, "0.96", "1.5", "13.889", 0, false, "0.12",
                    List.of());

    private static Score moss(Sample... samples) {
        return ScoreFormula.scores(java.util.Arrays.stream(samples).map(Sample::input).toList())
                .get(MOSS);
    }

    private static Component part(Score score, Part part) {
        return score.components().stream()
                .filter(component -> component.part() == part)
                .findFirst()
                .orElseThrow();
    }

    private static String places(BigDecimal value, int places) {
        return value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    }

    @Test
    void gives_the_published_example() {
        // 594 of 600 epochs paid, judged on 594 epochs of evidence
        ScoreInput input =
                new ScoreInput(
                        MOSS,
                        new BigDecimal("0.0487"),
                        1_000_000_000_000L,
                        Duration.ofDays(30),
                        600,
                        594,
                        new BigDecimal("0.96"),
                        new BigDecimal("1.5"),
                        new BigDecimal("13.889"),
                        0,
                        false,
                        new BigDecimal("0.12"),
                        List.of());
        Score whole = ScoreFormula.scores(List.of(MEDIAN.input(), input)).get(MOSS);

        assertThat(places(part(whole, Part.YIELD).points(), 2)).isEqualTo("20.30");
        assertThat(places(part(whole, Part.CONSISTENCY).points(), 2)).isEqualTo("18.00");
        assertThat(places(part(whole, Part.CONSENSUS).points(), 6)).isEqualTo("14.693878");
        assertThat(places(part(whole, Part.FRESHNESS).points(), 2)).isEqualTo("10.00");
        assertThat(places(part(whole, Part.COMMISSION).points(), 2)).isEqualTo("10.00");
        assertThat(places(part(whole, Part.DECENTRALISATION).points(), 2)).isEqualTo("7.50");
        assertThat(whole.raw()).isEqualByComparingTo("80.493878");
        assertThat(whole.median()).isEqualByComparingTo("70");

        Score example =
                ScoreFormula.score(whole.components(), 594, new BigDecimal("70"), List.of());
        assertThat(example.confidence()).isEqualByComparingTo("0.831932773");
        assertThat(example.points()).isEqualByComparingTo("78.730");
    }

    @Test
    void shrinks_toward_the_median_where_evidence_is_thin() {
        Score score = moss(MEDIAN, VECTOR);
        Score thin =
                moss(
                        MEDIAN,
                        new Sample(
                                MOSS, "0.0487", 1_000, 30, 6, 6, "0.96", "1.5", "13.889", 0, false,
                                "0.12", List.of()));

        assertThat(thin.confidence()).isLessThan(score.confidence());
        assertThat(thin.points().subtract(thin.median()).abs())
                .isLessThan(thin.raw().subtract(thin.median()).abs());
    }

    @Test
    void applies_only_the_caps_that_lower() {
        Score capped =
                moss(
                        MEDIAN,
                        new Sample(
                                MOSS,
                                "0.05",
                                1_000,
                                30,
                                600,
                                600,
                                "0.98",
                                "1",
                                "13.889",
                                0,
                                false,
                                "0.01",
                                List.of(
                                        new Score.Cap(40, "paid nothing"),
                                        new Score.Cap(20, "no permit"))));
        assertThat(capped.points()).isEqualByComparingTo("20");
        assertThat(capped.caps()).extracting(Score.Cap::ceiling).containsExactly(40, 20);

        Score low =
                moss(
                        MEDIAN,
                        new Sample(
                                MOSS,
                                "0",
                                1_000,
                                30,
                                600,
                                0,
                                "0",
                                "20",
                                "13.889",
                                2,
                                true,
                                "0.5",
                                List.of(new Score.Cap(40, "paid nothing"))));
        assertThat(low.caps()).isEmpty();
    }

    @Test
    void spreads_the_weight_of_a_part_that_has_no_meaning() {
        Sample nothing =
                new Sample(
                        FERN, "0", 1_000_000, 30, 600, 600, "0.98", "1", "13.889", 0, false, "0.01",
                        List.of());
        Score score =
                moss(
                        nothing,
                        new Sample(
                                MOSS, "0", 1_000, 30, 600, 600, "0.98", "1", "13.889", 0, false,
                                "0.01", List.of()));

        assertThat(part(score, Part.YIELD).voided()).isTrue();
        assertThat(score.raw()).isEqualByComparingTo("100");
    }

    @Test
    void halves_what_a_steep_increase_leaves() {
        Score steep =
                moss(
                        MEDIAN,
                        new Sample(
                                MOSS, "0.05", 1_000, 30, 600, 600, "0.98", "1", "13.889", 1, true,
                                "0.01", List.of()));
        assertThat(part(steep, Part.COMMISSION).fraction()).isEqualByComparingTo("0.25");
    }

    @Test
    void weighs_medians_by_stake_so_that_many_small_keys_move_nothing() {
        Sample[] samples = new Sample[22];
        samples[0] = MEDIAN;
        samples[1] = VECTOR;
        for (int i = 2; i < samples.length; i++) {
            samples[i] =
                    new Sample(
                            FakeChain.hotkey("small " + i),
                            "9",
                            100,
                            30,
                            600,
                            600,
                            "0.5",
                            "1",
                            "13.889",
                            0,
                            false,
                            "0.01",
                            List.of());
        }
        assertThat(part(moss(samples), Part.YIELD).peers()).isEqualTo("median 5.00 %");
    }

    @Test
    void says_nothing_as_long_as_nobody_is_there_to_compare_with() {
        Sample young =
                new Sample(
                        MOSS, "0.05", 1_000, 6, 10, 10, "1", "1", "13", 0, false, "0", List.of());
        Sample tiny =
                new Sample(
                        MOSS, "0.05", 99, 30, 600, 600, "1", "1", "13", 0, false, "0", List.of());

        assertThat(ScoreFormula.scores(List.of(young.input()))).isEqualTo(Map.of());
        assertThat(ScoreFormula.scores(List.of(tiny.input()))).isEqualTo(Map.of());
    }
}
