package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;

/**
 * Everything that shows why one figure at one block is true, in bytes that can be checked
 * elsewhere.
 *
 * @param id the figure
 * @param title a few words for people
 * @param value the figure as text with its unit
 * @param level PROVEN for a storage value, EXECUTED for what the chain's code answered, DERIVED for
 *     our formula over the inputs
 * @param formula how the inputs make the value; empty for a storage value
 * @param parts proven inputs, grouped by the block they were read at, oldest first
 */
public record Evidence(
        ProofId id, String title, String value, Level level, String formula, List<Part> parts) {

    public Evidence {
        parts = List.copyOf(parts);
    }

    /** Inputs of one block with the trie nodes that prove them and the way to the checkpoint. */
    public record Part(
            BlockRef block,
            Hash256 stateRoot,
            Bytes header,
            long setId,
            List<Input> inputs,
            List<Bytes> trieNodes,
            Reading<Way> way,
            List<Call> calls) {
        public Part {
            inputs = List.copyOf(inputs);
            trieNodes = List.copyOf(trieNodes);
            calls = List.copyOf(calls);
        }

        /** A block of storage values alone. */
        public Part(
                BlockRef block,
                Hash256 stateRoot,
                Bytes header,
                long setId,
                List<Input> inputs,
                List<Bytes> trieNodes,
                Reading<Way> way) {
            this(block, stateRoot, header, setId, inputs, trieNodes, way, List.of());
        }
    }

    /**
     * One call of the chain's own code, run here on the state of its block.
     *
     * @param name as which the figure knows it
     * @param codeHash BLAKE2b-256 of the code, which the state holds under {@code :code}
     * @param specVersion of that code
     * @param parameters SCALE
     * @param result SCALE
     */
    public record Call(
            String name,
            Hash256 codeHash,
            long specVersion,
            String method,
            Bytes parameters,
            Bytes result) {}

    /**
     * One storage entry.
     *
     * @param id names it and its block
     * @param key in the main trie
     * @param value its SCALE bytes, empty when the proof shows that there is no such entry
     * @param text the decoded value, or "proven absent"
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public record Input(ProofId id, Bytes key, Optional<Bytes> value, String text) {

        /** {@code Pallet.Item(arguments)}. */
        public String name() {
            return id.figure() + "(" + String.join(", ", id.arguments()) + ")";
        }
    }

    /**
     * The way from a block back to the checkpoint: {@link io.hypha.node.ProofLink} for rooms that
     * may not see the node.
     *
     * @param fragments headers that change the voters with their justifications, from the
     *     checkpoint on
     * @param ancestry headers from the block (first) to the parent of {@code justified}; empty when
     *     same
     */
    public record Way(
            List<Fragment> fragments, Bytes justified, Bytes justification, List<Bytes> ancestry) {
        public Way {
            fragments = List.copyOf(fragments);
            ancestry = List.copyOf(ancestry);
        }
    }

    /**
     * The last block of one set of voters.
     *
     * @param announcement headers from the one that announced the next set to the parent of {@code
     *     header}; empty when the header announces it itself
     */
    public record Fragment(Bytes header, Bytes justification, List<Bytes> announcement) {
        public Fragment {
            announcement = List.copyOf(announcement);
        }
    }

    /** Every input in the form that formulas take, oldest block first. */
    public List<Formula.Input> formulaInputs() {
        return parts.stream().flatMap(part -> formulaInputs(part.inputs()).stream()).toList();
    }

    static List<Formula.Input> formulaInputs(List<Input> inputs) {
        return inputs.stream()
                .map(input -> new Formula.Input(input.id(), input.key(), input.value()))
                .toList();
    }
}
