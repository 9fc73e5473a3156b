package io.hypha.chain;

import static io.hypha.chain.FakeChain.coldkey;
import static io.hypha.chain.FakeChain.compact;
import static io.hypha.chain.FakeChain.hotkey;
import static io.hypha.chain.FakeChain.safeFloat;
import static io.hypha.chain.FakeChain.text;
import static io.hypha.chain.FakeChain.u128;
import static io.hypha.chain.FakeChain.u16;
import static io.hypha.chain.FakeChain.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.Answer;
import io.hypha.node.bytes.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubtensorReaderTest {

    private static final Bytes ONE = u16(1);
    private static final Bytes ROOT = u16(0);
    private static final Bytes TRUE = Bytes.ofInts(1);

    private final Coldkey alice = coldkey("alice");
    private final Hotkey moss = hotkey("moss");
    private FakeChain chain;
    private Subtensor subtensor;

    @BeforeEach
    void two_subnets() {
        chain =
                new FakeChain()
                        .block(600)
                        .put("NetworksAdded", TRUE, ROOT)
                        .put("NetworksAdded", TRUE, ONE)
                        .put("NetworksAdded", Bytes.ofInts(0), u16(2))
                        .put("SubnetMechanism", ONE, ONE)
                        .put("SubnetTAO", u64(100_000_000_000_000L), ONE)
                        .put("SubnetAlphaIn", u64(2_000_000_000_000_000L), ONE)
                        .putAt("Swap", "SwapBalancer", u64(480_000_000_000_000_000L), ONE)
                        .put(
                                "SubnetIdentitiesV3",
                                text("Mycelium", "", "", "", "", "", "", ""),
                                ONE)
                        .put("SubnetTAO", u64(6_000_000_000_000_000L), ROOT);
        subtensor = new SubtensorReader(chain);
    }

    private static Bytes account(int nonce, long free) {
        return Bytes.concat(
                Bytes.ofInts(nonce, 0, 0, 0),
                u64(0),
                Bytes.ofInts(0, 0, 0, 0),
                u64(free),
                u64(0),
                u64(0),
                u64(0),
                u64(0));
    }

    private static <T> Reading.Known<T> known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return (Reading.Known<T>) reading;
    }

    private static Reading.Reason reason(Reading<?> reading) {
        assertThat(reading).isInstanceOf(Reading.Missing.class);
        return ((Reading.Missing<?>) reading).reason();
    }

    @Test
    void reads_subnets_with_their_weighted_price() {
        List<SubnetView> subnets = known(subtensor.subnets()).value();

        assertThat(subnets)
                .extracting(SubnetView::netUid)
                .containsExactly(NetUid.ROOT, new NetUid(1));
        assertThat(known(subnets.get(1).price()).value())
                .isEqualTo(new BigDecimal("0.054166666666666666"));
        assertThat(known(subnets.get(1).price()).level()).isEqualTo(Level.DERIVED);
        assertThat(known(subnets.get(1).name()))
                .extracting(Reading.Known::value, Reading.Known::level)
                .containsExactly("Mycelium", Level.UNVERIFIED);
        assertThat(known(subnets.get(0).price()).value()).isEqualByComparingTo("1");
        assertThat(reason(subnets.get(0).name())).isEqualTo(Reading.Reason.ABSENT);
        assertThat(known(subnets.get(1).pool()).proof()).hasToString("600-pool-1");
    }

    @Test
    void says_that_a_subnet_is_proven_absent() {
        assertThat(reason(subtensor.subnet(new NetUid(2)))).isEqualTo(Reading.Reason.ABSENT);
        assertThat(known(subtensor.subnet(new NetUid(1))).value().netUid())
                .isEqualTo(new NetUid(1));
    }

    @Test
    void reads_a_free_balance_and_nonce_with_their_proof() {
        chain.putAt("System", "Account", account(3, 12_345_678_901L), alice.bytes());

        AccountView account = known(subtensor.account(alice)).value();

        assertThat(known(account.free()))
                .extracting(
                        Reading.Known::value,
                        Reading.Known::level,
                        known -> known.proof().toString())
                .containsExactly(
                        new Rao(12_345_678_901L),
                        Level.PROVEN,
                        "600-System.Account-" + alice.address());
        assertThat(known(account.nonce()).value()).isEqualTo(3);
        assertThat(known(account.positions()).value()).isEmpty();
    }

    @Test
    void reads_an_account_that_does_not_exist_as_the_chains_default() {
        assertThat(known(known(subtensor.account(alice)).value().free()).value())
                .isEqualTo(Rao.ZERO);
    }

    @Test
    void values_positions_of_both_share_generations_and_what_root_owes() {
        Hotkey fern = hotkey("fern");
        chain.put(
                        "StakingHotkeys",
                        Bytes.concat(
                                compact(3), moss.bytes(), fern.bytes(), hotkey("left").bytes()),
                        alice.bytes())
                .put("TotalHotkeyAlpha", u64(409_000_000_000L), moss.bytes(), ONE)
                .put(
                        "TotalHotkeySharesV2",
                        safeFloat("401000000000000000000", -9),
                        moss.bytes(),
                        ONE)
                .put(
                        "AlphaV2",
                        safeFloat("300000000000000000000", -9),
                        moss.bytes(),
                        alice.bytes(),
                        ONE)
                // old shares count where their entry exists, even beside a new one
                .put("TotalHotkeyAlpha", u64(1_000), fern.bytes(), ONE)
                .put("Alpha", u128(BigInteger.ONE.shiftLeft(63)), fern.bytes(), alice.bytes(), ONE)
                .put("AlphaV2", safeFloat("999", 0), fern.bytes(), alice.bytes(), ONE)
                .put("TotalHotkeySharesV2", safeFloat("1", 0), fern.bytes(), ONE)
                .put("TotalHotkeyAlpha", u64(1_000_000_000_000L), moss.bytes(), ROOT)
                .put("TotalHotkeySharesV2", safeFloat("1", 0), moss.bytes(), ROOT)
                .put("AlphaV2", safeFloat("1", 0), moss.bytes(), alice.bytes(), ROOT)
                .put(
                        "RootClaimable",
                        Bytes.concat(compact(1), ONE, u128(BigInteger.valueOf(275_206))),
                        moss.bytes())
                .put(
                        "RootClaimed",
                        u128(BigInteger.valueOf(76_390)),
                        ONE,
                        moss.bytes(),
                        alice.bytes());

        List<PositionView> positions =
                known(known(subtensor.account(alice)).value().positions()).value();

        assertThat(positions)
                .extracting(PositionView::netUid)
                .containsExactly(NetUid.ROOT, new NetUid(1), new NetUid(1));
        assertThat(
                        positions.stream()
                                .filter(p -> p.netUid().value() == 1)
                                .map(p -> known(p.stake()).value().rao()))
                .containsExactlyInAnyOrder(305_985_037_406L, 500L);
        PositionView root = positions.getFirst();
        assertThat(known(root.stake()).level()).isEqualTo(Level.DERIVED);
        assertThat(known(root.valueAtSpot()).value()).isEqualTo(new Rao(1_000_000_000_000L));
        PositionView.Owed owed = known(root.owed()).value().getFirst();
        assertThat(known(owed.amount()).value())
                .isEqualTo(new Alpha(new NetUid(1), 64_076_390L - 76_390));
        assertThat(known(owed.valueAtSpot()).value())
                .isEqualTo(new Rao(64_000_000L * 541_666_666L / 10_000_000_000L));
    }

    @Test
    void leaves_out_what_a_full_exit_left_behind() {
        chain.put("StakingHotkeys", Bytes.concat(compact(1), moss.bytes()), alice.bytes())
                .put("TotalHotkeyAlpha", u64(10), moss.bytes(), ONE)
                .put("TotalHotkeySharesV2", safeFloat("10", 0), moss.bytes(), ONE)
                .put("AlphaV2", safeFloat("1", 0), moss.bytes(), alice.bytes(), ONE);

        assertThat(known(known(subtensor.account(alice)).value().positions()).value()).isEmpty();
    }

    @Test
    void takes_the_chains_eighteen_percent_where_no_take_is_stored() {
        ValidatorView unknown = known(subtensor.validator(moss)).value();
        assertThat(known(unknown.take()).value()).isEqualTo(Take.DEFAULT);
        assertThat(known(unknown.delegate()).value()).isFalse();
        assertThat(reason(unknown.owner())).isEqualTo(Reading.Reason.ABSENT);

        chain.put("Delegates", u16(0), moss.bytes())
                .put("Owner", alice.bytes(), moss.bytes())
                .put("IdentitiesV2", text("Moss\u202egate", "", "", "", "", "", ""), alice.bytes());
        ValidatorView zero = known(subtensor.validator(moss)).value();
        assertThat(known(zero.take()).value()).isEqualTo(new Take(0));
        assertThat(known(zero.delegate()).value()).isTrue();
        assertThat(known(zero.name()).value()).isEqualTo("Mossgate");
        assertThat(known(zero.name()).level()).isEqualTo(Level.UNVERIFIED);
    }

    @Test
    void keeps_the_reason_when_no_endpoint_answers() {
        chain.goDown(Answer.Reason.NO_PEER, "no endpoint answered");

        assertThat(reason(subtensor.account(alice))).isEqualTo(Reading.Reason.NO_PEER);
        assertThat(reason(subtensor.subnets())).isEqualTo(Reading.Reason.NO_PEER);
        assertThat(Reading.Reason.NO_PEER.code()).isEqualTo("no-peer");
    }

    @Test
    void calls_a_value_of_an_unknown_form_unsupported_and_never_guesses() {
        chain.put("StakingHotkeys", Bytes.concat(compact(1), moss.bytes()), alice.bytes())
                .put("TotalHotkeyAlpha", Bytes.concat(u64(10), u64(0)), moss.bytes(), ONE)
                .put("TotalHotkeySharesV2", safeFloat("10", 0), moss.bytes(), ONE)
                .put("AlphaV2", safeFloat("10", 0), moss.bytes(), alice.bytes(), ONE)
                .putAt("System", "Account", u64(1), alice.bytes());

        AccountView account = known(subtensor.account(alice)).value();

        assertThat(reason(account.free())).isEqualTo(Reading.Reason.UNSUPPORTED);
        assertThat(reason(known(account.positions()).value().getFirst().stake()))
                .isEqualTo(Reading.Reason.UNSUPPORTED);
    }

    @Test
    void names_what_is_wrong_with_a_proofs_name() {
        assertThat(reason(subtensor.evidence(ProofId.of("600-position-5x"))))
                .isEqualTo(Reading.Reason.UNSUPPORTED);
        assertThat(reason(subtensor.evidence(ProofId.of("600-No.Such"))))
                .isEqualTo(Reading.Reason.UNSUPPORTED);
        assertThat(reason(subtensor.evidence(ProofId.of("700-pool-1"))))
                .isEqualTo(Reading.Reason.NOT_READ_YET);
        assertThatThrownBy(() -> ProofId.of("600")).hasMessageContaining("block-figure-arguments");
        assertThatThrownBy(() -> ProofId.of("600-pool-../x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Coldkey.of("5Grw")).hasMessageContaining("no address");
        assertThatThrownBy(() -> NetUid.of("65536")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Coldkey.of(alice.address())).isEqualTo(alice);
    }
}
