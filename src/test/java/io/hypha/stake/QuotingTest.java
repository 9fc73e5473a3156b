package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.node.bytes.Hash256;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class QuotingTest {

    private static final long TAO = FakeSubtensor.TAO;

    private final FakeSubtensor chain = new FakeSubtensor();
    private final Quoting quoting = new Quoting(chain, ChainFee.unknown());

    private Quote quoted(StakeIntent intent) {
        return assertInstanceOf(QuoteAnswer.Quoted.class, quoting.quote(intent)).quote();
    }

    private QuoteAnswer.Refused refused(StakeIntent intent) {
        return assertInstanceOf(QuoteAnswer.Refused.class, quoting.quote(intent));
    }

    private static StakeIntent stake(long rao, String tolerance) {
        return new StakeIntent(
                StakeIntent.Action.STAKE,
                FakeSubtensor.MOSSGATE,
                FakeSubtensor.SUBNET,
                rao,
                Tolerance.of(tolerance));
    }

    @Test
    void exchanges_one_to_one_on_root_without_fee_or_impact() {
        Quote quote = quoted(Scene.onRoot(StakeIntent.Action.STAKE, 10 * TAO));

        assertEquals(10 * TAO, quote.out());
        assertEquals(10 * TAO, quote.atLeast());
        assertEquals(0, quote.poolFee());
        assertEquals(BigDecimal.ZERO, quote.impact());
        assertTrue(quote.oneToOne());
    }

    @Test
    void follows_the_curve_of_a_subnet_and_marks_it_derived() {
        Quote quote = quoted(stake(10 * TAO, "0.5"));

        assertEquals(199_879_312_593L, quote.out());
        assertEquals(5_035_477, quote.poolFee());
        assertEquals(9_994_964_523L, quote.net());
        assertEquals(50_250_000, quote.limitPrice());
        assertEquals(198_904_766_626L, quote.atLeast());
        assertEquals(
                new BigDecimal("0.06034370"),
                quote.impact().movePointRight(2).setScale(8, RoundingMode.HALF_EVEN));
        assertEquals(Level.DERIVED, quote.level());
        assertEquals(1_000, quote.block().number());
        assertTrue(quote.atLeast() <= quote.out(), "the least is no more than what is expected");
    }

    @Test
    void bounds_a_sale_from_below() {
        Quote quote = quoted(Scene.unstake(1_000 * TAO));

        assertEquals(49_949_860_259L, quote.out());
        assertEquals(49_750_000, quote.limitPrice());
        assertTrue(quote.atLeast() <= quote.out());
    }

    @Test
    void says_how_much_fits_when_the_tolerance_is_too_tight() {
        // 0.5 % lets 249.688278817 τ reach the curve: 249.81 with the fee
        assertEquals(TAO * 249, quoted(stake(249 * TAO, "0.5")).intent().amountRao());
        QuoteAnswer.Refused refused = refused(stake(250 * TAO, "0.5"));

        assertEquals(QuoteAnswer.Field.AMOUNT, refused.field());
        assertTrue(refused.sentence().contains("tolerance of 0.5 %"), refused.sentence());
        assertTrue(refused.sentence().contains("At most 249.814072124 τ"), refused.sentence());
    }

    @Test
    void what_it_says_would_fit_does_fit_and_one_rao_more_does_not() {
        String sentence = refused(stake(1_000 * TAO, "0.5")).sentence();
        String number = sentence.replaceFirst(".*At most ([0-9.]+) .*", "$1");
        long most = new BigDecimal(number).movePointRight(9).longValueExact();

        quoted(stake(most, "0.5"));
        refused(stake(most + 1, "0.5"));
    }

    @Test
    void refuses_less_than_the_chain_takes_after_its_fee() {
        assertEquals(QuoteAnswer.Field.AMOUNT, refused(stake(2_000_000, "0.5")).field());
        assertEquals(2_001_008, quoted(stake(2_001_008, "0.5")).intent().amountRao());
        refused(Scene.onRoot(StakeIntent.Action.STAKE, 1_999_999));
        quoted(Scene.onRoot(StakeIntent.Action.STAKE, 2_000_000));
    }

    @Test
    void refuses_an_empty_pool() {
        chain.pool(999_999, 100 * TAO, SubnetPool.WEIGHT_HALF);
        assertTrue(refused(stake(TAO, "0.5")).sentence().contains("as good as empty"));
        chain.pool(100 * TAO, 0, SubnetPool.WEIGHT_HALF);
        assertTrue(refused(stake(TAO, "0.5")).sentence().contains("as good as empty"));
    }

    @Test
    void refuses_more_than_a_thousand_times_the_reserve() {
        chain.pool(100 * TAO, TAO, SubnetPool.WEIGHT_HALF);
        assertTrue(refused(stake(1_001 * TAO, "50")).sentence().contains("thousand times"));
        assertTrue(refused(stake(1_000 * TAO, "50")).sentence().contains("tolerance"));
    }

    @Test
    void refuses_what_there_never_is() {
        assertTrue(refused(stake(Long.MAX_VALUE, "50")).sentence().contains("21,000,000"));
    }

    @Test
    void refuses_a_subnet_that_takes_no_stake_yet_but_lets_one_leave_it() {
        chain.subtoken = false;

        assertEquals(QuoteAnswer.Field.NETUID, refused(stake(TAO, "0.5")).field());
        quoted(Scene.unstake(1_000 * TAO));
    }

    @Test
    void refuses_a_validator_that_nobody_owns() {
        StakeIntent unknown =
                new StakeIntent(
                        StakeIntent.Action.STAKE,
                        new Hotkey(Hash256.ZERO),
                        FakeSubtensor.SUBNET,
                        TAO,
                        Tolerance.DEFAULT);
        assertEquals(QuoteAnswer.Field.HOTKEY, refused(unknown).field());
    }

    @Test
    void refuses_a_subnet_that_the_chain_has_not() {
        StakeIntent unknown =
                new StakeIntent(
                        StakeIntent.Action.STAKE,
                        FakeSubtensor.MOSSGATE,
                        new NetUid(999),
                        TAO,
                        Tolerance.DEFAULT);
        assertEquals(QuoteAnswer.Field.NETUID, refused(unknown).field());
    }

    @Test
    void is_unknown_and_not_refused_when_no_peer_answers() {
        chain.silent = "no endpoint answered";

        QuoteAnswer.Unknown unknown =
                assertInstanceOf(QuoteAnswer.Unknown.class, quoting.quote(stake(TAO, "0.5")));
        assertEquals(Reading.Reason.NO_PEER, unknown.reason());
    }

    @Test
    void is_unknown_where_the_weights_leave_the_range_of_the_formula() {
        chain.pool(100 * TAO, 100 * TAO, SubnetPool.WEIGHT_WHOLE / 1_000);

        QuoteAnswer.Unknown unknown =
                assertInstanceOf(QuoteAnswer.Unknown.class, quoting.quote(stake(TAO, "0.5")));
        assertEquals(Reading.Reason.UNSUPPORTED, unknown.reason());
    }

    @Test
    void does_not_guess_the_chain_fee() {
        Reading.Missing<?> fee =
                assertInstanceOf(Reading.Missing.class, quoted(stake(TAO, "0.5")).chainFee());
        assertEquals("not known before the runtime runs here", fee.text());
    }
}
