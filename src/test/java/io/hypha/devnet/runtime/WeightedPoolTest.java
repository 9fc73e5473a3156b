package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightedPoolTest {

    private static final long UNIT = 1_000_000_000;
    private static final int NETUID = 1;

    private final WorkingState state = new WorkingState(new EmptyState());

    @BeforeEach
    void a_pool_of_two_million_alpha_and_a_hundred_thousand_tao() {
        set(NETUID, 2_000_000 * UNIT, 100_000 * UNIT, WeightedPool.HALF);
    }

    private void set(int netuid, long alpha, long tao, long weight) {
        state.putU16(Subtensor.SUBNET_MECHANISM.key(netuid), 1);
        state.put(Subtensor.NETWORKS_ADDED.key(netuid), Bytes.ofInts(1));
        state.putU64(Subtensor.SUBNET_ALPHA_IN.key(netuid), alpha);
        state.putU64(Subtensor.SUBNET_TAO.key(netuid), tao);
        state.putU64(Items.SWAP_BALANCER.key(netuid), weight);
    }

    @ParameterizedTest
    @CsvSource({
        "500, BUY, 10, 5035477, 9994964523, 199879312593, 0.050009995464",
        "500, BUY, 1000, 503547722, 999496452278, 19792107631947, 0.051004491418",
        "500, SELL, 1000, 503547722, 999496452278, 49949860259, 0.049950062615",
        "500, SELL, 20000, 10070954451, 19989929045549, 989605381596, 0.049015291212",
        "480, BUY, 10, 5035477, 9994964523, 184504690083, 0.054177078568",
        "480, SELL, 1000, 503547722, 999496452278, 54111222232, 0.054110314887"
    })
    void trades_as_the_vectors_say(
            int perMille,
            Swap.Side side,
            long amount,
            long fee,
            long net,
            long out,
            double priceAfter) {
        set(NETUID, 2_000_000 * UNIT, 100_000 * UNIT, perMille * 1_000_000_000_000_000L);
        Swap.Outcome outcome = Swap.simulated(state, NETUID, side, amount * UNIT);
        assertThat(outcome.fee()).isEqualTo(fee);
        assertThat(outcome.paidIn()).isEqualTo(net);
        assertThat(outcome.paidOut())
                .isBetween(out - (perMille == 500 ? 0 : 1), out + (perMille == 500 ? 0 : 1));
        WeightedPool pool = Swap.pool(state, NETUID);
        Fixed price = side == Swap.Side.BUY ? pool.priceAfterBuy(net) : pool.priceAfterSell(net);
        assertThat(price.bits().doubleValue() / Math.pow(2, 64))
                .isCloseTo(priceAfter, org.assertj.core.data.Offset.offset(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "500, BUY, 50250000, 249688278817, 249814072124",
        "500, SELL, 49750000, 5018828468342, 5021356961204",
        "500, BUY, 52500000, 2469507659595, 2470751801037",
        "500, SELL, 47500000, 51956704170308, 51982880031161"
    })
    void stops_at_the_limit_as_the_vectors_say(
            int perMille, Swap.Side side, long limit, long net, long gross) {
        long input = (side == Swap.Side.BUY ? 100_000 : 2_000_000) * UNIT * 1000;
        Swap.Outcome most = Swap.swapped(state, NETUID, side, input, limit, true);
        assertThat(most.paidIn()).isBetween(net - 1, net + 1);
        assertThat(most.paidIn() + most.fee()).isBetween(gross - 1, gross + 1);
    }

    @Test
    void the_limits_of_an_uneven_pool() {
        WeightedPool pool =
                new WeightedPool(2_000_000 * UNIT, 100_000 * UNIT, 480_000_000_000_000_000L);
        Fixed price = pool.price();
        Fixed up = price.times(Fixed.ratio(64, 1_005, 1_000));
        Fixed down = price.times(Fixed.ratio(64, 995, 1_000));
        assertThat(pool.taoToReach(up)).isBetween(259_688_767_221L, 259_688_767_223L);
        assertThat(pool.alphaToReach(down)).isBetween(4_817_833_728_759L, 4_817_833_728_763L);
    }

    @Test
    void a_move_pays_the_fee_once() {
        set(2, 500_000 * UNIT, 50_000 * UNIT, WeightedPool.HALF);
        long tao = Swap.simulated(state, NETUID, Swap.Side.SELL, 1_000 * UNIT).paidOut();
        assertThat(tao).isEqualTo(49_949_860_259L);
        assertThat(Swap.swapped(state, 2, Swap.Side.BUY, tao, Swap.MAX_PRICE, false).paidOut())
                .isEqualTo(499_000_102_881L);
    }

    @Test
    void adding_liquidity_keeps_the_price() {
        WeightedPool pool = new WeightedPool(2_000_000 * UNIT, 100_000 * UNIT, WeightedPool.HALF);
        long weight = pool.weightAfterAdding(5 * UNIT, 1_000 * UNIT);
        WeightedPool after = new WeightedPool(2_001_000 * UNIT, 100_005 * UNIT, weight);
        assertThat(after.price().minus(pool.price()).times(Fixed.f64(1_000_000_000_000L)).floor())
                .isZero();
        assertThat(pool.price().minus(after.price()).times(Fixed.f64(1_000_000_000_000L)).floor())
                .isZero();
    }

    @Test
    void powers_are_right_to_18_places() {
        // by Python's decimal with 60 digits
        assertThat(scaled(9, 10, 48, 52)).isEqualTo("907323828006338247");
        assertThat(scaled(1, 2, 13, 12)).isEqualTo("471937156340846748");
        assertThat(scaled(2, 1, 13, 25)).isEqualTo("1433955248015827381");
        assertThat(scaled(4, 1, 1, 2)).isEqualTo("2000000000000000000");
    }

    private static String scaled(long a, long b, long p, long q) {
        return PowerRatio.scaled(
                        java.math.BigInteger.valueOf(a), java.math.BigInteger.valueOf(b), p, q)
                .toString();
    }
}
