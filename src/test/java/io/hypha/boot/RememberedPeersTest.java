package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.index.MemoryPeerAddressStore;
import io.hypha.index.PeerAddressStore;
import io.hypha.node.network.wire.Multiaddr;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RememberedPeersTest {

    private static final String ID = "/p2p/12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";

    private final TellingStore store = new TellingStore();
    private Instant now = Instant.parse("2026-11-25T12:00:00Z");
    private final InstantSource clock = () -> now;

    /** Tells of each attempt that is written: who closes a book waits two seconds at most. */
    private static final class TellingStore implements PeerAddressStore {
        private final PeerAddressStore kept = new MemoryPeerAddressStore();
        private final Semaphore written = new Semaphore(0);

        @Override
        public List<String> known() {
            return kept.known();
        }

        @Override
        public void worked(String address, Instant at) {
            kept.worked(address, at);
            written.release();
        }

        @Override
        public void failed(String address, Instant at) {
            kept.failed(address, at);
            written.release();
        }

        void await(int attempts) throws InterruptedException {
            assertThat(written.tryAcquire(attempts, 60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Multiaddr address(int port) throws Exception {
        return Multiaddr.parse("/ip4/127.0.0.1/tcp/" + port + ID);
    }

    @Test
    void what_worked_is_known_at_the_next_start() throws Exception {
        try (RememberedPeers book = RememberedPeers.of(store, clock)) {
            assertThat(book.known()).isEmpty();
            book.remember(address(1), true);
            now = now.plusSeconds(1);
            book.remember(address(2), true);
            book.remember(address(3), false);
        }
        store.await(3);
        try (RememberedPeers book = RememberedPeers.of(store, clock)) {
            assertThat(book.known()).containsExactly(address(2), address(1));
            for (int i = 0; i < PeerAddressStore.MOST_FAILURES; i++) {
                book.remember(address(2), false);
            }
        }
        store.await(PeerAddressStore.MOST_FAILURES);
        assertThat(store.known()).containsExactly(address(1).toString());
    }

    @Test
    void a_row_that_is_no_address_is_left_out() throws Exception {
        store.worked("nonsense", now);
        store.worked(address(1).toString(), now);

        try (RememberedPeers book = RememberedPeers.of(store, clock)) {
            assertThat(book.known()).containsExactly(address(1));
        }
    }

    /** Answers nothing until it is told to. */
    private static final class StuckStore implements PeerAddressStore {
        final CountDownLatch stuck = new CountDownLatch(1);

        @Override
        public List<String> known() {
            return List.of();
        }

        @Override
        public void worked(String address, Instant at) {
            try {
                stuck.await();
            } catch (InterruptedException _) {
                throw new IllegalStateException("interrupted");
            }
        }

        @Override
        public void failed(String address, Instant at) {
            throw new IllegalStateException("the disk is full");
        }
    }

    @Test
    void a_database_that_hangs_or_fails_holds_nobody_up() throws Exception {
        StuckStore stuck = new StuckStore();
        try (RememberedPeers book = RememberedPeers.of(stuck, clock)) {
            for (int port = 1; port < 2_000; port++) {
                book.remember(address(port), true);
                book.remember(address(port), false);
            }
            stuck.stuck.countDown();
        }
    }
}
