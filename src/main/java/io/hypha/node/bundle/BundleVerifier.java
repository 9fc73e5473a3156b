package io.hypha.node.bundle;

import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Walks a bundle from a checkpoint that the caller trusts: through the sets of voters, to each
 * justified block, down by parent hash to the block of each input, into its state by trie proof;
 * runs the calls of the chain's own code again on what is proven of that state; then compares the
 * figure with what its formula makes of them. The first link that does not hold is named.
 *
 * <p>Threat: a bundle is a file from anybody. It can be wrong, but it cannot lie: nothing in it is
 * taken for true but what a link proves. Its caption ({@code what}) is text, and proves no more
 * than the formula checks.
 */
public final class BundleVerifier {

    private final GrandpaVerifier grandpa;
    private final Map<String, Recompute> formulas;

    /**
     * @param formulas what recomputes figures, by the name a bundle gives
     */
    public BundleVerifier(GrandpaVerifier grandpa, Map<String, Recompute> formulas) {
        this.grandpa = grandpa;
        this.formulas = Map.copyOf(formulas);
    }

    /** Without a network to compare with: the checkpoint alone says which chain it is. */
    public BundleVerdict verify(JsonNode json, Checkpoint checkpoint) {
        try {
            return walk(Bundle.read(json), checkpoint);
        } catch (BundleFormatException e) {
            return new BundleVerdict.BadInput(String.valueOf(e.getMessage()));
        }
    }

    /**
     * @param genesisHash of the network that the checkpoint is from; a bundle that names another
     *     one is refused
     */
    public BundleVerdict verify(JsonNode json, Checkpoint checkpoint, Hash256 genesisHash) {
        try {
            Bundle bundle = Bundle.read(json);
            if (!bundle.genesisHash().equals(genesisHash)) {
                return new BundleVerdict.Broken(
                        "wrong-network",
                        "network: expected genesis "
                                + genesisHash.toHex()
                                + ", found "
                                + bundle.genesisHash().toHex(),
                        List.of(new BundleVerdict.Link("network", "wrong-network")));
            }
            return walk(bundle, checkpoint);
        } catch (BundleFormatException e) {
            return new BundleVerdict.BadInput(String.valueOf(e.getMessage()));
        }
    }

    private BundleVerdict walk(Bundle bundle, Checkpoint checkpoint) {
        BundleWalk walk = new BundleWalk(grandpa);
        try {
            walk.begin(checkpoint);
            for (int i = 0; i < bundle.fragments().size(); i++) {
                walk.follow(bundle.fragments().get(i), i);
            }
            for (int i = 0; i < bundle.blocks().size(); i++) {
                walk.prove(bundle.blocks().get(i), i);
            }
            List<ProvenInput> inputs = new ArrayList<>();
            for (FigureInput input : bundle.figure().inputs()) {
                inputs.add(walk.read(input));
            }
            List<ProvenCall> calls = new ArrayList<>();
            for (FigureCall call : bundle.figure().calls()) {
                calls.add(walk.run(call));
            }
            return judge(walk, bundle.figure(), inputs, calls);
        } catch (BrokenLinkException e) {
            return new BundleVerdict.Broken(e.verdict(), e.reason(), walk.links());
        }
    }

    private BundleVerdict judge(
            BundleWalk walk, Figure figure, List<ProvenInput> inputs, List<ProvenCall> calls) {
        if (figure.formula().equals(Figure.AS_STORED)) {
            return judgeStored(walk, figure, inputs);
        }
        if (figure.formula().equals(Figure.AS_EXECUTED)) {
            return judgeExecuted(walk, figure);
        }
        Recompute formula = formulas.get(figure.formula());
        if (formula == null) {
            walk.note("figure", "unsupported");
            return new BundleVerdict.Unsupported(figure.formula(), walk.links());
        }
        return switch (formula.of(figure, inputs, calls)) {
            case Recompute.Outcome.Value(JsonNode value) ->
                    compare(walk, figure, value, "recomputed");
            case Recompute.Outcome.Refused(String reason) ->
                    throw walk.broken("figure", "refused", reason);
        };
    }

    private static BundleVerdict judgeStored(
            BundleWalk walk, Figure figure, List<ProvenInput> inputs) {
        if (inputs.size() != 1
                || !figure.calls().isEmpty()
                || figure.level() != FigureLevel.PROVEN) {
            throw walk.broken(
                    "figure",
                    "refused",
                    "expected a formula, or one input and the level proven, found "
                            + inputs.size()
                            + " inputs and the level "
                            + figure.level().jsonName());
        }
        JsonNode stored = BundleWriter.stored(inputs.getFirst().value());
        return compare(walk, figure, stored, "proven");
    }

    private static BundleVerdict judgeExecuted(BundleWalk walk, Figure figure) {
        if (figure.calls().size() != 1
                || !figure.inputs().isEmpty()
                || figure.level() != FigureLevel.EXECUTED) {
            throw walk.broken(
                    "figure",
                    "refused",
                    "expected one call, no inputs and the level executed, found "
                            + figure.calls().size()
                            + " calls, "
                            + figure.inputs().size()
                            + " inputs and the level "
                            + figure.level().jsonName());
        }
        JsonNode result = BundleWriter.executed(figure.calls().getFirst().result());
        return compare(walk, figure, result, "executed");
    }

    private static BundleVerdict compare(
            BundleWalk walk, Figure figure, JsonNode expected, String verdict) {
        if (!figure.value().equals(expected)) {
            throw walk.broken(
                    "figure", "mismatch", "claimed " + figure.value() + ", expected " + expected);
        }
        walk.note("figure", verdict);
        return new BundleVerdict.Valid(walk.links(), figure);
    }
}
