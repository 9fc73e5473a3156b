package io.hypha.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.SubmitResult;
import io.hypha.stake.FakeNode;
import io.hypha.stake.Scene;
import io.hypha.stake.Transaction;
import io.hypha.stake.TransactionState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionPageTest {

    private static final int SENT = 3;
    private static final int IN_BLOCK = 4;
    private static final int FINALIZED = 5;

    private final Scene scene = new Scene();

    private Transaction sent(int endpoints, int peers) {
        scene.node.answers.add(new SubmitResult.Sent(FakeNode.GENESIS, endpoints, peers));
        return scene.sent();
    }

    private TransactionPage page(Transaction transaction) {
        return TransactionPage.of(
                scene.now(transaction),
                (_, _) -> "Mossgate",
                scene.desk.isLapsed(scene.now(transaction)));
    }

    private TransactionPage.Stage stage(Transaction transaction, int place) {
        return page(transaction).stages().get(place);
    }

    private static String current(TransactionPage page) {
        List<TransactionPage.Stage> current =
                page.stages().stream().filter(TransactionPage.Stage::current).toList();
        assertThat(current).hasSize(1);
        return current.getFirst().title();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1 | 3 | Sent to 3 peers and 1 endpoint
                    2 | 1 | Sent to 1 peer and 2 endpoints
                    0 | 4 | Sent to 4 peers
                    1 | 0 | Sent to 1 endpoint
                    """)
    void says_to_how_many_peers_and_endpoints_it_went(int endpoints, int peers, String title) {
        assertThat(stage(sent(endpoints, peers), SENT).title()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0 | no peer has it: whoever keeps it back can delay it
                    2 | fewer than three peers have it, so that whoever keeps it back can delay it; it is sent again every few blocks until it is final or expired
                    3 | it is sent again every few blocks until it is final or expired
                    """)
    void fewer_than_three_peers_are_said(int peers, String text) {
        assertThat(stage(sent(1, peers), SENT).text()).isEqualTo(text);
    }

    @Test
    void where_no_sealed_block_comes_it_says_that_only_final_ones_are_searched() {
        Transaction transaction = sent(1, 3);
        scene.finalizeTo(1_004);

        assertThat(stage(transaction, IN_BLOCK).text())
                .isEqualTo(
                        "waiting for a block; only final blocks are searched, and none up to #1,004"
                                + " holds it");
    }

    @Test
    void where_sealed_blocks_come_it_names_the_newest_that_was_looked_at() {
        Transaction transaction = sent(1, 3);
        scene.seal(FakeNode.sealed(1_003));
        assertThat(stage(transaction, IN_BLOCK).text())
                .isEqualTo(
                        "waiting for a block; not in block #1,003, the newest looked at, which is"
                                + " sealed and not final");

        scene.finalizeTo(1_003);
        assertThat(stage(transaction, IN_BLOCK).text())
                .isEqualTo("waiting for a block; no final block up to #1,003 holds it");
    }

    @Test
    void in_a_sealed_block_it_is_neither_done_nor_final() {
        Transaction transaction = sent(1, 3);
        scene.include(1_002, transaction, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_002));

        TransactionPage.Stage inBlock = stage(transaction, IN_BLOCK);
        assertThat(inBlock.kind()).isEqualTo("now");
        assertThat(inBlock.title()).isEqualTo("In block #1,002");
        assertThat(inBlock.text())
                .contains("place 1")
                .endsWith("the block is sealed, not final: the chain may still go on without it");
        assertThat(stage(transaction, FINALIZED).kind()).isEqualTo("todo");
        TransactionPage page = page(transaction);
        assertThat(current(page)).isEqualTo("In block #1,002");
        assertThat(page.ended()).isFalse();
        assertThat(page.proofHref()).isNull();

        scene.finalizeTo(1_002);
        page = page(transaction);
        assertThat(current(page)).isEqualTo("Finalized");
        assertThat(page.stages()).allMatch(stage -> stage.kind().equals("done"));
        assertThat(page.proofHref()).isEqualTo("/proofs/1002-System.Events");
    }

    @Test
    void what_it_did_is_said_once() {
        Transaction transaction = sent(1, 3);
        scene.include(1_002, transaction, Scene.fee(1_000), Scene.SUCCESS);
        scene.finalizeTo(1_002);

        assertThat(stage(transaction, FINALIZED).text())
                .isEqualTo("what it did stands below, from its proven events");
        assertThat(page(transaction).happened().sentences())
                .containsExactly("Chain fee paid: 0.000001 τ.");
    }

    @Test
    void a_step_of_one_that_can_still_happen_is_not_yet_done() {
        Transaction transaction = sent(1, 3);
        assertThat(steps(transaction)).containsOnly("not yet");

        scene.include(1_002, transaction, Scene.SUCCESS);
        scene.seal(FakeNode.sealed(1_002));
        assertThat(steps(transaction)).containsOnly("not yet");

        scene.finalizeTo(1_002);
        assertThat(steps(transaction)).containsOnly("no event says it");
    }

    @Test
    void a_step_of_one_that_failed_did_not_happen() {
        Transaction transaction = sent(1, 3);
        scene.include(1_002, transaction, Scene.fee(1_000), Scene.failure(7, 1));
        scene.finalizeTo(1_002);

        assertThat(scene.now(transaction).state()).isEqualTo(TransactionState.FAILED);
        assertThat(steps(transaction)).containsOnly("it did not");
    }

    @Test
    void a_step_of_one_that_expired_or_was_never_signed_did_not_happen() {
        Transaction expired = sent(1, 3);
        scene.finalizeTo(1_064);
        assertThat(steps(expired)).containsOnly("it did not");
        assertThat(page(expired).happened().feePaid().missing()).isEqualTo("none");

        Transaction waiting = scene.prepared();
        assertThat(steps(waiting)).containsOnly("not yet");
        assertThat(page(waiting).happened().feePaid().missing()).isEqualTo("not yet");
        scene.pass(Duration.ofMinutes(31));
        assertThat(steps(waiting)).containsOnly("it did not");
        assertThat(page(waiting).happened().feePaid().missing()).isEqualTo("none");
    }

    @Test
    void a_step_of_one_that_an_endpoint_refused_can_still_happen() {
        scene.node.answers.add(new SubmitResult.Refused(1010, "Invalid Transaction"));
        Transaction transaction = scene.sent();
        assertThat(scene.now(transaction).state()).isEqualTo(TransactionState.REFUSED);
        assertThat(steps(transaction)).containsOnly("not so far");
        assertThat(page(transaction).happened().feePaid().missing()).isEqualTo("not so far");
    }

    private List<String> steps(Transaction transaction) {
        return page(transaction).happened().rows().stream()
                .map(row -> row.happened().missing())
                .toList();
    }

    @Test
    void goes_back_to_waiting_in_words_when_its_block_was_not_finalized() {
        Transaction transaction = sent(1, 3);
        scene.seal(scene.fork(1_002, transaction));
        scene.finalizeTo(1_002);

        TransactionPage page = page(transaction);
        assertThat(current(page)).isEqualTo("In block");
        assertThat(stage(transaction, IN_BLOCK).text())
                .isEqualTo(
                        "its block was not finalized; still waiting; no final block up to #1,002"
                                + " holds it");
        assertThat(page.failure()).isNull();
    }

    @Test
    void expired_says_that_nothing_happened_and_offers_to_quote_again() {
        Transaction transaction = sent(1, 3);
        scene.finalizeTo(1_064);

        TransactionPage page = page(transaction);
        assertThat(scene.now(transaction).state()).isEqualTo(TransactionState.EXPIRED);
        assertThat(page.failure()).isEqualTo("Expired at block #1,064.");
        assertThat(page.failureText()).contains("safe to try again");
        assertThat(stage(transaction, SENT).kind()).isEqualTo("done");
        assertThat(stage(transaction, IN_BLOCK).kind()).isEqualTo("fail");
        assertThat(page.ended()).isTrue();
    }

    @Test
    void one_that_could_not_be_handed_over_is_not_called_sent() {
        scene.node.answers.add(new SubmitResult.Unreachable("no peer answered"));
        Transaction transaction = scene.sent();

        assertThat(stage(transaction, SENT).kind()).isEqualTo("now");
        assertThat(stage(transaction, SENT).title()).isEqualTo("Sent");
        assertThat(stage(transaction, SENT).text()).contains("no peer answered");
        assertThat(stage(transaction, IN_BLOCK).text()).isEmpty();
    }

    @Test
    void a_payload_that_was_not_answered_in_time_is_over() {
        Transaction waiting = scene.prepared();
        scene.pass(Duration.ofMinutes(29));
        assertThat(page(waiting).ended()).isFalse();
        assertThat(current(page(waiting))).isEqualTo("Waiting for your wallet");

        scene.pass(Duration.ofMinutes(1));
        TransactionPage page = page(waiting);
        assertThat(page.ended()).isTrue();
        assertThat(page.failure()).isEqualTo("Not signed in time.");
        assertThat(page.failureText()).contains("Nothing was sent");
        assertThat(page.stages().get(1).kind()).isEqualTo("fail");
    }
}
