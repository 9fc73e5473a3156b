package io.hypha.yield;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Formula;
import io.hypha.chain.Hotkey;
import io.hypha.chain.ProofId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Returns out of proven values: epochs each hour, 100 blocks apart. */
class YieldFormulasTest {

    private static final RuntimeMetadata METADATA =
            RuntimeMetadata.decode(Fixtures.bytes("metadata/finney-424-v16.scale.gz"));
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int EPOCHS = 24;

    private final Hotkey moss = FakeChain.hotkey("moss");
    private final Bytes hot = moss.key().toBytes();
    private final Bytes three = FakeChain.u16(3);
    private final List<Formula.Input> inputs = new ArrayList<>();

    private Formula.Input input(
            long block,
            String item,
            Optional<Bytes> value,
            List<String> arguments,
            Bytes... parts) {
        int dot = item.indexOf('.');
        return new Formula.Input(
                new ProofId(block, item, arguments),
                METADATA.keys(item.substring(0, dot), item.substring(dot + 1)).of(parts),
                value);
    }

    private Formula.Input number(
            long block, String item, long value, List<String> arguments, Bytes... parts) {
        return input(block, item, Optional.of(FakeChain.u64(value)), arguments, parts);
    }

    private Formula.Input step(long block, long step) {
        return number(block, YieldFigure.STEP, step, List.of("3"), three);
    }

    private Formula.Input now(long block) {
        return number(block, YieldFigure.NOW, block * HOUR / 100, List.of());
    }

    private Formula.Input dividends(long block, long value, Hotkey hotkey) {
        return number(
                block,
                YieldFigure.DIVIDENDS,
                value,
                List.of("3", hotkey.address()),
                three,
                hotkey.key().toBytes());
    }

    /** Epochs at 200, 300, … after one at 100; each pays 1 of 101. */
    private void epochs(int count) {
        inputs.add(step(100, 100));
        inputs.add(now(100));
        for (int i = 0; i < count; i++) {
            long block = 200 + 100L * i;
            inputs.add(step(block - 1, block - 100));
            inputs.add(step(block, block));
            inputs.add(dividends(block, 1_000, moss));
            inputs.add(
                    number(
                            block,
                            YieldFigure.TOTAL,
                            101_000,
                            List.of(moss.address(), "3"),
                            hot,
                            three));
        }
        inputs.add(now(200));
        inputs.add(now(100 + 100L * count));
    }

    private Formula.Outcome growth(long newest, String window) {
        ProofId id = new ProofId(newest, "yield", List.of(moss.address(), "3", window));
        return YieldFormulas.of(id).orElseThrow().of(id, inputs);
    }

