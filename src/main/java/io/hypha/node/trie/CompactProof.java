package io.hypha.node.trie;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.Collection;
import java.util.List;

/**
 * What comes out of a compact proof, the form in which {@code /state/2} sends ranges of a state.
 *
 * <p>The form: a SCALE {@code Vec<Vec<u8>>} of the nodes in the order of a walk from the root, a
 * parent before its children, the children by their nibble. Where a child is in the proof its
 * parent holds an empty reference instead of its hash. Where a detached value is in the proof its
 * node begins with the byte 1, holds an empty value instead of the hash, and is followed by the
 * value. The root is always there. Child tries whose roots the main trie holds follow it, in the
 * order of their keys. (trie-db's {@code trie_codec} and sp-trie's.)
 */
public sealed interface CompactProof {

    /**
     * The plain nodes and detached values, each once; the first trie's root is the one that was
     * asked for. Whether all of them hang together is for {@link ReadProof#check} to say.
     */
    record Nodes(List<Bytes> plain) implements CompactProof {
        public Nodes {
            plain = List.copyOf(plain);
        }
    }

    /** Nothing of it may be used; {@code reason} says what was found where. */
    record Invalid(String reason) implements CompactProof {}

    /**
     * Re-inflates a proof under a root that the caller believes. Limits: those of {@link
     * ReadProof}, for what comes in and for what comes out.
     */
    static CompactProof decode(Bytes encoded, Hash256 root) {
        try {
            CompactReader reader = new CompactReader(ReadProof.split(encoded));
            Hash256 found = reader.readTrie();
            if (!found.equals(root)) {
                return new Invalid(
                        "the proof is of the root " + found.toHex() + ", expected " + root.toHex());
            }
            while (reader.hasNext()) {
                reader.readTrie();
            }
            return new Nodes(reader.plain());
        } catch (ScaleException e) {
            return new Invalid("the proof is no Vec<Vec<u8>>: " + e.getMessage());
        } catch (MalformedNodeException e) {
            return new Invalid("the proof is broken: " + e.getMessage());
        }
    }

    /**
     * Writes nodes and detached values of one state, which must be honest ones, as a compact proof.
     *
     * @throws IllegalArgumentException when the root's node is not among them or an entry is no
     *     node
     */
    static Bytes encode(Hash256 root, Collection<Bytes> nodes) {
        List<Bytes> items = new CompactWriter(nodes).write(root);
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(items, ScaleCodecWriter::writeByteVector);
        return writer.toBytes();
    }
}
