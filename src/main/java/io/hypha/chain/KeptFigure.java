package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;

/**
 * A figure that the chain's own code answered, with what it takes to run that call again elsewhere.
 *
 * @param id names it; commits to block, method, parameters, form and unit
 * @param block whose state the call was run on
 * @param title a few words for people
 * @param unit what the figure counts
 * @param form which part of the result the figure is
 * @param codeHash BLAKE2b-256 of the code, which that state holds under {@code :code}
 * @param specVersion of that code
 * @param parameters SCALE
 * @param result SCALE
 * @param proof trie nodes and detached values behind every read of the call, the code among them
 */
public record KeptFigure(
        ProofId id,
        Hash256 block,
        String title,
        String unit,
        ExecutedForm form,
        Hash256 codeHash,
        long specVersion,
        String method,
        Bytes parameters,
        Bytes result,
        List<Bytes> proof) {

    /** What is longer is code, or like it: one value behind many figures. */
    public static final int LARGE = 64 << 10;

    public KeptFigure {
        proof = List.copyOf(proof);
    }

    /** Whether the name is the one that block, call, form and unit make. */
    boolean isNamedRightly() {
        return id.equals(ExecutedFigures.id(id.block(), block, method, parameters, form, unit));
    }

    /** Bytes of its proof that are its own. */
    long weight() {
        return proof.stream().mapToLong(Bytes::size).filter(size -> size < LARGE).sum();
    }
}
