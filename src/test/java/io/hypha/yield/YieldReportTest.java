package io.hypha.yield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.yield.YieldReport.Computed;
import io.hypha.yield.YieldReport.Epoch;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class YieldReportTest {

    private static Epoch epoch(long block, long dividends, long total) {
        return new Epoch(block, BigInteger.valueOf(dividends), BigInteger.valueOf(total));
    }

    /** Growth of exactly 0.00008 per epoch: D / (T − D) = 8 / 100 000. */
    private static List<Epoch> even(int count, int zeros, int tempo) {
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            epochs.add(epoch((long) i * tempo, i <= zeros ? 0 : 8, 100_008));
        }
        return epochs;
    }

    private static Computed computed(YieldReport report) {
        return (Computed) report;
    }

    @Test
    void chains_the_share_price_exactly() {
        Computed report =
                computed(
                        YieldReport.of(
                                0,
                                OptionalLong.empty(),
                                List.of(
                                        epoch(360, 33902899L, 400041344768L),
                                        epoch(720, 33880000L, 400090000000L),
                                        epoch(1080, 0, 400090000000L),
                                        epoch(1440, 67700001L, 500200000000L))));

        assertThat(report.index()).isEqualTo("1.000304838088932732");
        assertThat(report.blocks()).isEqualTo(1440);
        assertThat(report.coverage()).isEmpty();
    }

    @Test
    void annualises_a_day_with_one_epoch_that_paid_nothing() {
        Computed report = computed(YieldReport.of(0, OptionalLong.of(360), even(20, 1, 360)));

        assertThat(report.index()).startsWith("1.001521094896286");
        assertThat(report)
                .extracting(Computed::apr, Computed::apy, Computed::coverage)
                .containsExactly("0.555199637145", "0.741553984480", Optional.of("1.000000000000"));
    }

    @Test
    void annualises_one_epoch() {
        Computed report = computed(YieldReport.of(0, OptionalLong.of(360), even(1, 0, 360)));

        assertThat(report)
                .extracting(Computed::apr, Computed::apy)
                .containsExactly("0.584000000000", "0.793155005494");
    }

    @Test
    void annualises_a_week_and_a_month() {
        Computed week = computed(YieldReport.of(0, OptionalLong.of(360), even(140, 1, 360)));
        Computed month = computed(YieldReport.of(0, OptionalLong.of(360), even(600, 6, 360)));

        assertThat(week)
                .extracting(Computed::apr, Computed::apy)
                .containsExactly("0.583040950072", "0.785690864921");
        assertThat(week.index()).isEqualTo("1.011181607261648874");
        assertThat(month)
                .extracting(Computed::apr, Computed::apy)
                .containsExactly("0.592093036189", "0.782713915557");
        assertThat(month.index()).isEqualTo("1.048665181056670987");
    }

    @Test
    void agrees_with_the_owner_vectors_of_two_validators() {
        assertThat(
                        computed(
                                        YieldReport.of(
                                                0,
                                                OptionalLong.empty(),
                                                List.of(
                                                        epoch(
                                                                360,
                                                                48988134611L,
                                                                400059741294061L))))
                                .apr())
                .isEqualTo("0.894009423086");
        assertThat(
                        computed(
                                        YieldReport.of(
                                                0,
                                                OptionalLong.empty(),
                                                List.of(
                                                        epoch(
                                                                360,
                                                                44397850030L,
                                                                900048788723471L))))
                                .apr())
                .isEqualTo("0.360114137782");
    }

    @Test
    void does_not_count_an_epoch_without_a_pool() {
        Computed report =
                computed(
                        YieldReport.of(
                                0,
                                OptionalLong.of(360),
                                List.of(epoch(360, 0, 0), epoch(720, 0, 5))));

        assertThat(report)
                .extracting(Computed::index, Computed::apr, Computed::apy, Computed::coverage)
                .containsExactly(
                        "1.000000000000000000",
                        "0.000000000000",
                        "0.000000000000",
                        Optional.of("0.500000000000"));
    }

    @Test
    void covers_at_most_everything_and_says_nothing_where_no_epoch_fits() {
        assertThat(computed(YieldReport.of(0, OptionalLong.of(360), even(9, 0, 100))).coverage())
                .contains("1.000000000000");
        assertThat(computed(YieldReport.of(0, OptionalLong.of(901), even(9, 0, 100))).coverage())
                .isEmpty();
        assertThat(computed(YieldReport.of(0, OptionalLong.of(300), even(2, 0, 450))).coverage())
                .contains("0.666666666667");
    }

    @Test
    void refuses_dividends_that_are_the_whole_pool() {
        assertThat(YieldReport.of(0, OptionalLong.empty(), List.of(epoch(1, 5, 5))))
                .isInstanceOfSatisfying(
                        YieldReport.Impossible.class,
                        refused -> assertThat(refused.block()).isEqualTo(1));
        assertThat(YieldReport.of(0, OptionalLong.empty(), List.of(epoch(1, 6, 5))))
                .isInstanceOf(YieldReport.Impossible.class);
        assertThat(YieldReport.of(0, OptionalLong.empty(), List.of(epoch(3600, 4, 5))))
                .isInstanceOf(Computed.class);
    }

    @Test
    void compounds_a_growth_of_thousands_of_digits_to_the_last_place() {
        Computed report =
                computed(YieldReport.of(0, OptionalLong.empty(), List.of(epoch(360, 1, 2))));

        assertThat(report.apy())
                .isEqualTo(BigInteger.TWO.pow(7300).subtract(BigInteger.ONE) + ".000000000000");
    }

    @Test
    void is_quick_with_a_long_record_and_refuses_what_no_page_can_hold() {
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            epochs.add(
                    new Epoch(
                            i * 360L,
                            BigInteger.valueOf(i),
                            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.valueOf(i))));
        }
        assertThat(computed(YieldReport.of(0, OptionalLong.of(360), epochs)).index())
                .startsWith("1.00000000001084");
        assertThatThrownBy(() -> YieldReport.of(0, OptionalLong.empty(), List.of(epoch(1, 1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("digits");
    }

    @Test
    void names_what_is_wrong_with_the_input() {
        assertThatThrownBy(() -> YieldReport.of(0, OptionalLong.empty(), List.of()))
                .hasMessageContaining("none");
        assertThatThrownBy(() -> YieldReport.of(360, OptionalLong.empty(), even(1, 0, 360)))
                .hasMessageContaining("after fromBlock 360");
        assertThatThrownBy(() -> YieldReport.of(0, OptionalLong.of(0), even(1, 0, 360)))
                .hasMessageContaining("tempo");
        assertThatThrownBy(() ->
                        YieldReport.of(
                                0, OptionalLong.empty(), List.of(epoch(2, 0, 1), epoch(2, 0, 1))))
                .hasMessageContaining("rising");
        assertThatThrownBy(() -> epoch(1, -1, 1)).hasMessageContaining("u64");
        assertThatThrownBy(() -> new Epoch(1, BigInteger.ONE, BigInteger.ONE.shiftLeft(64)))
                .hasMessageContaining("u64");
    }
}
