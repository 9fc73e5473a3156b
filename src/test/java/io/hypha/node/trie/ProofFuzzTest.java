package io.hypha.node.trie;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.SortedMap;

/**
 * Read proofs, plain and compact, against Jazzer's corpus. The root follows the input, so that the
 * nodes themselves come under judgement and not only their hash.
 */
class ProofFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void plain(byte[] input) {
        try {
            List<Bytes> nodes = ReadProof.split(Bytes.of(input));
            if (!nodes.isEmpty()) {
                read(ReadProof.check(Blake2b.hash256(nodes.getFirst()), nodes));
            }
        } catch (ScaleException expected) {
            // No Vec<Vec<u8>>.
        }
    }

    @FuzzTest(maxDuration = "60s")
    void compact(byte[] input) {
        Bytes encoded = Bytes.of(input);
        Hash256 root = Hash256.ZERO;
        if (CompactProof.decode(encoded, root) instanceof CompactProof.Nodes) {
            throw new AssertionError("a proof of the root zero");
        }
        try {
            root = new CompactReader(ReadProof.split(encoded)).readTrie();
        } catch (ScaleException | MalformedNodeException expected) {
            return;
        }
        switch (CompactProof.decode(encoded, root)) {
            case CompactProof.Nodes(List<Bytes> plain) -> {
                ProofCheck check = ReadProof.check(root, plain);
                read(check);
                if (check instanceof ProofCheck.Valid) {
                    requireSame(root, plain);
                }
            }
            case CompactProof.Invalid _ -> {
                // More tries follow the first, and one of them is none.
            }
        }
    }

    /** What was read can be written and read again. */
    private static void requireSame(Hash256 root, List<Bytes> plain) {
        CompactProof again = CompactProof.decode(CompactProof.encode(root, plain), root);
        if (!(again instanceof CompactProof.Nodes(List<Bytes> nodes))
                || nodes.size() != plain.size()
                || !nodes.containsAll(plain)) {
            throw new AssertionError("written anew the proof is " + again);
        }
    }

    private static void read(ProofCheck check) {
        if (check instanceof ProofCheck.Valid(ReadProof proof)) {
            proof.entries(Bytes.EMPTY);
            SortedMap<Bytes, Bytes> found = proof.range(Bytes.EMPTY).entries();
            found.forEach((key, value) -> {
                if (!proof.read(key).equals(new StorageRead.Value(value))) {
                    throw new AssertionError(
                            key + " is " + proof.read(key) + ", expected " + value);
                }
            });
            proof.nextKey(Bytes.EMPTY, Bytes.ofInts(0x10));
            proof.readChild(Bytes.EMPTY, Bytes.EMPTY);
        }
    }
}
