package io.hypha.chain;

import static io.hypha.chain.FakeChain.coldkey;
import static io.hypha.chain.FakeChain.compact;
import static io.hypha.chain.FakeChain.hotkey;
import static io.hypha.chain.FakeChain.text;
import static io.hypha.chain.FakeChain.u128;
import static io.hypha.chain.FakeChain.u16;
import static io.hypha.chain.FakeChain.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.Answer;
import io.hypha.node.bytes.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EpochReaderTest {

    private static final NetUid ONE = new NetUid(1);
    private static final Bytes N1 = u16(1);
    private static final Bytes ROOT = u16(0);

    private final Hotkey moss = hotkey("moss");
    private final Hotkey fern = hotkey("fern");
    private final Hotkey parent = hotkey("parent");
    private FakeChain chain;
    private EpochReader reader;

    /**
     * At block 600 subnet 1 pays moss (uid 1) and a parent without a number there; fern (uid 0)
     * holds a permit and is paid nothing.
     */
    @BeforeEach
    void one_epoch() {
        chain =
                new FakeChain()
                        .block(599)
                        .put("LastMechansimStepBlock", u64(240), N1)
                        .put("LastMechansimStepBlock", u64(0), ROOT)
                        .put("RootClaimable", rate(1_000), moss.bytes())
                        .put("SubnetMechanism", N1, N1)
                        .put("Tempo", u16(360), N1)
                        .put("ActivityCutoffFactorMilli", Bytes.ofInts(0x41, 0x36, 0, 0), N1)
                        .put("Keys", fern.bytes(), N1, u16(0))
                        .put("Keys", moss.bytes(), N1, u16(1))
                        .put("Keys", hotkey("miner").bytes(), N1, u16(2))
                        .put("Keys", hotkey("root only").bytes(), ROOT, u16(0))
                        .put("Uids", u16(0), N1, fern.bytes())
                        .put("Uids", u16(1), N1, moss.bytes())
                        .put("Uids", u16(2), N1, hotkey("miner").bytes())
                        .put("ValidatorPermit", Bytes.concat(compact(3), Bytes.ofInts(1, 1, 0)), N1)
                        .put("ValidatorPermit", Bytes.concat(compact(1), Bytes.ofInts(1)), ROOT)
                        .put(
                                "ValidatorTrust",
                                Bytes.concat(compact(3), u16(60_000), u16(65_535), u16(0)),
                                N1)
                        .put("LastUpdate", Bytes.concat(compact(3), u64(100), u64(590), u64(0)), N1)
                        .put("Owner", coldkey("alice").bytes(), moss.bytes())
                        .put(
                                "IdentitiesV2",
                                text("Mossgate", "", "", "", "", "", ""),
                                coldkey("alice").bytes())
                        .put("Delegates", u16(5_898), moss.bytes())
                        .put("TotalHotkeyAlpha", u64(7_000), fern.bytes(), N1)
                        .block(600)
                        .put("LastMechansimStepBlock", u64(600), N1)
                        .put("SubnetTAO", u64(100_000), N1)
                        .put("SubnetAlphaIn", u64(2_000_000), N1)
                        .put("AlphaDividendsPerSubnet", u64(44_397_850_030L), N1, moss.bytes())
                        .put("AlphaDividendsPerSubnet", u64(5), N1, parent.bytes())
                        .put("RootAlphaDividendsPerSubnet", u64(32_038_239_874L), N1, moss.bytes())
                        .put(
                                "TotalHotkeyAlphaLastEpoch",
                                u64(900_048_788_723_471L),
                                moss.bytes(),
                                N1)
                        .put("TotalHotkeyAlpha", u64(900_048_999_999_999L), moss.bytes(), N1)
                        .put("TotalHotkeyAlphaLastEpoch", u64(50), parent.bytes(), N1)
                        .put("TotalHotkeyAlpha", u64(500_000_000_000_000L), moss.bytes(), ROOT)
                        .put("RootClaimable", rate(276_206), moss.bytes());
        reader = new EpochReader(chain);
    }

    private static Bytes rate(long bits) {
        return Bytes.concat(compact(1), N1, u128(BigInteger.valueOf(bits)));
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }

    private EpochSnapshot.StakeState stake(EpochSnapshot snapshot, Hotkey hotkey) {
        return snapshot.stakes().stream()
                .filter(stake -> stake.hotkey().equals(hotkey))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void reads_when_each_subnet_stepped_last_in_one_range() {
        int before = chain.questions();

        assertThat(known(reader.lastSteps())).isEqualTo(Map.of(NetUid.ROOT, 0L, ONE, 600L));
        assertThat(chain.questions() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void reads_what_was_paid_with_the_pool_right_after() {
        EpochSnapshot snapshot = known(reader.snapshot(600, Set.of(ONE), Map.of(), true));

        EpochSnapshot.StakeState paid = stake(snapshot, moss);
        assertThat(paid.totalRao()).isEqualTo(900_048_788_723_471L);
        assertThat(paid.dividendsRao()).isEqualTo(44_397_850_030L);
        assertThat(paid.rootDividendsRao()).isEqualTo(32_038_239_874L);
        assertThat(paid.uid()).isEqualTo(1);
        assertThat(paid.permit()).isTrue();
        assertThat(paid.vtrust()).isEqualTo(65_535);
        assertThat(paid.lastUpdateBlock()).isEqualTo(590);
        assertThat(snapshot.subnets())
                .singleElement()
                .satisfies(subnet -> {
                    assertThat(subnet.previousStep()).isEqualTo(240);
                    assertThat(subnet.tempo()).isEqualTo(360);
                    assertThat(subnet.activityCutoffBlocks()).isEqualTo(360L * 13_889 / 1000);
                    assertThat(subnet.pool().spotPrice()).isEqualByComparingTo("0.05");
                });
        assertThat(snapshot.block().number()).isEqualTo(600);
        assertThat(snapshot.regime()).isEqualTo(EpochSnapshot.RootRegime.CLAIM);
    }

    @Test
    void takes_the_change_of_the_claim_rate_at_the_epochs_price() {
        EpochSnapshot snapshot = known(reader.snapshot(600, Set.of(ONE), Map.of(), true));

        // 275206 / 2^32 alpha per TAO, at 0.05 TAO
        assertThat(stake(snapshot, moss).rootAccrual())
                .isEqualByComparingTo(
                        new BigDecimal(275_206)
                                .divide(new BigDecimal(BigInteger.ONE.shiftLeft(32)))
                                .multiply(new BigDecimal("0.05"))
                                .setScale(36, java.math.RoundingMode.DOWN));
        assertThat(stake(snapshot, parent).rootAccrual()).isEqualByComparingTo("0");
    }

    @Test
    void finds_holders_of_a_permit_and_parents_without_a_number_but_no_miner() {
        EpochSnapshot snapshot = known(reader.snapshot(600, Set.of(ONE), Map.of(), true));

        assertThat(snapshot.stakes())
                .extracting(EpochSnapshot.StakeState::hotkey)
                .containsExactlyInAnyOrder(moss, fern, parent);
        assertThat(stake(snapshot, fern))
                .satisfies(unpaid -> {
                    assertThat(unpaid.totalRao()).isEqualTo(7_000);
                    assertThat(unpaid.dividendsRao()).isZero();
                });
        assertThat(stake(snapshot, parent).uid()).isEqualTo(-1);
        assertThat(stake(snapshot, parent).permit()).isFalse();
    }

    @Test
    void reads_names_and_takes_with_the_chains_default() {
        EpochSnapshot snapshot = known(reader.snapshot(600, Set.of(ONE), Map.of(), true));

        assertThat(snapshot.validators())
                .filteredOn(validator -> validator.hotkey().equals(moss))
                .singleElement()
                .satisfies(validator -> {
                    assertThat(validator.name()).isEqualTo("Mossgate");
                    assertThat(validator.take()).isEqualTo(new Take(5_898));
                    assertThat(validator.rootStakeRao()).isEqualTo(500_000_000_000_000L);
                });
        assertThat(snapshot.validators())
                .filteredOn(validator -> validator.hotkey().equals(fern))
                .singleElement()
                .satisfies(validator -> {
                    assertThat(validator.take()).isEqualTo(Take.DEFAULT);
                    assertThat(validator.name()).isEmpty();
                });
    }

    @Test
    void looks_only_at_who_was_paid_and_who_it_is_told_of_when_it_reads_history() {
        int before = chain.questions();
        EpochSnapshot snapshot =
                known(
                        reader.snapshot(
                                600, Set.of(ONE), Map.of(ONE, Set.of(hotkey("miner"))), false));

        assertThat(snapshot.stakes())
                .extracting(EpochSnapshot.StakeState::hotkey)
                .containsExactlyInAnyOrder(moss, parent, hotkey("miner"));
        assertThat(chain.questions() - before).isLessThanOrEqualTo(8);
    }

    @Test
    void reads_at_a_younger_block_of_the_same_epoch_when_the_state_is_gone() {
        chain.block(650);
        chain.pruneBelow(640);

        EpochSnapshot snapshot = known(reader.snapshot(600, Set.of(ONE), Map.of(), true));

        assertThat(snapshot.block().number()).isEqualTo(600);
        assertThat(snapshot.readAt().number()).isEqualTo(650);
        assertThat(snapshot.subnets().getFirst().previousStep()).isEqualTo(EpochSnapshot.UNKNOWN);
        assertThat(snapshot.regime()).isEqualTo(EpochSnapshot.RootRegime.OTHER);
        assertThat(stake(snapshot, moss).dividendsRao()).isEqualTo(44_397_850_030L);
    }

    @Test
    void does_not_take_a_later_epochs_figures_for_those_of_a_pruned_one() {
        chain.block(960).put("LastMechansimStepBlock", u64(960), N1);
        chain.pruneBelow(900);

        assertThat(reader.snapshot(600, Set.of(ONE), Map.of(), true))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing ->
                                assertThat(missing.reason())
                                        .isEqualTo(Reading.Reason.STATE_PRUNED));
    }

    @Test
    void keeps_the_reason_when_nobody_answers_and_refuses_unknown_forms() {
        chain.put("AlphaDividendsPerSubnet", Bytes.ofInts(1, 2, 3), N1, fern.bytes());
        assertThat(reader.snapshot(600, Set.of(ONE), Map.of(), true))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing ->
                                assertThat(missing.reason()).isEqualTo(Reading.Reason.UNSUPPORTED));

        chain.goDown(Answer.Reason.NO_PEER, "no endpoint answered");
        assertThat(List.of(reader.lastSteps(), reader.snapshot(600, Set.of(ONE), Map.of(), true)))
                .allSatisfy(reading ->
                        assertThat(reading)
                                .isInstanceOfSatisfying(
                                        Reading.Missing.class,
                                        missing ->
                                                assertThat(missing.reason())
                                                        .isEqualTo(Reading.Reason.NO_PEER)));
    }
}
