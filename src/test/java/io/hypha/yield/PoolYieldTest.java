package io.hypha.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.BlockRef;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.Take;
import io.hypha.index.RootEpoch;
import io.hypha.index.StakeEpoch;
import io.hypha.index.SubnetEpoch;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolYieldTest {

    private static final Hotkey MOSS = FakeChain.hotkey("moss");
    private static final long STEP = Duration.ofMinutes(72).toMillis();

    private static BlockRef block(int index) {
        return new BlockRef(
                index * 360L, FakeChain.key("block " + index), 1_760_000_000_000L + index * STEP);
    }

    /** Epochs 0..last, 72 minutes apart: a day is 20 of them. */
    private static List<SubnetEpoch> epochs(int last) {
        List<SubnetEpoch> epochs = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            epochs.add(
                    new SubnetEpoch(
                            block(i),
                            i * 360L,
                            Math.max(0, (i - 1) * 360L),
                            360,
                            5_000,
                            new SubnetPool(new NetUid(1), 1, 1, SubnetPool.WEIGHT_HALF, 33, false),
                            1,
                            BigInteger.ZERO));
        }
        return epochs;
    }

    /** Growth of 0.00008 in each, none in the first {@code zeros} after the base. */
    private static List<StakeEpoch> rows(int first, int last, int zeros) {
        List<StakeEpoch> rows = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            boolean zero = i > first && i <= first + zeros;
            rows.add(new StakeEpoch(i * 360L, 100_008, zero ? 0 : 8, 1, true, 65_535, i * 360L, 0));
        }
        return rows;
    }

    private static Growth earned(WindowReturn earned) {
        assertThat(earned).isInstanceOf(WindowReturn.Earned.class);
        return ((WindowReturn.Earned) earned).growth();
    }

    @Test
    void annualises_by_chain_time_as_the_published_examples_do() {
        Growth day = earned(new PoolYield(epochs(20), rows(0, 20, 1)).over(Window.DAY));
        assertThat(day.apr()).isEqualByComparingTo("0.555199637145");
        assertThat(day.apy()).isEqualByComparingTo("0.741553984480");
        assertThat(day).extracting(Growth::epochs, Growth::paid).containsExactly(20, 19);

        Growth week = earned(new PoolYield(epochs(140), rows(0, 140, 1)).over(Window.WEEK));
        assertThat(week.apr()).isEqualByComparingTo("0.583040950072");
        assertThat(week.apy()).isEqualByComparingTo("0.785690864921");

        Growth month = earned(new PoolYield(epochs(600), rows(0, 600, 6)).over(Window.MONTH));
        assertThat(month.realised()).isEqualByComparingTo("0.048665181057");
        assertThat(month.apr()).isEqualByComparingTo("0.592093036189");
        assertThat(month.apy()).isEqualByComparingTo("0.782713915557");
        assertThat(month.coverage()).isEqualByComparingTo("1");
    }

    @Test
    void begins_after_the_last_epoch_that_is_old_enough_however_long_the_record() {
        Growth day = earned(new PoolYield(epochs(620), rows(0, 620, 0)).over(Window.DAY));

        assertThat(day.fromBlock()).isEqualTo(600 * 360L);
        assertThat(day.toBlock()).isEqualTo(620 * 360L);
        assertThat(day.epochs()).isEqualTo(20);
        assertThat(day.span()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void calls_less_than_the_least_history_too_short_and_not_zero() {
        assertThat(new PoolYield(epochs(479), rows(0, 479, 0)).over(Window.MONTH))
                .isInstanceOf(WindowReturn.TooShort.class);
        assertThat(
                        earned(new PoolYield(epochs(480), rows(0, 480, 0)).over(Window.MONTH))
                                .coverage())
                .isEqualByComparingTo("0.8");
        assertThat(new PoolYield(epochs(17), rows(0, 17, 0)).over(Window.DAY))
                .isInstanceOf(WindowReturn.TooShort.class);
        assertThat(new PoolYield(epochs(18), rows(0, 18, 0)).over(Window.DAY))
                .isInstanceOf(WindowReturn.Earned.class);
        assertThat(new PoolYield(epochs(600), List.of()).over(Window.DAY))
                .isInstanceOf(WindowReturn.TooShort.class);
        assertThat(new PoolYield(List.of(), List.of()).over(Window.DAY))
                .isInstanceOf(WindowReturn.TooShort.class);
        assertThat(new PoolYield(epochs(0), rows(0, 0, 0)).over(Window.DAY, Duration.ofMillis(1)))
                .isInstanceOf(WindowReturn.TooShort.class);
    }

    @Test
    void counts_a_validator_from_its_own_first_epoch() {
        PoolYield late = new PoolYield(epochs(600), rows(500, 600, 0));

        assertThat(late.over(Window.MONTH)).isInstanceOf(WindowReturn.TooShort.class);
        Growth own = earned(late.over(Window.MONTH, Duration.ofDays(1)));
        assertThat(own.span()).isEqualTo(Duration.ofDays(5));
        assertThat(own.epochs()).isEqualTo(100);
    }

    @Test
    void leaves_out_a_pool_that_is_empty_or_filled_by_its_own_dividends() {
        List<StakeEpoch> rows = new ArrayList<>(rows(0, 20, 0));
        rows.set(5, new StakeEpoch(5 * 360L, 0, 0, 1, true, 0, 0, 0));
        rows.set(6, new StakeEpoch(6 * 360L, 8, 8, 1, true, 0, 0, 0));

        assertThat(earned(new PoolYield(epochs(20), rows).over(Window.DAY)).epochs()).isEqualTo(18);
    }

    @Test
    void is_not_moved_by_deposits_and_withdrawals() {
        List<StakeEpoch> rows = new ArrayList<>();
        for (int i = 0; i <= 20; i++) {
            long factor = 1 + (i * 7919L) % 13;
            rows.add(new StakeEpoch(i * 360L, 100_008 * factor, 8 * factor, 1, true, 0, 0, 0));
        }
        assertThat(earned(new PoolYield(epochs(20), rows).over(Window.DAY)).apr())
                .isEqualTo(
                        earned(new PoolYield(epochs(20), rows(0, 20, 0)).over(Window.DAY)).apr());
    }

    @Test
    void draws_an_index_from_one_with_its_gaps_marked() {
        List<StakeEpoch> rows = rows(0, 20, 0);
        rows.remove(10);
        List<PoolYield.Point> points = new PoolYield(epochs(20), rows).points(Window.DAY);

        assertThat(points).hasSize(20);
        assertThat(points.getFirst().index()).isEqualByComparingTo("1");
        assertThat(points.get(1).index()).isEqualByComparingTo("1.00008");
        assertThat(points)
                .filteredOn(PoolYield.Point::gapBefore)
                .singleElement()
                .satisfies(
                        point -> assertThat(point.epoch().block().number()).isEqualTo(11 * 360L));
    }

    private static List<RootEpoch> root(int first, int last, String accrual) {
        List<RootEpoch> epochs = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            epochs.add(new RootEpoch(MOSS, block(i), new BigDecimal(accrual), 1_000, new Take(0)));
        }
        return epochs;
    }

    @Test
    void adds_up_what_root_accrued_and_does_not_compound_it() {
        List<RootEpoch> epochs = root(0, 600, "0.00001");
        Growth month = earned(new RootYield(Map.of(MOSS, epochs), 0).over(Window.MONTH, epochs));

        assertThat(month.realised()).isEqualByComparingTo("0.006");
        assertThat(month.apr()).isEqualByComparingTo("0.073");
        assertThat(month.apy()).isEqualTo(month.apr());
        assertThat(month).extracting(Growth::epochs, Growth::paid).containsExactly(600, 600);
    }

    @Test
    void counts_root_only_as_far_back_as_every_subnet_is_on_record() {
        List<RootEpoch> epochs = root(0, 600, "0.00001");
        RootYield partly = new RootYield(Map.of(MOSS, epochs), 500 * 360L);

        assertThat(partly.over(Window.MONTH, epochs)).isInstanceOf(WindowReturn.TooShort.class);
        assertThat(earned(partly.over(Window.DAY, epochs)).realised())
                .isEqualByComparingTo("0.0002");
        assertThat(earned(partly.over(Window.MONTH, Duration.ofDays(1), epochs)).epochs())
                .isEqualTo(100);
    }

    @Test
    void reads_a_window_by_its_code_only() {
        assertThat(Window.of("30D")).isEqualTo(Window.MONTH);
        assertThatThrownBy(() -> Window.of("1h")).hasMessage("a window is 24h, 7d or 30d");
    }
}
