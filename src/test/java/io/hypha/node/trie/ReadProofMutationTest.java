package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.RandomStates.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Broken proofs end in a verdict, and what is read from those that happen to be valid ends in an
 * outcome.
 */
class ReadProofMutationTest {

    private Random random = new Random(20261125);

    private Bytes mutated(Bytes bytes) {
        byte[] value = bytes.toArray();
        switch (random.nextInt(4)) {
            case 0 -> {
                return bytes.slice(0, random.nextInt(value.length + 1));
            }
            case 1 -> {
                return Bytes.concat(bytes, Bytes.ofInts(random.nextInt(256)));
            }
            default -> {
                for (int i = random.nextInt(3); i >= 0 && value.length > 0; i--) {
                    int at =
                            random.nextBoolean()
                                    ? random.nextInt(value.length)
                                    : Math.min(i, value.length - 1);
                    value[at] =
                            (byte)
                                    (random.nextBoolean()
                                            ? random.nextInt(256)
                                            : value[at] ^ 1 << random.nextInt(8));
                }
                return Bytes.of(value);
            }
        }
    }

    private static void readAll(ReadProof proof, Bytes key) {
        assertThat(proof.read(key)).isNotNull();
        assertThat(proof.readChild(key, key)).isNotNull();
        assertThat(proof.nextKey(Bytes.EMPTY, key)).isNotNull();
        assertThat(proof.entries(key.slice(0, Math.min(1, key.size())))).isNotNull();
    }

    /** The root follows each change, so that the broken node itself comes under judgement. */
    @Test
    void survives_a_hundred_thousand_broken_nodes() {
        breakNodes(500);
    }

    @Test
    @Tag("long")
    void survives_two_million_broken_nodes() {
        random = new Random(20261126);
        breakNodes(10_000);
    }

    private void breakNodes(int ofEach) {
        int valid = 0;
        int invalid = 0;
        for (int seed = 0; seed < 200; seed++) {
            SortedMap<Bytes, Bytes> state = new RandomStates(seed).state(1 + seed % 40);
            StateTrie trie =
                    new Stored(seed % 2 == 0 ? StateVersion.V0 : StateVersion.V1, state).trie;
            List<Bytes> nodes = new ArrayList<>(trie.prove(state.keySet()));
            Bytes rootNode = nodes.getFirst();
            for (int i = 0; i < ofEach; i++) {
                Bytes twin =
                        mutated(
                                random.nextInt(4) == 0
                                        ? nodes.get(random.nextInt(nodes.size()))
                                        : rootNode);
                Hash256 root = Blake2b.hash256(twin);
                // Entries that hang no longer under it would hide the node's own faults: only it,
                // or all.
                List<Bytes> entries =
                        random.nextInt(4) == 0 ? Proofs.replaced(nodes, 0, twin) : List.of(twin);
                switch (ReadProof.check(root, entries)) {
                    case ProofCheck.Valid(ReadProof proof) -> {
                        valid++;
                        readAll(proof, state.firstKey());
                        readAll(proof, state.lastKey());
                    }
                    case ProofCheck.Invalid(String reason) -> {
                        invalid++;
                        assertThat(reason).isNotBlank();
                    }
                }
            }
        }
        assertThat(valid).isGreaterThan(2 * ofEach);
        assertThat(invalid).isGreaterThan(20 * ofEach);
    }

    @Test
    void survives_fifty_thousand_broken_vectors() {
        SortedMap<Bytes, Bytes> state = new RandomStates(99).state(20);
        StateTrie trie = new Stored(StateVersion.V1, state).trie;
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(
                trie.prove(List.of(state.firstKey())), ScaleCodecWriter::writeByteVector);
        Bytes encoded = writer.toBytes();
        for (int i = 0; i < 50_000; i++) {
            Bytes twin = mutated(encoded);
            ProofCheck check = ReadProof.checkEncoded(trie.root(), twin);
            assertThat(check instanceof ProofCheck.Valid).isEqualTo(twin.equals(encoded));
        }
    }
}
