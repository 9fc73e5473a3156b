package io.hypha.devnet.author;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.runtime.BlockResult;
import io.hypha.devnet.runtime.Validity;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {

    private static final Hash256 ALICE = Hash256.of(new byte[32]);

    private final Map<Bytes, Validity> verdicts = new HashMap<>();
    private final List<TransactionEvent> events = new ArrayList<>();
    private long head = 10;

    private final TransactionPool pool =
            new TransactionPool(
                    new TransactionPool.Judge() {
                        @Override
                        public Validity validate(Bytes extrinsic) {
                            return verdicts.get(extrinsic);
                        }

                        @Override
                        public long nonce(Hash256 account) {
                            return 0;
                        }

                        @Override
                        public long head() {
                            return head;
                        }
                    });

    @Test
    void a_higher_priority_takes_the_place_of_a_lower_one_of_the_same_nonce() {
        Bytes cheap = aTransaction(1, 0, 5);
        Bytes dear = aTransaction(2, 0, 6);
        watch(cheap);
        assertInstanceOf(Submission.Accepted.class, submit(dear));
        assertEquals(
                List.of(
                        new TransactionEvent.Ready(),
                        new TransactionEvent.Usurped(Blake2b.hash256(dear))),
                events);
        assertEquals(new Submission.TooLowPriority(6, 5), submit(cheap));
        assertEquals(List.of(dear), pool.candidates());
    }

    @Test
    void priorities_above_the_signed_range_are_high() {
        Bytes low = aTransaction(1, 0, 5);
        submit(low);
        assertInstanceOf(Submission.Accepted.class, submit(aTransaction(2, 0, -1)));
    }

    @Test
    void a_block_takes_the_dearest_first_but_each_nonce_after_the_one_before() {
        Bytes second = aTransaction(2, 1, 9);
        Bytes first = aTransaction(1, 0, 1);
        Bytes other = anIndependent(3, 5);
        submit(second);
        submit(first);
        submit(other);
        assertEquals(List.of(other, first, second), pool.candidates());
        assertEquals(2, pool.nextNonce(ALICE));
    }

    @Test
    void what_loses_the_one_before_it_waits_again() {
        Bytes first = aTransaction(1, 0, 1);
        Bytes second = aTransaction(2, 1, 1);
        submit(first);
        watch(second);
        refuse(first, new Validity.Invalid(Validity.InvalidTransaction.PAYMENT));
        assertEquals(List.of(new TransactionEvent.Ready(), new TransactionEvent.Future()), events);
        assertTrue(pool.candidates().isEmpty());
        assertInstanceOf(Submission.TemporarilyBanned.class, submit(first));
        head += 31;
        assertInstanceOf(Submission.Accepted.class, submit(first));
    }

    @Test
    void what_found_no_room_in_a_block_stays() {
        Bytes first = aTransaction(1, 0, 1);
        watch(first);
        refuse(first, new Validity.Invalid(Validity.InvalidTransaction.EXHAUSTS_RESOURCES));
        assertEquals(List.of(first), pool.candidates());
    }

    @Test
    void a_full_pool_drops_what_pays_least_and_refuses_what_pays_no_more() {
        for (int i = 0; i < TransactionPool.MAX_COUNT - 1; i++) {
            submit(anIndependent(i, 5));
        }
        Bytes least = anIndependent(1_000_000, 4);
        watch(least);
        assertInstanceOf(Submission.ImmediatelyDropped.class, submit(anIndependent(1_000_001, 4)));
        assertInstanceOf(Submission.Accepted.class, submit(anIndependent(1_000_002, 5)));
        assertEquals(List.of(new TransactionEvent.Ready(), new TransactionEvent.Dropped()), events);
        assertEquals(TransactionPool.MAX_BLOCK_COUNT, pool.candidates().size());
    }

    @Test
    void tells_where_a_transaction_stands_in_its_block() {
        Bytes first = aTransaction(1, 0, 1);
        watch(first);
        StoredBlock block = block(List.of(Bytes.ofInts(0), first));
        pool.onBlock(block, List.of());
        assertEquals(
                List.of(
                        new TransactionEvent.Ready(),
                        new TransactionEvent.InBlock(block.id(), 1),
                        new TransactionEvent.Finalized(block.id(), 1)),
                events);
        assertTrue(pool.ready().isEmpty());
    }

    private void refuse(Bytes extrinsic, Validity.Refusal reason) {
        pool.onBlock(block(List.of()), List.of(new BlockResult.Refused(extrinsic, reason)));
    }

    private StoredBlock block(List<Bytes> body) {
        Header header = new Header(Hash256.ZERO, ++head, Hash256.ZERO, Hash256.ZERO, List.of());
        return new StoredBlock(header, header.hash(), body, List.of(), head);
    }

    private Submission submit(Bytes extrinsic) {
        return pool.submit(extrinsic, List.of());
    }

    private void watch(Bytes extrinsic) {
        assertInstanceOf(Submission.Accepted.class, pool.submit(extrinsic, List.of(events::add)));
    }

    /** A transaction of Alice: valid, and after the nonce before it. */
    private Bytes aTransaction(int id, long nonce, long priority) {
        List<Bytes> requires = nonce == 0 ? List.of() : List.of(tag(nonce - 1));
        return valid(
                id, new Validity.Valid(priority, requires, List.of(tag(nonce)), 1_000_000, true));
    }

    private Bytes anIndependent(int id, long priority) {
        Bytes tag = new ScaleCodecWriter().writeUint32(id).toBytes();
        return valid(id, new Validity.Valid(priority, List.of(), List.of(tag), 1_000_000, true));
    }

    private Bytes valid(int id, Validity verdict) {
        Bytes extrinsic = new ScaleCodecWriter().writeUint32(id).toBytes();
        verdicts.put(extrinsic, verdict);
        return extrinsic;
    }

    private static Bytes tag(long nonce) {
        return new ScaleCodecWriter().writeHash(ALICE).writeUint32(nonce).toBytes();
    }
}
