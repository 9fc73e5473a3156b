package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.List;
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
        WorkingState state = chain.reading();
        Execution block =
                new Execution(
                        state,
                        new EventLog(),
                        12,
                        DevAccounts.ALL.get(1).sr25519().toBytes(),
                        new Upgrades(Release.known(chain.spec)));
        SplittableRandom random = new SplittableRandom(7);
        int succeeded = 0;
        for (int i = 0; i < 20_000; i++) {
            Bytes hotkey = hotkeys.get(random.nextInt(3));
            int netuid = NETUIDS[random.nextInt(NETUIDS.length)];
            long amount = AMOUNTS[random.nextInt(AMOUNTS.length)];
            long limit = AMOUNTS[random.nextInt(AMOUNTS.length)];
            boolean partial = random.nextBoolean();
            Bytes call =
                    switch (random.nextInt(6)) {
                        case 0 -> Wallet.addStake(hotkey, netuid, amount);
                        case 1 -> Wallet.removeStake(hotkey, netuid, amount);
                        case 2 -> Wallet.addStakeLimit(hotkey, netuid, amount, limit, partial);
                        case 3 -> Wallet.removeStakeLimit(hotkey, netuid, amount, limit, partial);
                        case 4 ->
                                Wallet.moveStake(
                                        hotkey,
                                        hotkeys.get(random.nextInt(3)),
                                        netuid,
                                        NETUIDS[random.nextInt(4)],
                                        amount);
                        default -> Wallet.transfer(hotkey, Math.max(0, amount));
                    };
            try {
                new Dispatcher(block)
                        .dispatch(
                                alice,
                                CallReader.read(
                                        SpecLayout.SPEC_424, new ScaleCodecReader(call)));
                succeeded++;
            } catch (DispatchError.DispatchFailure failure) {
                assertThat(failure.error().encode().size()).isPositive();
            }
        }
        assertThat(succeeded).isGreaterThan(100);
        for (int netuid = 0; netuid <= 8; netuid++) {
            assertThat(Balances.free(state, SubnetAccount.of(netuid)))
                    .isEqualTo(state.u64(Subtensor.SUBNET_TAO.key(netuid)));
        }
    }
}
