package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The pool of the C runtime and the pool of the Java ledger, written apart, agree to the rao: on
 * random pools, orders and fees, and at the ends of their ranges.
 */
class PoolParityTest {

    private static final int NETUID = 3;
    private static final int POOLS = 10_000;
    private static final String BUY = "SwapRuntimeApi_sim_swap_tao_for_alpha";
    private static final String SELL = "SwapRuntimeApi_sim_swap_alpha_for_tao";
    private static final Bytes ZEROS = Bytes.of(new byte[48]);

    private static final BlockContext AT =
            new BlockContext(1, 1, Hash256.ZERO, MemoryChain.GENESIS);

    private final LedgerApis ledger =
            new LedgerApis(new DevnetRuntime(MemoryChain.shortSpec("pools")));
    private final WasmRuntime wasm = WasmRuntime.compiled(RuntimeDescription.code());
    private int answered;
    private int refused;
    private int trapped;

    /** A state with one subnet. */
    private static final class Pool implements StateView {
        private final Map<Bytes, Bytes> entries = new HashMap<>();

        Pool(long alpha, long tao, long weight) {
            entries.put(Subtensor.TOTAL_NETWORKS.prefix(), StorageItem.u16(NETUID + 1));
            entries.put(Subtensor.NETWORKS_ADDED.key(NETUID), Bytes.ofInts(1));
            entries.put(Subtensor.SUBNET_MECHANISM.key(NETUID), StorageItem.u16(1));
            put(Subtensor.SUBNET_ALPHA_IN, alpha);
            put(Subtensor.SUBNET_TAO, tao);
            put(Items.SWAP_BALANCER, weight);
        }

        private void put(StorageItem item, long value) {
            entries.put(item.key(NETUID), WorkingState.littleEndian(value, 8));
        }

        Pool withFee(int rate) {
            entries.put(Items.FEE_RATE.key(NETUID), StorageItem.u16(rate));
            return this;
        }

        Pool without(StorageItem item) {
            entries.remove(item.key(NETUID));
            return this;
        }

        @Override
        public Optional<Bytes> get(Bytes key) {
            return Optional.ofNullable(entries.get(key));
        }

        @Override
        public Optional<Bytes> nextKey(Bytes after) {
            return Optional.empty();
        }
    }

    private void assertAlike(StateView state, String method, Bytes parameters) {
        CallResult expected = ledger.call(state, AT, method, parameters);
        WasmRuntime.Answer found = wasm.call(state, method, parameters);
        switch (expected) {
            case CallResult.Returned(Bytes value) -> {
                assertEquals(Optional.of(value), found.value(), method);
                boolean zeros = value.equals(ZEROS);
                refused += zeros ? 1 : 0;
                answered += zeros ? 0 : 1;
            }
            case CallResult.Trapped _ -> {
                assertThat(found.trapped()).as(method).isTrue();
                trapped++;
            }
            case CallResult.NoSuchMethod _ -> throw new AssertionError(method);
        }
    }

    private static Bytes order(long amount) {
        return new ScaleCodecWriter().writeUint16(NETUID).writeLong(amount).toBytes();
    }

    private static long magnitude(SplittableRandom random, int bits) {
        return random.nextLong(1L << 1 + random.nextInt(bits));
    }

    /** Mostly one that can pay, up to all TAO there will ever be. */
    private static long reserve(SplittableRandom random) {
        return (random.nextInt(10) == 0 ? 0 : 1_000_000) + magnitude(random, 54);
    }

    private static long weight(SplittableRandom random) {
        long percent = WeightedPool.WEIGHT_ONE / 100;
        return switch (random.nextInt(8)) {
            case 0 -> WeightedPool.HALF;
            case 1 -> percent;
            case 2 -> 99 * percent;
            case 3 -> percent * random.nextInt(1, 100);
            case 4 -> WeightedPool.HALF + random.nextInt(-1, 2);
            default -> random.nextLong(percent, 99 * percent + 1);
        };
    }

    /** An order as large as a reserve, far more, or anything. */
    private static long amount(SplittableRandom random, long reserve) {
        return switch (random.nextInt(8)) {
            case 0 -> reserve;
            case 1 -> reserve / 1_000;
            case 2 -> reserve * random.nextInt(1, 1_002);
            case 3 -> magnitude(random, 62);
            default -> reserve == 0 ? 0 : random.nextLong(reserve);
        };
    }

