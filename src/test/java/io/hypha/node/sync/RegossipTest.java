package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegossipTest {

    private static final Bytes EXTRINSIC = Bytes.ofInts(8, 1, 2);
    private static final Hash256 HASH = Blake2b.hash256(EXTRINSIC);

    private final Map<Hash256, List<Bytes>> bodies = new HashMap<>();
    private final List<Bytes> sent = new ArrayList<>();
    private final Regossip again =
            new Regossip(
                    extrinsic -> {
                        sent.add(extrinsic);
                        return 3;
                    },
                    block -> body(block.hash()),
                    head -> body(head.hash()));

    private Answer<List<Bytes>> body(Hash256 hash) {
        return Answer.given(bodies.getOrDefault(hash, List.of()));
    }

    private static Hash256 hash(long number, int fork) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) number;
        bytes[1] = (byte) fork;
        return Hash256.of(bytes);
    }

    private void sealed(long number, int fork) {
        again.sealed(
                new SealedBlock(
                        new BlockId(number, hash(number, fork)),
                        Bytes.EMPTY,
                        Hash256.ZERO,
                        Hash256.ZERO,
                        number,
                        0));
    }

    private void finalized(long number, int fork) {
        again.finalized(
                new FinalizedHead(
                        new BlockId(number, hash(number, fork)),
                        Bytes.EMPTY,
                        Hash256.ZERO,
                        Hash256.ZERO,
                        Hash256.ZERO,
                        0,
                        number,
                        0));
    }

    @Test
    void sends_again_every_few_blocks_until_it_is_final() {
        sealed(10, 0);
        again.add(HASH, EXTRINSIC);
        for (long number = 11; number <= 22; number++) {
            sealed(number, 0);
        }
        assertEquals(3, sent.size());
        bodies.put(hash(23, 0), List.of(EXTRINSIC));
        for (long number = 23; number <= 40; number++) {
            sealed(number, 0);
        }
        assertEquals(3, sent.size(), "it rests while it is in a block");
        finalized(23, 0);
        for (long number = 41; number <= 60; number++) {
            sealed(number, 0);
        }
        assertEquals(3, sent.size());
    }

    @Test
    void sends_again_when_the_block_it_was_in_is_left_behind() {
        sealed(10, 0);
        again.add(HASH, EXTRINSIC);
        bodies.put(hash(11, 1), List.of(EXTRINSIC));
        sealed(11, 1);
        for (long number = 11; number <= 20; number++) {
            sealed(number, 0);
        }
        assertEquals(0, sent.size());
        finalized(11, 0);
        assertEquals(1, sent.size());
        finalized(15, 0);
        sealed(24, 0);
        assertEquals(2, sent.size());
    }

    @Test
    void ends_when_told_to_and_after_the_longest_era() {
        sealed(10, 0);
        again.add(HASH, EXTRINSIC);
        sealed(14, 0);
        again.forget(HASH);
        sealed(30, 0);
        assertEquals(1, sent.size());
        again.add(HASH, EXTRINSIC);
        sealed(31, 0);
        finalized(31 + 4_097, 0);
        assertEquals(1, sent.size());
    }
}
