package io.hypha.node.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import org.junit.jupiter.api.Test;

class EraTest {

    @Test
    void an_immortal_era_is_one_byte() {
        assertEquals(Bytes.ofInts(0), Era.immortal().encode());
        assertEquals(Era.immortal(), read("0x00"));
        assertEquals(0, Era.immortal().birth(1_000));
    }

    /** The cases of {@code generic/era.rs}. */
    @Test
    void a_mortal_era_is_written_as_the_reference_writes_it() {
        assertEquals(new Era.Mortal(64, 42), Era.mortal(64, 42));
        assertEquals(Bytes.ofInts(5 + 42 % 16 * 16, 42 / 16), Era.mortal(64, 42).encode());
        assertEquals(new Era.Mortal(32_768, 20_000), Era.mortal(32_768, 20_000));
        int phase = 20_000 / 8;
        assertEquals(
                Bytes.ofInts(14 + phase % 16 * 16, phase / 16),
                Era.mortal(32_768, 20_000).encode());
        assertEquals(new Era.Mortal(256, 200), Era.mortal(200, 513 + 199));
        assertEquals(new Era.Mortal(4, 2), Era.mortal(2, 2));
        assertEquals(new Era.Mortal(4, 1), Era.mortal(3, 5));
        assertEquals(
                new Era.Mortal(65_536, 1_000_000 % 65_536 / 16 * 16),
                Era.mortal(1_000_000, 1_000_000));
    }

    @Test
    void a_mortal_era_is_born_at_its_phase_and_dies_a_period_later() {
        Era era = new Era.Mortal(4, 3);
        assertEquals(3, era.birth(3));
        assertEquals(3, era.birth(6));
        assertEquals(7, era.birth(7));
        assertEquals(3, era.birth(0));
        assertEquals(7, era.death(6));
        Era coarse = Era.mortal(65_536, 1_000_003);
        assertEquals(1_000_000, coarse.birth(1_000_003));
    }

    @Test
    void every_two_bytes_are_an_era_that_is_written_the_same_or_no_era() {
        int eras = 0;
        for (int value = 0; value <= 0xffff; value++) {
            Bytes bytes = Bytes.ofInts(value & 0xff, value >> 8);
            if ((value & 0xff) == 0) {
                continue;
            }
            try {
                Era era = Era.read(new ScaleCodecReader(bytes));
                assertEquals(bytes, era.encode());
                eras++;
            } catch (ScaleException refused) {
                int period = 2 << (value & 15);
                int phase = (value >> 4) * Math.max(period >> 12, 1);
                assertEquals(true, period < 4 || phase >= period, bytes.toHex());
            }
        }
        assertEquals(true, eras > 10_000);
    }

    @Test
    void refuses_a_half_era() {
        assertThrows(ScaleException.class, () -> read("0x25"));
        assertThrows(ScaleException.class, () -> read("0x"));
        assertThrows(IllegalArgumentException.class, () -> new Era.Mortal(48, 1));
        assertThrows(IllegalArgumentException.class, () -> new Era.Mortal(64, 64));
        assertThrows(IllegalArgumentException.class, () -> new Era.Mortal(65_536, 1));
    }

    private static Era read(String hex) {
        return Era.read(new ScaleCodecReader(Bytes.fromHex(hex)));
    }
}
