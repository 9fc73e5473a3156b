package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeCacheTest {

    private final NodeCache cache = new NodeCache();

    private static Bytes node(int tag) {
        byte[] bytes = new byte[1_000];
        bytes[0] = (byte) tag;
        return Bytes.of(bytes);
    }

    @Test
    void a_question_holds_so_much_and_what_each_node_costs_beside_itself_counts() {
        NodeCache.Bag bag = cache.bag(3_500);
        assertTrue(bag.addAll(List.of(node(1), node(2))));
        assertTrue(bag.addAll(List.of(node(2), node(1))), "the same ones cost nothing");
        assertFalse(bag.addAll(List.of(node(3))));
        assertEquals(3, bag.count());
        assertEquals(
                "the proof grows beyond 7 MiB, all that one question may hold in this process's memory",
                cache.bag(7 << 20).full());
    }

    @Test
    void what_one_question_fetched_the_next_need_not() {
        assertTrue(cache.bag().addAll(List.of(node(1))));
        assertEquals(Optional.of(node(1)), cache.bag().get(Blake2b.hash256(node(1))));
        assertEquals(Optional.empty(), cache.bag().get(Blake2b.hash256(node(2))));
    }
}
