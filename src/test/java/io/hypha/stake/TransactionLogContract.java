package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each {@link TransactionLog} must do. */
public abstract class TransactionLogContract {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Coldkey ALICE = new Coldkey(hash("alice"));
    private static final Coldkey BOB = new Coldkey(hash("bob"));

    /** An empty one. */
    protected abstract TransactionLog log();

    private static Hash256 hash(String name) {
        return Blake2b.hash256(Bytes.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static Transaction waiting(String name, Coldkey signer, int minute) {
        return new Transaction(
                hash(name),
                new StakingAction.Unstake(
                        new Hotkey(hash("moss")),
                        new NetUid(65_535),
                        Long.MAX_VALUE,
                        new Tolerance(1)),
                signer,
                Bytes.fromHex("0x0759"),
                "words: <b>ü</b>",
                "{\"nonce\":\"0x5\"}",
                4_294_967_295L,
                5,
                0,
                null,
                1_000,
                NOON.plus(Duration.ofMinutes(minute)),
                Standing.waiting(1_000, 1_064));
    }

    private static Transaction signed(String name, Coldkey signer, int minute) {
        return waiting(name, signer, minute)
                .signed(
                        Bytes.fromHex("0x84aabb"),
                        hash("signed " + name),
                        1_064,
                        NOON.plusSeconds(1));
    }

    private static Standing.Sent to(int peers) {
        return new Standing.Sent(NOON, 1, peers);
    }

    private static BlockId block(long number) {
        return new BlockId(number, hash("block " + number));
    }

    private Transaction kept(Transaction transaction) {
        log().save(transaction);
        return transaction;
    }

    private List<Hash256> watched() {
        return log().watched().stream().map(Transaction::id).toList();
    }

    @Test
    void gives_back_whole_what_it_was_given() {
        Transaction waiting = kept(waiting("a", ALICE, 0));
        assertEquals(Optional.of(waiting), log().find(waiting.id()));

        Transaction whole =
                kept(
                        signed("b", ALICE, 0)
                                .sent(new Standing.Sent(NOON.plusMillis(1_234), 1, 3))
                                .sealedIn(block(1_005), 2, NOON.plusSeconds(5))
                                .included(
                                        TransactionState.FINALIZED,
                                        "Done.",
                                        List.of(
                                                new Effect(
                                                        "SubtensorModule.StakeRemoved",
                                                        "Unstaked \"much\" α.",
                                                        List.of(
                                                                new Effect.Amount(
                                                                        Effect.Role.GIVEN,
                                                                        Long.MAX_VALUE,
                                                                        new NetUid(65_535)),
                                                                new Effect.Amount(
                                                                        Effect.Role.RECEIVED,
                                                                        1,
                                                                        NetUid.ROOT))),
                                                new Effect(
                                                        "Utility.BatchCompleted", "", List.of())),
                                        block(1_005),
                                        2,
                                        NOON.plusSeconds(9)));
        assertEquals(Optional.of(whole), log().find(whole.id()));
    }

    @Test
    void gives_back_every_kind_of_action() {
        for (StakingAction action : StakingActionJsonTest.oneOfEach()) {
            Transaction waiting = waiting(action.kind().code(), ALICE, 0);
            Transaction other =
                    kept(
                            new Transaction(
                                    waiting.id(),
                                    action,
                                    ALICE,
                                    waiting.call(),
                                    waiting.words(),
                                    waiting.payloadJson(),
                                    424,
                                    5,
                                    0,
                                    null,
                                    1_000,
                                    NOON,
                                    waiting.standing()));
            assertEquals(Optional.of(other), log().find(other.id()));
        }
    }

    @Test
    void keeps_which_one_it_replaces_and_with_which_tip() {
        Transaction first = kept(signed("a", ALICE, 0).sent(to(1)));
        Transaction waiting = waiting("b", ALICE, 1);
        Transaction second =
                kept(
                        new Transaction(
                                waiting.id(),
                                waiting.action(),
                                ALICE,
                                waiting.call(),
                                waiting.words(),
                                waiting.payloadJson(),
                                424,
                                5,
                                7,
                                first.id(),
                                1_000,
                                NOON,
                                waiting.standing()));
        assertEquals(Optional.of(second), log().find(second.id()));

        Transaction replaced =
                kept(first.inState(TransactionState.REPLACED, "another has its number"));
        assertEquals(Optional.of(replaced), log().find(first.id()));
        assertEquals(List.of(), watched());
        assertEquals(List.of(), log().open(ALICE));
    }

    @Test
    void finds_by_id_and_by_the_hash_of_the_extrinsic() {
        Transaction signed = kept(signed("a", ALICE, 0));

        assertEquals(Optional.of(signed), log().find(hash("signed a")));
        assertEquals(Optional.empty(), log().find(hash("nobody")));
    }

    @Test
    void replaces_as_a_whole() {
        kept(signed("a", ALICE, 0).sent(to(3)));
        Transaction again = kept(waiting("a", BOB, 1));

        assertEquals(Optional.of(again), log().find(again.id()));
        assertEquals(Optional.empty(), log().find(hash("signed a")));
    }

    @Test
    void refuses_one_extrinsic_under_two_ids_and_changes_nothing() {
        Transaction first = kept(signed("a", ALICE, 0));
        Transaction second = kept(waiting("b", ALICE, 0));

        assertThrows(
                RuntimeException.class,
                () ->
                        log().update(
                                        second.id(),
                                        found ->
                                                found.signed(
                                                        Bytes.fromHex("0x84"),
                                                        hash("signed a"),
                                                        1_064,
                                                        NOON)));
        assertEquals(Optional.of(second), log().find(second.id()));
        assertEquals(Optional.of(first), log().find(hash("signed a")));
    }

    @Test
    void an_update_answers_what_is_kept() {
        Transaction sent = kept(signed("a", ALICE, 0).sent(to(1)));

        assertEquals(
                Optional.of(sent.searchedTo(1_007)),
                log().update(sent.id(), found -> found.searchedTo(1_007)));
        assertEquals(1_007, log().find(sent.id()).orElseThrow().checkedTo());
        assertEquals(Optional.of(sent.searchedTo(1_007)), log().update(sent.id(), found -> found));
        assertEquals(Optional.empty(), log().update(hash("nobody"), found -> found));
    }

    @Test
    void an_update_whose_change_fails_changes_nothing() {
        Transaction sent = kept(signed("a", ALICE, 0));

        assertThrows(
                IllegalStateException.class,
                () ->
                        log().update(
                                        sent.id(),
                                        _ -> {
                                            throw new IllegalStateException("no");
                                        }));
        assertEquals(Optional.of(sent), log().find(sent.id()));
    }

    @Test
    void watches_what_a_block_may_hold_oldest_first() {
        kept(waiting("waiting", ALICE, 0));
        kept(waiting("rejected", ALICE, 0).inState(TransactionState.REJECTED, "no"));
        kept(signed("sent", ALICE, 2).sent(to(1)));
        kept(signed("checked", BOB, 1));
        kept(signed("in block", ALICE, 3).sent(to(1)).sealedIn(block(1_002), 0, NOON));
        kept(signed("expired", ALICE, 0).inState(TransactionState.EXPIRED, "late"));
        kept(
                signed("failed", ALICE, 0)
                        .included(TransactionState.FAILED, "no", List.of(), block(1_001), 0, NOON));
        kept(
                signed("unclear", ALICE, 0)
                        .included(TransactionState.UNCLEAR, "?", List.of(), block(1_001), 0, NOON));

        assertEquals(List.of(hash("checked"), hash("sent"), hash("in block")), watched());
    }

    @Test
    void watches_a_refused_one_until_its_era_is_searched() {
        Transaction refused = kept(signed("a", ALICE, 0).inState(TransactionState.REFUSED, "no"));
        kept(refused.searchedTo(1_062));
        assertEquals(List.of(refused.id()), watched());
        kept(refused.searchedTo(1_063));
        assertEquals(List.of(), watched());

        Transaction immortal =
                waiting("b", ALICE, 0)
                        .signed(Bytes.fromHex("0x84"), hash("immortal"), Long.MAX_VALUE, NOON)
                        .inState(TransactionState.REFUSED, "no");
        kept(immortal.searchedTo(1_000 + 4_095));
        assertEquals(List.of(immortal.id()), watched());
        kept(immortal.searchedTo(1_000 + 4_096));
        assertEquals(List.of(), watched());
        assertTrue(!log().find(immortal.id()).orElseThrow().isWatched());
    }

    @Test
    void knows_the_open_ones_of_one_signer() {
        Transaction sent = kept(signed("a", ALICE, 0).sent(to(1)));
        kept(signed("b", BOB, 0).sent(to(1)));
        kept(signed("c", ALICE, 0).inState(TransactionState.REFUSED, "no"));
        kept(waiting("d", ALICE, 0));

        assertEquals(List.of(sent), log().open(ALICE));
    }

    @Test
    void keeps_where_a_sealed_block_holds_it_and_that_it_fell_out_again() {
        Transaction sealed =
                kept(
                        signed("a", ALICE, 0)
                                .sent(to(2))
                                .lookedAt(1_003)
                                .sealedIn(block(1_005), 2, NOON.plusSeconds(5)));
        assertEquals(Optional.of(sealed), log().find(sealed.id()));
        assertEquals(List.of(sealed), log().open(ALICE));

        Transaction back = kept(sealed.searchedTo(1_005));
        assertEquals(TransactionState.SENT, back.state());
        assertEquals(Optional.of(back), log().find(sealed.id()));
    }

    @Test
    void purges_what_was_prepared_before_and_never_signed_and_nothing_else() {
        Transaction young = kept(waiting("young", ALICE, 60));
        kept(waiting("old", ALICE, 0));
        kept(waiting("refused in the wallet", BOB, 1).inState(TransactionState.REJECTED, "no"));
        Transaction signed = kept(signed("signed", ALICE, 0));
        Transaction expired =
                kept(signed("expired", ALICE, 0).inState(TransactionState.EXPIRED, "late"));

        assertEquals(2, log().purgeUnsigned(NOON.plus(Duration.ofMinutes(60))));
        assertEquals(Optional.empty(), log().find(hash("old")));
        assertEquals(Optional.empty(), log().find(hash("refused in the wallet")));
        for (Transaction each : List.of(young, signed, expired)) {
            assertEquals(Optional.of(each), log().find(each.id()));
        }
        assertEquals(0, log().purgeUnsigned(NOON.plus(Duration.ofMinutes(60))));
    }
}
