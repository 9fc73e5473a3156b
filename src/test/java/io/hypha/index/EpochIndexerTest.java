package io.hypha.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.FakeChain;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.index.EpochIndexer.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EpochIndexerTest {

    private static final NetUid ONE = new NetUid(1);
    private static final NetUid TWO = new NetUid(2);

    private final FakeEpochSource source = new FakeEpochSource();
    private final MemoryEpochStore memory = new MemoryEpochStore();

    private static List<Long> run(EpochIndexer indexer) {
        List<Long> blocks = new ArrayList<>();
        indexer.look();
        while (true) {
            switch (indexer.step()) {
                case Step.Indexed indexed -> blocks.add(indexed.block());
                case Step.Skipped _ -> {}
                case Step.Idle _, Step.Waiting _ -> {
                    return blocks;
                }
            }
        }
    }

    private static final List<Long> ALL =
            List.of(120L, 110L, 105L, 100L, 90L, 80L, 75L, 70L, 60L, 50L, 45L, 40L, 30L);

    @Test
    void reads_the_newest_epoch_first_and_then_back_to_the_first() {
        assertThat(run(new EpochIndexer(source, memory))).isEqualTo(ALL);

        assertThat(memory.coverage(ONE).orElseThrow())
                .extracting(Coverage::epochs, Coverage::complete)
                .containsExactly(10, true);
        assertThat(memory.coverage(TWO).orElseThrow())
                .extracting(Coverage::epochs, Coverage::complete)
                .containsExactly(7, true);
        assertThat(source.discovered).containsExactly(120L);
        assertThat(source.candidates.get(110L).get(ONE)).contains(FakeChain.hotkey("moss"));
    }

    @Test
    void puts_a_new_epoch_before_the_history_that_is_still_to_come() {
        EpochIndexer indexer = new EpochIndexer(source, memory);
        indexer.look();
        indexer.step();
        indexer.step();
        source.head = 131;
        indexer.look();

        assertThat(indexer.step())
                .isInstanceOfSatisfying(
                        Step.Indexed.class, indexed -> assertThat(indexed.block()).isEqualTo(130));
        assertThat(run(indexer)).isEqualTo(ALL.subList(2, ALL.size()));
    }

    @Test
    void catches_up_with_epochs_that_passed_while_it_was_off() {
        run(new EpochIndexer(source, memory));
        source.asked.clear();
        source.head = 155;

        assertThat(run(new EpochIndexer(source, memory))).containsExactly(150L, 140L, 135L, 130L);
        assertThat(memory.coverage(TWO).orElseThrow().epochs()).isEqualTo(9);
    }

    @Test
    void goes_on_after_a_kill_at_any_point_and_reads_nothing_twice() {
        for (int stop = 0; stop < ALL.size(); stop++) {
            MemoryEpochStore store = new MemoryEpochStore();
            source.asked.clear();
            EpochIndexer killed = new EpochIndexer(source, store);
            killed.look();
            for (int i = 0; i < stop; i++) {
                killed.step();
            }
            run(new EpochIndexer(source, store));

            assertThat(source.asked).as("killed after %s", stop).isEqualTo(ALL);
            assertThat(store.coverage(ONE).orElseThrow().epochs()).isEqualTo(10);
        }
    }

    @Test
    void loses_and_doubles_nothing_when_the_database_fails_before_or_after_the_commit() {
        for (boolean afterWriting : new boolean[] {false, true}) {
            MemoryEpochStore store = new MemoryEpochStore();
            EpochIndexer indexer =
                    new EpochIndexer(source, new FailingStore(store, 3, afterWriting));
            indexer.look();
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(indexer::step).hasMessageContaining("gone");
                indexer.retryGaps();
            }
            run(indexer);

            assertThat(store.coverage(ONE).orElseThrow().epochs()).isEqualTo(10);
            assertThat(store.stakes(ONE, 0).get(FakeChain.hotkey("moss"))).hasSize(10);
            assertThat(store.missing()).isEmpty();
        }
    }

    @Test
    void waits_while_no_endpoint_answers_and_marks_no_gap() {
        EpochIndexer indexer = new EpochIndexer(source, memory);
        indexer.look();
        source.silence =
                Optional.of(new Reading.Missing<>(Reading.Reason.NO_PEER, "no endpoint answered"));

        assertThat(indexer.step()).isInstanceOf(Step.Waiting.class);
        assertThat(indexer.look()).isInstanceOf(Step.Waiting.class);
        assertThat(indexer.left()).isEqualTo(1);
        source.silence = Optional.empty();
        assertThat(run(indexer)).isEqualTo(ALL);
    }

    @Test
    void states_a_gap_where_the_state_is_gone_and_tries_again_after_a_restart() {
        source.prunedBelow = 100;
        EpochIndexer indexer = new EpochIndexer(source, memory);
        List<Long> blocks = run(indexer);

        assertThat(blocks).containsExactly(120L, 110L, 105L, 100L);
        assertThat(memory.coverage(ONE).orElseThrow())
                .extracting(Coverage::complete, Coverage::gap)
                .containsExactly(false, "state of block 90 is gone");
        source.head = 130;
        assertThat(run(indexer)).containsExactly(130L);

        source.prunedBelow = 0;
        assertThat(run(new EpochIndexer(source, memory))).isEqualTo(ALL.subList(4, ALL.size()));
        assertThat(memory.coverage(ONE).orElseThrow().gap()).isEmpty();
    }

    @Test
    void asks_nothing_more_of_the_chain_when_nothing_is_new() {
        EpochIndexer indexer = new EpochIndexer(source, memory);
        run(indexer);
        source.asked.clear();
        source.head = 124;

        assertThat(indexer.look()).isEqualTo(new Step.Idle(124));
        assertThat(indexer.step()).isEqualTo(new Step.Idle(124));
        assertThat(source.asked).isEmpty();
    }
}