    private Pool random(SplittableRandom random, long alpha, long tao) {
        Pool pool = new Pool(alpha, tao, weight(random));
        switch (random.nextInt(8)) {
            case 0 -> pool.withFee(0);
            case 1 -> pool.withFee(196);
            case 2 -> pool.withFee(random.nextInt(65_536));
            case 3 -> pool.without(Items.SWAP_BALANCER);
            default -> {}
        }
        return pool;
    }

    private void compare(int pools, SplittableRandom random) {
        for (int i = 0; i < pools; i++) {
            long alpha = reserve(random);
            long tao = random.nextBoolean() ? reserve(random) : alpha / 20;
            Pool pool = random(random, alpha, tao);
            Bytes order = order(amount(random, random.nextBoolean() ? alpha : tao));
            assertAlike(pool, random.nextBoolean() ? BUY : SELL, order);
            if (i % 50 == 0) {
                assertAlike(pool, "SwapRuntimeApi_current_alpha_price", StorageItem.u16(NETUID));
                assertAlike(pool, "SwapRuntimeApi_current_alpha_price_all", Bytes.EMPTY);
            }
        }
    }

    @Test
    void ten_thousand_random_pools_agree_to_the_rao() {
        compare(POOLS, new SplittableRandom(424));
        assertThat(answered).isGreaterThan(POOLS / 2);
        assertThat(refused).isGreaterThan(POOLS / 50);
        assertThat(trapped).isPositive();
    }

    @Test
    @Tag("long")
    void a_hundred_thousand_more() {
        compare(10 * POOLS, new SplittableRandom(425));
    }

    /** Powers that are a step of 10^-18 exactly: a truncated series falls below it. */
    @Test
    void exact_powers_agree() {
        assertEquals(
                BigInteger.valueOf(WeightedPool.HALF),
                PowerRatio.scaled(BigInteger.ONE, BigInteger.valueOf(8), 1, 3));
        assertEquals(
                BigInteger.valueOf(8_000_000_000_000_000L),
                PowerRatio.scaled(BigInteger.ONE, BigInteger.valueOf(5), 3, 1));
        long quarter = WeightedPool.WEIGHT_ONE / 4;
        for (long weight : new long[] {quarter, 3 * quarter, WeightedPool.WEIGHT_ONE / 5}) {
            for (long reserve : new long[] {1_000_000, 999_999_937, 1L << 54, 20_999_999L << 30}) {
                for (long times : new long[] {1, 3, 4, 9, 24, 99, 999}) {
                    Pool pool = new Pool(reserve, reserve, weight).withFee(0);
                    assertAlike(pool, BUY, order(reserve * times));
                    assertAlike(pool, SELL, order(reserve * times));
                }
            }
        }
        assertThat(answered).isGreaterThan(150);
    }

    @Test
    void the_ends_of_the_ranges_agree() {
        long percent = WeightedPool.WEIGHT_ONE / 100;
        long[] reserves = {0, 1, 999_999, 1_000_000, 1L << 54, Long.MAX_VALUE};
        for (long alpha : reserves) {
            for (long tao : reserves) {
                for (long weight : new long[] {percent, WeightedPool.HALF, 99 * percent}) {
                    Pool pool = new Pool(alpha, tao, weight);
                    for (long amount : new long[] {0, 1, 1_000_000, Long.MAX_VALUE, -1}) {
                        assertAlike(pool, BUY, order(amount));
                        assertAlike(pool, SELL, order(amount));
                    }
                }
            }
        }
    }

    @Test
    void a_subnet_without_pool_or_none_at_all_agrees() {
        Pool pool = new Pool(1L << 40, 1L << 38, WeightedPool.HALF);
        Bytes order = order(5_000_000_000L);
        for (StorageItem missing :
                List.of(
                        Subtensor.SUBNET_MECHANISM,
                        Subtensor.SUBNET_ALPHA_IN,
                        Subtensor.NETWORKS_ADDED,
                        Subtensor.SUBNET_TAO)) {
            pool.without(missing);
            assertAlike(pool, BUY, order);
            assertAlike(pool, SELL, order);
        }
        assertAlike(pool, BUY, order.slice(0, 9));
        assertAlike(pool, SELL, Bytes.concat(order, Bytes.ofInts(0)));
    }
}
