package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void groups_whole_numbers_and_writes_a_real_minus() {
        assertEquals("9,564,012", Numbers.grouped(9_564_012));
        assertEquals("\u22121,000", Numbers.grouped(-1_000));
        assertEquals("999", Numbers.grouped(999));
    }

    @Test
    void cuts_amounts_but_writes_little_ones_in_full() {
        assertEquals("12.3456", Numbers.amount(12_345_678_901L, 4));
        assertEquals("0.000012345", Numbers.amount(12_345, 4));
        assertEquals("0.0000", Numbers.amount(0, 4));
        assertEquals("1,184,203", Numbers.amount(1_184_203_999_999_999L, 0));
    }

    @Test
    void splits_an_exact_amount_into_head_and_tail() {
        assertEquals("199.8793", Numbers.head(199_879_312_593L));
        assertEquals("12593", Numbers.tail(199_879_312_593L));
        assertEquals("199.879312593", Numbers.exact(199_879_312_593L));
    }

    @Test
    void groups_an_amount_that_is_read_and_not_one_that_is_typed() {
        assertEquals("1,000,000", Numbers.amountText(1_000_000_000_000_000L));
        assertEquals("1000000", Numbers.amountPlain(1_000_000_000_000_000L));
        assertEquals("0.25", Numbers.amountText(250_000_000L));
    }

    @Test
    void writes_ratios_as_percent_without_an_exponent() {
        assertEquals("5.01", Numbers.percent(new BigDecimal("0.0501"), 2));
        assertEquals("\u22123.50", Numbers.percent(new BigDecimal("-0.035"), 2));
        assertEquals("0.00", Numbers.percent(new BigDecimal("1e-12"), 2));
        assertEquals("12,345.00", Numbers.percent(new BigDecimal("123.45"), 2));
    }

    @Test
    void says_how_long_ago_in_one_unit() {
        assertEquals("8 s ago", Numbers.ago(Duration.ofSeconds(8)));
        assertEquals("12 min ago", Numbers.ago(Duration.ofMinutes(12)));
        assertEquals("3 h ago", Numbers.ago(Duration.ofHours(3)));
        assertEquals("11 days ago", Numbers.ago(Duration.ofDays(11)));
        assertEquals("0 s ago", Numbers.ago(Duration.ofSeconds(-3)));
    }
}
