package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the economics facts §6.5: 2 000 000 alpha, 100 000 TAO, fee 33. */
class PoolCurveTest {

    private static final long TAO = 1_000_000_000L;

    private static PoolCurve pool(String quoteWeight) {
        return new PoolCurve(
                new SubnetPool(
                        new NetUid(12),
                        2_000_000 * TAO,
                        100_000 * TAO,
                        new BigDecimal(quoteWeight).movePointRight(18).longValueExact(),
                        33,
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 10, 5035477, 9994964523, 199879312593, 0.050009995464",
        "0.5, 1000, 503547722, 999496452278, 19792107631947, 0.051004491418",
        "0.48, 10, 5035477, 9994964523, 184504690083, 0.054177078568"
    })
    void buys_as_the_chain_does(
            String w2, long tao, long fee, long net, long out, BigDecimal price) {
        PoolCurve.Trade trade = pool(w2).buy(tao * TAO);
        assertEquals(fee, trade.fee());
        assertEquals(net, trade.net());
        assertTrue(Math.abs(out - trade.out()) <= (w2.equals("0.5") ? 0 : 2), "was " + trade.out());
        assertTrue(
                trade.priceAfter().subtract(price).abs().compareTo(new BigDecimal("1e-12")) <= 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1000, 503547722, 999496452278, 49949860259, 0.049950062615",
        "0.5, 20000, 10070954451, 19989929045549, 989605381596, 0.049015291212",
        "0.48, 1000, 503547722, 999496452278, 54111222232, 0.054110314887"
    })
    void sells_as_the_chain_does(
            String w2, long alpha, long fee, long net, long out, BigDecimal price) {
        PoolCurve.Trade trade = pool(w2).sell(alpha * TAO);
        assertEquals(fee, trade.fee());
        assertEquals(net, trade.net());
        assertTrue(Math.abs(out - trade.out()) <= (w2.equals("0.5") ? 0 : 2), "was " + trade.out());
        assertTrue(
                trade.priceAfter().subtract(price).abs().compareTo(new BigDecimal("1e-12")) <= 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.005, 249688278817, 5018828468342",
        "0.5, 0.05, 2469507659595, 51956704170308",
        "0.48, 0.005, 259688767222, 4817833728761"
    })
    void knows_how_much_fits_below_a_limit(String w2, BigDecimal tolerance, long buy, long sell) {
        PoolCurve pool = pool(w2);
        BigDecimal spot =
                new SubnetPool(
                                new NetUid(12),
                                2_000_000 * TAO,
                                100_000 * TAO,
                                new BigDecimal(w2).movePointRight(18).longValueExact(),
                                33,
                                false)
                        .spotPrice();
        long maxBuy = pool.maxNetBuy(spot.multiply(BigDecimal.ONE.add(tolerance)));
        long maxSell = pool.maxNetSell(spot.multiply(BigDecimal.ONE.subtract(tolerance)));
        assertTrue(Math.abs(buy - maxBuy) <= 1, "was " + maxBuy);
        assertTrue(Math.abs(sell - maxSell) <= 1, "was " + maxSell);
    }

    @ParameterizedTest
    @CsvSource({
        "249688278817, 249814072124",
        "5018828468342, 5021356961204",
        "2469507659595, 2470751801037",
        "51956704170308, 51982880031161"
    })
    void adds_the_fee_to_what_reaches_the_curve(long net, long given) {
        assertEquals(given, pool("0.5").withFee(net));
    }

    @Test
    void exchanges_one_to_one_on_root_without_a_fee() {
        PoolCurve root =
                new PoolCurve(new SubnetPool(NetUid.ROOT, 0, 0, SubnetPool.WEIGHT_HALF, 33, true));
        assertEquals(
                new PoolCurve.Trade(0, 10 * TAO, 10 * TAO, BigDecimal.ONE), root.buy(10 * TAO));
        assertEquals(10 * TAO, root.sell(10 * TAO).out());
    }

    @Test
    void refuses_a_power_of_what_is_no_share() {
        assertThrows(
                IllegalArgumentException.class,
                () -> PowerFunction.pow(new BigDecimal("1.1"), BigDecimal.ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> PowerFunction.pow(BigDecimal.ZERO, BigDecimal.ONE));
    }

    @Test
    void a_power_of_one_half_is_the_square_root() {
        BigDecimal root = PowerFunction.pow(new BigDecimal("0.49"), new BigDecimal("0.5"));
        assertTrue(
                root.subtract(new BigDecimal("0.7")).abs().compareTo(new BigDecimal("1e-40")) < 0);
    }
}
