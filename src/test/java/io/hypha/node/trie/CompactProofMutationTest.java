package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.trie.RandomStates.Stored;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Broken compact proofs end in a verdict; whatever inflates has the root that it claims. */
class CompactProofMutationTest {

    @Test
    void survives_a_hundred_thousand_broken_proofs() {
        breakProofs(100_000, 20261125);
    }

    @Test
    @Tag("long")
    void survives_a_million_broken_proofs() {
        breakProofs(1_000_000, 20261126);
    }

    private static void breakProofs(int count, long seed) {
        Random random = new Random(seed);
        List<Bytes> honest = new ArrayList<>();
        List<Hash256> roots = new ArrayList<>();
        List<SortedMap<Bytes, Bytes>> states = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            SortedMap<Bytes, Bytes> state = new RandomStates(i).state(1 + i);
            StateTrie trie = new Stored(StateVersion.values()[i & 1], state).trie;
            StateRange range = trie.proveRange(List.of(), 100 + 40L * i).orElseThrow();
            honest.add(CompactProof.encode(trie.root(), range.nodes()));
            roots.add(trie.root());
            states.add(state);
        }
        int valid = 0;
        for (int i = 0; i < count; i++) {
            int which = i % honest.size();
            Bytes twin = broken(honest.get(which), random);
            switch (ReadProof.checkCompact(roots.get(which), twin)) {
                case ProofCheck.Valid(ReadProof proof) -> {
                    valid++;
                    requireTruth(proof, states.get(which));
                }
                case ProofCheck.Invalid(String reason) -> {
                    if (reason.isBlank()) {
                        throw new AssertionError("no reason for " + twin.toHex());
                    }
                }
            }
        }
        assertThat(valid).isBetween(1, count / 10);
    }

    /** Even a broken proof that is valid tells nothing but the truth, and leaves nothing out. */
    private static void requireTruth(ReadProof proof, SortedMap<Bytes, Bytes> state) {
        boolean same =
                switch (proof.range(Bytes.EMPTY)) {
                    case RangeRead.Complete(SortedMap<Bytes, Bytes> entries) ->
                            entries.equals(state);
                    case RangeRead.Partial(SortedMap<Bytes, Bytes> entries, Bytes upTo) ->
                            entries.equals(state.headMap(upTo));
                };
        if (!same) {
            throw new AssertionError("a broken proof lies: " + proof.range(Bytes.EMPTY));
        }
    }

    private static Bytes broken(Bytes proof, Random random) {
        byte[] bytes = proof.toArray();
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(6)) {
            case 0 -> proof.slice(0, at);
            case 1 -> Bytes.concat(proof, Bytes.ofInts(random.nextInt(256)));
            case 2 -> {
                int to = at + random.nextInt(Math.min(40, bytes.length - at) + 1);
                yield Bytes.concat(proof.slice(0, to), proof.slice(at, bytes.length));
            }
            case 3 -> {
                // A flip and its repair is the proof itself: the good one must stay good.
                yield random.nextInt(100) == 0 ? proof : proof.slice(at, bytes.length);
            }
            default -> {
                bytes[random.nextBoolean() ? at : Math.min(at, random.nextInt(8))] ^=
                        (byte) (1 << random.nextInt(8));
                yield Bytes.of(bytes);
            }
        };
    }

    @Test
    void nothing_is_allocated_for_what_is_only_claimed() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String claim :
                List.of(
                        "0300000080",
                        "03ffffff7f",
                        "feffffff",
                        "04" + "feffffff",
                        "04" + "03ffffff7f",
                        "04" + "18" + "4000" + "feffffff",
                        "04" + "18" + "4003ffffff7f",
                        "04" + "10" + "7fffffff",
                        "04" + "0c" + "80ffff")) {
            // The first time loads classes.
            allocated(threads, claim);
            assertThat(allocated(threads, claim))
                    .as("bytes allocated for %s", claim)
                    .isLessThan(1 << 20);
        }
    }

    private static long allocated(ThreadMXBean threads, String claim) {
        Bytes encoded = Bytes.fromHex(claim);
        long before = threads.getCurrentThreadAllocatedBytes();
        ProofCheck check = ReadProof.checkCompact(Hash256.ZERO, encoded);
        long after = threads.getCurrentThreadAllocatedBytes();
        assertThat(check).isInstanceOf(ProofCheck.Invalid.class);
        return after - before;
    }
}
