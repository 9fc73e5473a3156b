package io.hypha.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10|10000000000",
                "0.25|250000000",
                "0.000000001|1",
                "1,000.5|1000500000000",
                " 7 |7000000000",
                "1.500000000000|1500000000"
            })
    void reads_amounts_as_people_write_them(String text, long rao) {
        assertEquals(rao, Amount.rao(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0.0",
                "-1",
                "+1",
                "1e3",
                "1.0000000001",
                "1,00",
                "10 τ",
                "NaN",
                "0x10",
                ".",
                "1.",
                ".5",
                "99999999999",
                "9999999999.999999999"
            })
    void refuses_what_is_no_amount_or_not_that_exact(String text) {
        assertThrows(IllegalArgumentException.class, () -> Amount.rao(text));
    }
}
