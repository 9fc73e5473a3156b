package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DispatcherTest {

    private static final long[] AMOUNTS = {
        0,
        1,
        499,
        500,
        1_999_999,
        2_000_000,
        2_001_008,
        1_000_000_000,
        10_000_000_000_000L,
        1L << 53,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1
    };
    private static final int[] NETUIDS = {0, 1, 3, 8, 9, 4096, 65_535};

    @Test
    void any_amount_ends_in_success_or_a_dispatch_error_and_the_books_stay_closed() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("extremes"));
        chain.author(11);
        Population population = new Population("extremes");
        List<Bytes> hotkeys =
                List.of(
                        population.validators().get(0).hotkey(),
                        population.validators().get(2).hotkey(),
                        Bytes.fromHex("ee".repeat(32)));
        Bytes alice = DevAccounts.ALL.getFirst().sr25519().toBytes();
        Bytes bob = DevAccounts.ALL.get(1).sr25519().toBytes();
        WorkingState state = chain.reading();
        long[] alpha = alpha(state);
        Execution block =
                new Execution(
                        state,
                        new EventLog(),
                        12,
                        DevAccounts.ALL.get(1).sr25519().toBytes(),
                        new Upgrades(Release.all(chain.spec)));
        SplittableRandom random = new SplittableRandom(7);
        int succeeded = 0;
        for (int i = 0; i < 20_000; i++) {
            Bytes hotkey = hotkeys.get(random.nextInt(3));
            int netuid = NETUIDS[random.nextInt(NETUIDS.length)];
            long amount = AMOUNTS[random.nextInt(AMOUNTS.length)];
            long limit = AMOUNTS[random.nextInt(AMOUNTS.length)];
            boolean partial = random.nextBoolean();
            int other = NETUIDS[random.nextInt(4)];
            Bytes call =
                    switch (random.nextInt(14)) {
                        case 0 -> Wallet.addStake(hotkey, netuid, amount);
                        case 1 -> Wallet.removeStake(hotkey, netuid, amount);
                        case 2 -> Wallet.addStakeLimit(hotkey, netuid, amount, limit, partial);
                        case 3 -> Wallet.removeStakeLimit(hotkey, netuid, amount, limit, partial);
                        case 4 ->
                                Wallet.moveStake(
                                        hotkey,
                                        hotkeys.get(random.nextInt(3)),
                                        netuid,
                                        other,
                                        amount);
                        case 5 -> Wallet.transfer(hotkey, Math.max(0, amount));
                        case 6 -> Wallet.swapStake(hotkey, netuid, other, amount);
                        case 7 ->
                                Wallet.swapStakeLimit(
                                        hotkey, netuid, other, amount, limit, partial);
                        case 8 -> Wallet.transferStake(bob, hotkey, netuid, other, amount);
                        case 9 ->
                                Wallet.removeStakeFull(
                                        hotkey,
                                        netuid,
                                        partial ? Optional.of(limit) : Optional.empty());
                        case 10 -> Wallet.unstakeAll(hotkey);
                        case 11 -> Wallet.unstakeAllAlpha(hotkey);
                        case 12 -> Wallet.claimRoot(netuid, other);
                        default -> Wallet.setRootClaimType(random.nextInt(3), 1, netuid);
                    };
            Bytes signer = random.nextInt(3) == 0 ? bob : alice;
            try {
                new Dispatcher(block)
                        .dispatch(
                                signer,
                                CallReader.read(SpecLayout.SPEC_424, new ScaleCodecReader(call)));
                succeeded++;
            } catch (DispatchError.DispatchFailure failure) {
                assertThat(failure.error().encode().size()).isPositive();
            }
        }
        assertThat(succeeded).isGreaterThan(100);
        assertThat(alpha(state)).isEqualTo(alpha);
        state.changes()
                .forEach((key, value) -> {
                    value.ifPresentOrElse(
                            v -> chain.state.put(key, v), () -> chain.state.remove(key));
                });
        new Bench(chain).assertBooks();
    }

    /** All alpha of each subnet, in its pool or staked: trades make none and lose none. */
    private static long[] alpha(WorkingState state) {
        return Subtensor.netuids(state)
                .skip(1)
                .mapToLong(netuid ->
                        state.u64(Subtensor.SUBNET_ALPHA_IN.key(netuid))
                                + state.u64(Subtensor.SUBNET_ALPHA_OUT.key(netuid)))
                .toArray();
    }

    @Test
    void mutated_calls_are_read_or_refused() {
        List<Bytes> good =
                List.of(
                        Wallet.swapStakeLimit(Bench.NOBODY, 1, 2, 3, 4, true),
                        Wallet.removeStakeFull(Bench.NOBODY, 1, Optional.of(5L)),
                        Wallet.claimRoot(1, 2, 3),
                        Wallet.setRootClaimType(2, 1, 2),
                        Wallet.setAutoStake(1, Bench.NOBODY),
                        Wallet.asProxy(
                                Bench.NOBODY,
                                Optional.of(ProxyType.STAKING),
                                Wallet.batchAll(Wallet.unstakeAll(Bench.NOBODY))),
                        Wallet.addProxy(Bench.NOBODY, ProxyType.ANY, 9),
                        Wallet.sudo(Wallet.setCode(Bytes.ofInts(1, 2, 3))),
                        Wallet.forceBatch(Wallet.transfer(Bench.NOBODY, 1), Wallet.batch()));
        SplittableRandom random = new SplittableRandom(13);
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).toArray();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            int cut = random.nextInt(8) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                SpecLayout layout = SpecLayout.ALL.get(random.nextInt(3));
                Call call = CallReader.read(layout, new ScaleCodecReader(Bytes.of(bytes, 0, cut)));
                assertThat(Fees.weightOf(call).refTime()).isPositive();
                read++;
            } catch (ScaleException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(1_000, 99_000);
    }
}