    private static String refused(Formula.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Formula.Outcome.Refused.class);
        return ((Formula.Outcome.Refused) outcome).reason();
    }

    private void replace(Formula.Input other) {
        inputs.replaceAll(each -> each.name().equals(other.name()) ? other : each);
    }

    @Test
    void multiplies_what_each_epoch_paid() {
        epochs(EPOCHS);

        String expected =
                new java.math.BigDecimal("1.01")
                        .pow(EPOCHS)
                        .subtract(java.math.BigDecimal.ONE)
                        .setScale(12, java.math.RoundingMode.HALF_EVEN)
                        .toPlainString();
        assertThat(growth(2_500, "24h")).isEqualTo(new Formula.Outcome.Value(expected));
    }

    @Test
    void counts_an_epoch_without_dividends_as_zero_and_an_absent_entry_too() {
        epochs(EPOCHS);
        for (long block = 200; block <= 2_500; block += 100) {
            replace(
                    input(
                            block,
                            YieldFigure.DIVIDENDS,
                            Optional.empty(),
                            List.of("3", moss.address()),
                            three,
                            hot));
        }

        assertThat(growth(2_500, "24h")).isEqualTo(new Formula.Outcome.Value("0.000000000000"));
    }

    @Test
    void refuses_the_same_epoch_at_two_blocks() {
        epochs(EPOCHS);
        inputs.add(step(250, 200));
        inputs.add(step(249, 200));
        inputs.add(dividends(250, 1_000, moss));
        inputs.add(
                number(250, YieldFigure.TOTAL, 101_000, List.of(moss.address(), "3"), hot, three));

        assertThat(refused(growth(2_500, "24h"))).startsWith("block 250");
    }

    @Test
    void refuses_a_window_with_an_epoch_left_out() {
        epochs(EPOCHS);
        inputs.removeIf(each -> each.name().block() == 1_000);

        assertThat(refused(growth(2_500, "24h"))).startsWith("block 1100");
    }

    @Test
    void refuses_a_key_of_another_validator_under_the_name_of_this_one() {
        epochs(EPOCHS);
        Formula.Input other = dividends(300, 50_000, FakeChain.hotkey("other"));
        replace(
                new Formula.Input(
                        new ProofId(300, YieldFigure.DIVIDENDS, List.of("3", moss.address())),
                        other.key(),
                        other.value()));

        assertThat(refused(growth(2_500, "24h")))
                .contains("is not that of 300-" + YieldFigure.DIVIDENDS);
    }

    @Test
    void refuses_a_window_that_proven_times_do_not_fill_or_that_begins_too_early() {
        epochs(20);
        assertThat(refused(growth(2_100, "24h"))).contains("needs");
        inputs.clear();
        epochs(26);
        assertThat(refused(growth(2_700, "24h"))).contains("counts from within");
        assertThat(refused(growth(2_600, "24h"))).contains("up to block 2600");
        assertThat(refused(growth(2_700, "7d"))).contains("needs");
    }

    @Test
    void refuses_inputs_that_are_missing_or_of_another_form() {
        epochs(EPOCHS);
        replace(input(300, YieldFigure.STEP, Optional.of(Bytes.ofInts(1, 2)), List.of("3"), three));
        assertThat(refused(growth(2_500, "24h"))).isNotBlank();
        inputs.removeIf(each -> each.name().figure().equals(YieldFigure.NOW));
        epochs(0);
        assertThat(refused(growth(2_500, "24h"))).isNotBlank();
    }

    private void root(long block, long rateBits, long stake) {
        ScaleCodecWriter rates = new ScaleCodecWriter();
        rates.writeCompact(1).writeUint16(3).writeUint128(BigInteger.valueOf(rateBits));
        inputs.add(
                input(
                        block,
                        YieldFigure.CLAIMABLE,
                        Optional.of(rates.toBytes()),
                        List.of(moss.address()),
                        hot));
        inputs.add(
                number(
                        block,
                        YieldFigure.STAKE,
                        stake,
                        List.of(moss.address(), "0"),
                        hot,
                        FakeChain.u16(0)));
        inputs.add(
                input(
                        block,
                        "SubtensorModule.SubnetMechanism",
                        Optional.of(FakeChain.u16(1)),
                        List.of("3"),
                        three));
        inputs.add(number(block, "SubtensorModule.SubnetTAO", 1_000, List.of("3"), three));
        inputs.add(number(block, "SubtensorModule.SubnetAlphaIn", 4_000, List.of("3"), three));
        inputs.add(input(block, "Swap.SwapBalancer", Optional.empty(), List.of("3"), three));
        inputs.add(now(block));
    }

    @Test
    void adds_up_what_root_stake_accrued_and_skips_blocks_without_stake() {
        ProofId id = new ProofId(2_500, "yield", List.of(moss.address(), "0", "24h"));
        root(100, 1L << 32, 5);
        root(200, 3L << 31, 5);
        root(1_000, 2L << 32, 0);
        root(2_500, 3L << 32, 5);

        assertThat(YieldFormulas.of(id).orElseThrow().of(id, inputs))
                .isEqualTo(new Formula.Outcome.Value("0.375000000000"));

        inputs.removeIf(each ->
                each.name().block() == 2_500
                        && each.name().figure().equals("SubtensorModule.SubnetTAO"));
        assertThat(refused(YieldFormulas.of(id).orElseThrow().of(id, inputs)))
                .contains("SubnetTAO-3 is missing");
    }
}
