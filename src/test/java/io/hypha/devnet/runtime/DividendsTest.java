package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class DividendsTest {

    private static final long UNIT = 1_000_000_000;
    private static final Bytes A = Bytes.ofInts(1);
    private static final Bytes B = Bytes.ofInts(2);

    @Test
    void pays_take_and_dividends_as_the_vector_says() {
        Fixed taoWeight = new Fixed(BigInteger.valueOf(773_094_113), 32);
        SortedMap<Bytes, Dividends.Payout> payouts =
                Dividends.split(
                        108_530_017_560L,
                        39_070_806_120L,
                        taoWeight,
                        Map.of(
                                A, new Dividends.Claim(90 * UNIT, 400_000 * UNIT, 500_000 * UNIT),
                                B, new Dividends.Claim(60 * UNIT, 900_000 * UNIT, 0)));
        Dividends.Payout a = payouts.get(A);
        Dividends.Payout b = payouts.get(B);
        assertThat(a.alpha().floor()).isEqualTo(59_741_294_062L);
        assertThat(Dividends.taken(a.alpha(), 11_796))
                .isEqualTo(new Dividends.Taken(10_753_159_450L, 48_988_134_611L));
        assertThat(a.root().floor()).isBetween(39_070_806_119L, 39_070_806_120L);
        assertThat(Dividends.taken(a.root(), 11_796))
                .isEqualTo(new Dividends.Taken(7_032_566_245L, 32_038_239_874L));
        assertThat(b.alpha().floor()).isEqualTo(48_788_723_472L);
        assertThat(Dividends.taken(b.alpha(), 5_898))
                .isEqualTo(new Dividends.Taken(4_390_873_441L, 44_397_850_030L));
        assertThat(b.root().floor()).isZero();
    }

    @Test
    void root_claims_grow_by_a_truncated_rate() {
        WorkingState state = new WorkingState(new EmptyState());
        Bytes hotkey = Bytes.of(new byte[32]);
        new SharePool(state, hotkey, 0).add(hotkey, 500_000 * UNIT);
        RootClaims claims = new RootClaims(state);
        assertThat(claims.credit(hotkey, 5, 32_038_239_874L)).isTrue();
        Fixed rate = claims.rates(hotkey).get(5);
        assertThat(rate.bits()).isEqualTo(275_206);
        assertThat(rate.bits().multiply(BigInteger.valueOf(1_000 * UNIT)).shiftRight(32))
                .isEqualTo(64_076_390);
        assertThat(claims.credit(hotkey, 5, 500_001 * UNIT)).isFalse();
    }
}
