package io.hypha.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of peers' addresses keeps to, in memory or in PostgreSQL. */
public abstract class PeerAddressStoreContract {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    /** An empty store. */
    protected abstract PeerAddressStore store();

    private static Instant at(int second) {
        return NOON.plusSeconds(second);
    }

    private static String address(int number) {
        return "/ip4/10.0.0.1/tcp/" + number + "/p2p/12D3";
    }

    @Test
    void knows_nobody_at_first() {
        assertThat(store().known()).isEmpty();
    }

    @Test
    void names_those_that_worked_last_first() {
        PeerAddressStore store = store();
        store.worked(address(1), at(1));
        store.worked(address(2), at(2));
        store.worked(address(3), at(3));
        store.worked(address(1), at(4));

        assertThat(store.known()).containsExactly(address(1), address(3), address(2));
    }

    @Test
    void keeps_no_address_that_never_worked() {
        PeerAddressStore store = store();
        store.failed(address(1), at(1));

        assertThat(store.known()).isEmpty();
    }

    @Test
    void forgets_an_address_after_many_failures_in_a_row() {
        PeerAddressStore store = store();
        store.worked(address(1), at(1));
        IntStream.range(1, PeerAddressStore.MOST_FAILURES)
                .forEach(each -> store.failed(address(1), at(1 + each)));
        assertThat(store.known()).containsExactly(address(1));

        store.worked(address(1), at(50));
        IntStream.range(1, PeerAddressStore.MOST_FAILURES)
                .forEach(each -> store.failed(address(1), at(50 + each)));
        assertThat(store.known()).as("the row began anew").containsExactly(address(1));

        store.failed(address(1), at(90));
        assertThat(store.known()).isEmpty();
    }

    @Test
    void takes_a_clock_that_was_set_back() {
        PeerAddressStore store = store();
        store.worked(address(1), at(100));
        store.failed(address(1), at(1));
        store.worked(address(1), at(2));

        assertThat(store.known()).containsExactly(address(1));
    }

    @Test
    void keeps_a_bounded_number_and_drops_failing_and_old_ones_first() {
        PeerAddressStore store = store();
        List<String> all =
                IntStream.range(0, PeerAddressStore.MOST)
                        .mapToObj(PeerAddressStoreContract::address)
                        .toList();
        IntStream.range(0, all.size()).forEach(each -> store.worked(all.get(each), at(each)));
        store.failed(all.get(300), at(1_000));

        store.worked(address(1_000), at(1_001));
        assertThat(store.known())
                .hasSize(PeerAddressStore.MOST)
                .startsWith(address(1_000))
                .doesNotContain(all.get(300));

        store.worked(address(1_001), at(1_002));
        assertThat(store.known())
                .hasSize(PeerAddressStore.MOST)
                .contains(all.get(1))
                .doesNotContain(all.get(0));
    }
}
