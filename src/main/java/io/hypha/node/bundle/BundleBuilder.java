package io.hypha.node.bundle;

import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.ProofLink;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Puts a bundle together from what the light node answered. Several reads of one block become one
 * proof.
 */
public final class BundleBuilder {

    private static final class Part {
        private final ProofLink link;
        private final Set<Bytes> proof = new LinkedHashSet<>();
        private final Map<Bytes, StorageValue> values = new LinkedHashMap<>();

        Part(ProofLink link) {
            this.link = link;
        }
    }

    private final Hash256 genesisHash;
    private final Map<Hash256, Part> parts = new LinkedHashMap<>();
    private final SortedMap<Long, ProofLink.Fragment> fragments = new TreeMap<>();
    private final List<FigureInput> inputs = new ArrayList<>();
    private final List<FigureCall> calls = new ArrayList<>();

    public BundleBuilder(Hash256 genesisHash) {
        this.genesisHash = genesisHash;
    }

    /** Takes in the values of a read and the way from its block to the checkpoint. */
    public BundleBuilder add(ProofLink link, ProvenRead read) {
        Part part = part(link, read.at());
        part.proof.addAll(read.proof());
        part.values.putAll(read.values());
        return this;
    }

    /** Takes in the entries of a range and the way from its block to the checkpoint. */
    public BundleBuilder add(ProofLink link, ProvenRange range) {
        Part part = part(link, range.at());
        part.proof.addAll(range.proof());
        range.entries()
                .forEach((key, value) -> part.values.put(key, new StorageValue.Present(value)));
        return this;
    }

    /**
     * Takes in a call of the chain's own code and the way from its block to the checkpoint, and
     * names it for the figure.
     *
     * @throws IllegalArgumentException when the call did not return: that is no figure
     */
    public BundleBuilder call(String name, ProofLink link, Executed executed) {
        if (!(executed.outcome() instanceof ExecutedOutcome.Returned(Bytes result))) {
            throw new IllegalArgumentException(executed.method() + " did not return");
        }
        part(link, executed.at()).proof.addAll(executed.proof());
        calls.add(
                new FigureCall(
                        name,
                        executed.at().hash(),
                        executed.codeHash(),
                        executed.method(),
                        executed.parameters(),
                        result));
        return this;
    }

    private Part part(ProofLink link, FinalizedHead at) {
        if (!link.at().hash().equals(at.hash())) {
            throw new IllegalArgumentException(
                    "the link is of " + link.at().block() + ", the read of " + at.block());
        }
        for (ProofLink.Fragment fragment : link.fragments()) {
            fragments.put(Header.decode(fragment.header()).number(), fragment);
        }
        return parts.computeIfAbsent(at.hash(), _ -> new Part(link));
    }

    /**
     * Names an input of the figure; its value is the one that was read.
     *
     * @throws IllegalArgumentException when that key of that block was not added
     */
    public BundleBuilder input(String name, FinalizedHead at, Bytes key) {
        StorageValue value =
                Optional.ofNullable(parts.get(at.hash()))
                        .map(part -> part.values.get(key))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "key "
                                                + key.toHex()
                                                + " of "
                                                + at.block()
                                                + " was not added"));
        inputs.add(new FigureInput(name, at.hash(), key, value));
        return this;
    }

    /**
     * A figure that is the one input itself, as it is stored.
     *
     * @throws IllegalStateException unless exactly one input was named
     */
    public Bundle asStored(String what, String unit) {
        if (inputs.size() != 1) {
            throw new IllegalStateException("expected one input, found " + inputs.size());
        }
        JsonNode value = BundleWriter.stored(inputs.getFirst().value());
        return build(what, FigureLevel.PROVEN, unit, value, Figure.AS_STORED);
    }

    /** A figure that {@code formula} makes of the inputs in the order they were named. */
    public Bundle build(
            String what, FigureLevel level, String unit, JsonNode value, String formula) {
        return new Bundle(
                genesisHash,
                new Figure(what, level, unit, value, formula, inputs, calls),
                blocks(parts.values()),
                List.copyOf(fragments.values()));
    }

    private static List<BundleBlock> blocks(Collection<Part> parts) {
        return parts.stream()
                .map(part ->
                        new BundleBlock(
                                part.link.at().header(),
                                part.link.justified(),
                                part.link.justification(),
                                part.link.ancestry(),
                                List.copyOf(part.proof)))
                .toList();
    }
}
