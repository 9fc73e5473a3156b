package io.hypha.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.FakeChain;
import io.hypha.chain.NetUid;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class IndexFollowerTest {

    private static final NetUid ONE = new NetUid(1);

    private final FakeEpochSource source = new FakeEpochSource();

    /** Tells when a block is kept. */
    private static final class WatchedStore extends FailingStore {
        private final CountDownLatch first;
        private final Semaphore kept = new Semaphore(0);

        WatchedStore(MemoryEpochStore store, int failures, int blocks) {
            super(store, failures, false);
            this.first = new CountDownLatch(blocks);
        }

        @Override
        public synchronized void save(io.hypha.chain.EpochSnapshot snapshot) {
            super.save(snapshot);
            first.countDown();
            kept.release();
        }
    }

    @Test
    void reads_history_and_then_each_new_epoch_as_its_block_becomes_final() throws Exception {
        MemoryEpochStore memory = new MemoryEpochStore();
        WatchedStore store = new WatchedStore(memory, 0, 13);
        Semaphore newEpochs = new Semaphore(0);
        try (IndexFollower follower = new IndexFollower(source, store, newEpochs::release)) {
            follower.start();
            assertThat(store.first.await(60, TimeUnit.SECONDS)).isTrue();
            store.kept.drainPermits();
            newEpochs.drainPermits();

            source.advance(130);

            assertThat(store.kept.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(newEpochs.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(follower.status().newestBlock()).isEqualTo(130);
            assertThat(follower.status().oldestBlock()).isEqualTo(30);
        }
        assertThat(memory.coverage(ONE).orElseThrow().epochs()).isEqualTo(11);
    }

    @Test
    void waits_for_a_database_that_is_gone_and_goes_on() throws Exception {
        MemoryEpochStore memory = new MemoryEpochStore();
        WatchedStore store = new WatchedStore(memory, 2, 13);
        try (IndexFollower follower = new IndexFollower(source, store)) {
            follower.start();
            assertThat(store.first.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(memory.coverage(ONE).orElseThrow().complete()).isTrue();
    }

    @Test
    void stops_before_it_writes_into_another_networks_database() throws Exception {
        MemoryEpochStore memory = new MemoryEpochStore();
        memory.open(
                new ChainStatus.NetworkName("other", FakeChain.key("other genesis"), 42, "TAO", 9));
        CountDownLatch opening = new CountDownLatch(1);
        FailingStore store =
                new FailingStore(memory, 0, false) {
                    @Override
                    public void open(ChainStatus.NetworkName network) {
                        opening.countDown();
                        super.open(network);
                    }
                };
        IndexFollower follower = new IndexFollower(source, store);
        follower.start();
        assertThat(opening.await(60, TimeUnit.SECONDS)).isTrue();
        follower.close();

        assertThat(follower.status().state()).isEqualTo(IndexStatus.State.STOPPED);
        assertThat(follower.status().explanation()).isEqualTo("this store records other");
        assertThat(memory.subnets()).isEmpty();
    }
}
