package io.hypha.rank;

import static io.hypha.index.SnapshotBuilder.epoch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.FakeChain;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.index.MemoryEpochStore;
import io.hypha.index.SnapshotBuilder;
import io.hypha.rank.RankingQuery.Order;
import io.hypha.yield.Growth;
import io.hypha.yield.Window;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoredRankingTest {

    private static final NetUid ONE = new NetUid(1);
    private static final long STAKE = 100_000_000_000_000L;

    private final MemoryEpochStore store = new MemoryEpochStore();
    private final Ranking ranking = new ScoredRanking(store);

    /**
     * Moss pays 80 and fern 60 millionths an epoch; weed paid in 2 of 3 epochs and has no permit.
     */
    private static SnapshotBuilder history(int block, int first) {
        return epoch(block)
                .subnet(1, block == first ? 0 : block - 1)
                .validator("moss", 5_898, 1_000_000_000L)
                .validator("fern", 11_796, 2_000_000_000L)
                .validator("weed", 0, 0)
                .stake(
                        "moss",
                        1,
                        STAKE + STAKE / 100_000 * 8,
                        STAKE / 100_000 * 8,
                        true,
                        64_000,
                        block,
                        "0.00002")
                .stake(
                        "fern",
                        1,
                        STAKE + STAKE / 100_000 * 6,
                        STAKE / 100_000 * 6,
                        true,
                        65_000,
                        block,
                        "0.00003")
                .stake("weed", 1, STAKE, block % 3 == 0 ? 0 : STAKE / 100_000, false, 0, 1, "0");
    }

    private void record(int newest, int oldest, int first) {
        for (int block = newest; block >= oldest; block--) {
            store.save(history(block, first).build());
        }
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }

    private List<RankedValidator> rows(NetUid netUid) {
        return known(ranking.page(netUid, RankingQuery.first())).items();
    }

    @Test
    void says_that_nothing_is_read_before_the_first_epoch() {
        assertThat(ranking.page(ONE, RankingQuery.first()))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing ->
                                assertThat(missing.reason())
                                        .isEqualTo(Reading.Reason.NOT_READ_YET));
        assertThat(ranking.profile(FakeChain.hotkey("moss"))).isEmpty();
    }

    @Test
    void orders_a_subnet_by_score_with_its_reasons() {
        record(600, 1, 1);

        List<RankedValidator> rows = rows(ONE);

        assertThat(rows)
                .extracting(row -> known(row.name()))
                .containsExactly("moss", "fern", "weed");
        assertThat(rows).extracting(row -> known(row.rank())).containsExactly(1, 2, 3);
        RankedValidator moss = rows.getFirst();
        assertThat(moss.level()).isEqualTo(Level.DERIVED);
        assertThat(moss.block().number()).isEqualTo(600);
        assertThat(moss.coverage()).isEqualByComparingTo("0.9983");
        assertThat(known(moss.score()).components()).hasSize(6);
        Growth month = known(moss.month());
        assertThat(month.epochs()).isEqualTo(599);
        assertThat(month.apr().setScale(2, java.math.RoundingMode.DOWN))
                .isEqualByComparingTo("0.59");
        assertThat(known(moss.day()).realised())
                .isEqualByComparingTo(
                        new BigDecimal("1.00008")
                                .pow(20)
                                .subtract(BigDecimal.ONE)
                                .setScale(12, java.math.RoundingMode.HALF_EVEN));
        assertThat(moss.sparkline()).hasSize(30);
        assertThat(moss.proof()).hasToString("600-score-" + moss.hotkey().address() + "-1");
        RankedValidator weed = rows.getLast();
        assertThat(known(weed.score()).points()).isLessThan(new BigDecimal("60"));
        assertThat(known(weed.month()).paid()).isEqualTo(399);
    }

    @Test
    void orders_root_by_accrual_and_gives_no_score_there() {
        record(600, 1, 1);

        List<RankedValidator> rows = rows(NetUid.ROOT);

        assertThat(rows).extracting(row -> known(row.name())).containsExactly("fern", "moss");
        Growth month = known(rows.getFirst().month());
        assertThat(month.realised())
                .isEqualByComparingTo(new BigDecimal("0.00003").multiply(BigDecimal.valueOf(599)));
        assertThat(month.apr()).isEqualTo(month.apy());
        assertThat(rows.getFirst().score())
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing ->
                                assertThat(missing.reason()).isEqualTo(Reading.Reason.UNSUPPORTED));
        assertThat(ranking.subnets()).containsExactly(NetUid.ROOT, ONE);
    }

    @Test
    void calls_less_than_its_least_history_insufficient_and_never_zero() {
        record(600, 590, 1);

        RankedValidator row = rows(ONE).getFirst();

        for (Reading<?> missing :
                List.of(row.day(), row.week(), row.month(), row.score(), row.rank())) {
            assertThat(missing)
                    .isInstanceOfSatisfying(
                            Reading.Missing.class,
                            each ->
                                    assertThat(each.reason())
                                            .isEqualTo(Reading.Reason.INSUFFICIENT));
        }
        assertThat(((Reading.Missing<Growth>) row.month()).text())
                .contains("not enough data")
                .contains("30 days");
    }

    @Test
    void ranks_from_seven_days_on_but_names_a_month_only_from_twenty_four() {
        record(600, 450, 1);

        RankedValidator row = rows(ONE).getFirst();

        assertThat(known(row.rank())).isEqualTo(1);
        assertThat(row.week()).isInstanceOf(Reading.Known.class);
        assertThat(row.month()).isInstanceOf(Reading.Missing.class);
        assertThat(row.coverage()).isEqualByComparingTo("0.25");
        assertThat(known(rows(NetUid.ROOT).getFirst().rank())).isEqualTo(1);
    }

    @Test
    void does_not_count_across_a_hole() {
        record(600, 500, 1);
        record(498, 1, 1);

        assertThat(rows(ONE).getFirst().month()).isInstanceOf(Reading.Missing.class);
        store.save(history(499, 1).build());
        assertThat(rows(ONE).getFirst().month()).isInstanceOf(Reading.Known.class);
    }

    @Test
    void caps_a_new_owner_and_a_validator_that_pays_nothing() {
        record(590, 1, 1);
        for (int block = 591; block <= 600; block++) {
            store.save(
                    epoch(block)
                            .subnet(1, block - 1)
                            .validator("moss", "somebody else", 5_898, 1)
                            .stake(
                                    "moss",
                                    1,
                                    STAKE + STAKE / 100_000 * 8,
                                    STAKE / 100_000 * 8,
                                    true,
                                    64_000,
                                    block,
                                    "0")
                            .stake("fern", 1, STAKE, 0, true, 65_000, block, "0")
                            .stake("weed", 1, STAKE, 0, false, 0, block, "0")
                            .build());
        }

        assertThat(known(known(ranking.validator(ONE, FakeChain.hotkey("moss"))).score()).caps())
                .extracting(Score.Cap::ceiling)
                .containsExactly(60);
        assertThat(known(known(ranking.validator(ONE, FakeChain.hotkey("fern"))).score()).caps())
                .extracting(Score.Cap::ceiling)
                .contains(40);
        assertThat(known(known(ranking.validator(ONE, FakeChain.hotkey("weed"))).score()).points())
                .isLessThanOrEqualTo(new BigDecimal("20"));
    }

    @Test
    void filters_sorts_and_pages_without_renumbering() {
        record(600, 1, 1);

        RankingPage found =
                known(
                        ranking.page(
                                ONE,
                                new RankingQuery(Window.MONTH, "FERN", Order.RANK, false, 10, 0)));
        assertThat(found.total()).isEqualTo(1);
        assertThat(known(found.items().getFirst().rank())).isEqualTo(2);

        RankingPage second =
                known(
                        ranking.page(
                                ONE, new RankingQuery(Window.MONTH, "", Order.TAKE, true, 1, 1)));
        assertThat(second.total()).isEqualTo(3);
        assertThat(second.items()).extracting(row -> known(row.name())).containsExactly("moss");
        assertThat(
                        known(
                                        ranking.page(
                                                ONE,
                                                new RankingQuery(
                                                        Window.WEEK, "", Order.YIELD, true, 5, 99)))
                                .items())
                .isEmpty();
        assertThatThrownBy(() -> new RankingQuery(Window.DAY, "", Order.RANK, false, 0, 0))
                .hasMessageContaining("limit");
    }

    @Test
    void shows_one_validator_with_its_takes_and_a_chart() {
        record(600, 400, 1);
        for (int block = 399; block >= 380; block--) {
            store.save(
                    epoch(block)
                            .subnet(1, block - 1)
                            .validator("moss", 9_000, 1_000_000_000L)
                            .stake("moss", 1, STAKE, 0)
                            .build());
        }

        ValidatorProfile moss = ranking.profile(FakeChain.hotkey("moss")).orElseThrow();
        assertThat(moss.places())
                .extracting(RankedValidator::netUid)
                .containsExactly(NetUid.ROOT, ONE);
        assertThat(moss.takes())
                .extracting(change -> change.take().parts())
                .containsExactly(9_000, 5_898);

        List<ValidatorProfile.Point> chart = ranking.chart(ONE, FakeChain.hotkey("moss"));
        assertThat(chart).hasSize(221);
        assertThat(chart.getFirst().index()).isEqualByComparingTo("1");
        assertThat(chart.getLast().index()).isGreaterThan(new BigDecimal("1.016"));
    }
}
