package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class SharePoolTest {

    private static final Bytes HOTKEY = account(1);
    private static final Bytes OWNER = account(2);
    private static final Bytes ALICE = account(3);
    private static final Bytes BOB = account(4);
    private static final int NETUID = 3;

    private final WorkingState state = new WorkingState(new EmptyState());
    private final SharePool pool = new SharePool(state, HOTKEY, NETUID);

    private static Bytes account(int fill) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) fill);
        return Bytes.of(bytes);
    }

    private static SafeFloat safeFloat(String mantissa, long exponent) {
        return new SafeFloat(new BigInteger(mantissa), exponent);
    }

    @Test
    void follows_the_vector_rao_by_rao() {
        pool.add(OWNER, 100_000_000_000L);
        assertThat(pool.total()).isEqualTo(100_000_000_000L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("1000000000000000000000", -10));
        pool.add(ALICE, 300_000_000_000L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("400000000000000000000", -9));
        pool.add(OWNER, 1_000_000_000L);
        pool.addForAll(8_000_000_000L);
        assertThat(pool.total()).isEqualTo(409_000_000_000L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("401000000000000000000", -9));
        assertThat(pool.valueOf(OWNER)).isEqualTo(103_014_962_593L);
        assertThat(pool.valueOf(ALICE)).isEqualTo(305_985_037_406L);
        pool.add(BOB, 50_000_000_000L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("450022004889975550122", -9));
        assertThat(pool.share(BOB)).isEqualTo(safeFloat("490220048899755501222", -10));
        assertThat(pool.valueOf(BOB)).isEqualTo(49_999_999_999L);
        pool.add(OWNER, 1_234_567_891L);
        pool.addForAll(7_777_777_777L);
        assertThat(pool.total()).isEqualTo(468_012_345_668L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("451232424753767726161", -9));
        assertThat(pool.valueOf(OWNER)).isEqualTo(106_011_305_322L);
        assertThat(pool.valueOf(ALICE)).isEqualTo(311_156_060_597L);
        assertThat(pool.valueOf(BOB)).isEqualTo(50_844_979_747L);
        pool.remove(ALICE, 100_000_000_000L);
        assertThat(pool.total()).isEqualTo(368_012_345_668L);
        assertThat(pool.denominator()).isEqualTo(safeFloat("354817783360127154212", -9));
        assertThat(pool.valueOf(ALICE)).isEqualTo(211_156_060_597L);
    }

    @Test
    void an_entry_of_the_first_generation_counts_until_it_is_touched() {
        Bytes one =
                new ScaleCodecWriter()
                        .writeUint128(
                                BigInteger.ONE
                                        .shiftLeft(64)
                                        .multiply(BigInteger.valueOf(1_000_000)))
                        .toBytes();
        state.put(Subtensor.ALPHA.key(HOTKEY, ALICE, NETUID), one);
        state.put(Subtensor.TOTAL_HOTKEY_SHARES.key(HOTKEY, NETUID), one);
        state.putU64(Subtensor.TOTAL_HOTKEY_ALPHA.key(HOTKEY, NETUID), 3_000_000);
        assertThat(pool.valueOf(ALICE)).isEqualTo(3_000_000);
        pool.add(BOB, 1_500_000);
        assertThat(state.contains(Subtensor.TOTAL_HOTKEY_SHARES.key(HOTKEY, NETUID))).isFalse();
        assertThat(state.contains(Subtensor.ALPHA.key(HOTKEY, ALICE, NETUID))).isTrue();
        assertThat(pool.valueOf(ALICE)).isEqualTo(3_000_000);
        assertThat(pool.valueOf(BOB)).isEqualTo(1_500_000);
        pool.remove(ALICE, 3_000_000);
        assertThat(state.contains(Subtensor.ALPHA.key(HOTKEY, ALICE, NETUID))).isFalse();
        assertThat(state.contains(Subtensor.ALPHA_V2.key(HOTKEY, ALICE, NETUID))).isFalse();
        assertThat(pool.total()).isEqualTo(1_500_000);
    }

    @Test
    void a_withdrawal_above_the_position_does_nothing() {
        pool.add(ALICE, 1_000);
        pool.remove(ALICE, 1_001);
        pool.remove(BOB, 1);
        assertThat(pool.valueOf(ALICE)).isEqualTo(1_000);
    }

    @Test
    void safe_float_takes_24_bytes_and_reads_back() {
        SafeFloat value = safeFloat("490220048899755501222", -10);
        assertThat(value.encode().size()).isEqualTo(24);
        assertThat(SafeFloat.decode(value.encode())).isEqualTo(value);
    }
}
