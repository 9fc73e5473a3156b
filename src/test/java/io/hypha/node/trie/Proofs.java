package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;

/** Shorthands for tests of read proofs. */
final class Proofs {

    private Proofs() {}

    static ReadProof valid(Hash256 root, List<Bytes> nodes) {
        return switch (ReadProof.check(root, nodes)) {
            case ProofCheck.Valid(ReadProof proof) -> proof;
            case ProofCheck.Invalid(String reason) ->
                    throw new AssertionError("expected a valid proof: " + reason);
        };
    }

    static String reasonAgainst(Hash256 root, List<Bytes> nodes) {
        return switch (ReadProof.check(root, nodes)) {
            case ProofCheck.Valid _ -> throw new AssertionError("expected an invalid proof");
            case ProofCheck.Invalid(String reason) -> reason;
        };
    }

    static List<Bytes> replaced(List<Bytes> nodes, int index, Bytes node) {
        List<Bytes> twin = new ArrayList<>(nodes);
        twin.set(index, node);
        return twin;
    }

    static List<Bytes> without(List<Bytes> nodes, int index) {
        List<Bytes> twin = new ArrayList<>(nodes);
        twin.remove(index);
        return twin;
    }

    static List<Bytes> with(List<Bytes> nodes, Bytes node) {
        List<Bytes> twin = new ArrayList<>(nodes);
        twin.add(node);
        return twin;
    }

    static Bytes flipped(Bytes bytes, int bit) {
        byte[] twin = bytes.toArray();
        twin[bit >>> 3] ^= (byte) (1 << (bit & 7));
        return Bytes.of(twin);
    }
}
