package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures that the chain's own code answered, each with the call it came from, so that its ground
 * can be shown: the last ones from memory, older ones and those of an earlier process from a store.
 * Only so many are kept: a call can be made again, and is another figure at another block.
 */
public final class ExecutedFigures {

    /** The word that names such a figure. */
    public static final String NAME = "executed";

    private static final int KEPT = 256;

    /** Proofs of a large chain's calls take some hundred kilobytes; the code is shared. */
    private static final long KEPT_BYTES = 64L << 20;

    /** One of this process, with its block. */
    private record Kept(KeptFigure figure, FinalizedHead at) {}

    private final LightNode node;
    private final FigureStore store;
    private final Map<ProofId, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    public ExecutedFigures(LightNode node, FigureStore store) {
        this.node = node;
        this.store = store;
    }

    /**
     * Keeps what a figure came from.
     *
     * @param title a few words for people
     * @param unit what the figure counts, {@code rao} for one
     * @param form which part of the result the figure is
     * @return the name that its proof is asked for by
     * @throws IllegalArgumentException when the call did not return, or returned too little: that
     *     is no figure
     */
    public ProofId keep(String title, String unit, ExecutedForm form, Executed executed) {
        if (!(executed.outcome() instanceof ExecutedOutcome.Returned(Bytes result))
                || form.of(result).isEmpty()) {
            throw new IllegalArgumentException(
                    executed.method() + " did not return a figure: " + executed.outcome());
        }
        ProofId id =
                id(
                        executed.at().number(),
                        executed.at().hash(),
                        executed.method(),
                        executed.parameters(),
                        form,
                        unit);
        KeptFigure figure =
                new KeptFigure(
                        id,
                        executed.at().hash(),
                        title,
                        unit,
                        form,
                        executed.codeHash(),
                        executed.specVersion(),
                        executed.method(),
                        executed.parameters(),
                        result,
                        executed.proof());
        if (remember(new Kept(figure, executed.at()))) {
            store.keep(figure);
        }
        return id;
    }

    /** False for one that was there. */
    private boolean remember(Kept each) {
        synchronized (kept) {
            Kept before = kept.remove(each.figure().id());
            bytes += each.figure().weight() - (before == null ? 0 : before.figure().weight());
            kept.put(each.figure().id(), each);
            var oldest = kept.values().iterator();
            while (kept.size() > KEPT || (bytes > KEPT_BYTES && kept.size() > 1)) {
                bytes -= oldest.next().figure().weight();
                oldest.remove();
            }
            return before == null;
        }
    }

    /** Keeps a whole answer. */
    public ExecutedAnswer keep(Executed executed) {
        return new ExecutedAnswer(
                executed.method(),
                keep("Answer to " + executed.method(), "SCALE", ExecutedForm.whole(), executed));
    }

    /**
     * The name of a figure. It commits to the call, the block and the form, so that nothing in a
     * bundle's caption is mere text.
     */
    public static ProofId id(
            long number,
            Hash256 block,
            String method,
            Bytes parameters,
            ExecutedForm form,
            String unit) {
        Bytes call =
                new ScaleCodecWriter()
                        .writeHash(block)
                        .writeString(method)
                        .writeByteVector(parameters)
                        .writeString(form.code())
                        .writeString(unit)
                        .toBytes();
        return new ProofId(
                number,
                NAME,
                List.of(Bytes.of(Blake2b.hash128(call.toArray())).toHex().substring(2)));
    }

    public static boolean isNamedBy(ProofId id) {
        return id.figure().equals(NAME);
    }

    /** The figure of that name; empty where it is not kept any more. */
    public Optional<KeptFigure> find(ProofId id) {
        synchronized (kept) {
            Kept ours = kept.get(id);
            if (ours != null) {
                return Optional.of(ours.figure());
            }
        }
        return store.find(id).filter(found -> found.id().equals(id) && found.isNamedRightly());
    }

    /** Everything that shows why the figure is true. */
    public Reading<Evidence> evidence(ProofId id) {
        return find(id).map(this::evidence).orElseGet(ExecutedFigures::notKept);
    }

    /** Words for a figure that {@link #find} does not find. */
    public static <T> Reading<T> notKept() {
        return Reading.missing(
                Reading.Reason.NOT_READ_YET,
                "what the chain's code answered then is not kept any more; ask for the figure"
                        + " again");
    }

    /** The same for a figure that was found. */
    public Reading<Evidence> evidence(KeptFigure figure) {
        return switch (block(figure)) {
            case Answer.Missing<FinalizedHead> missing -> Chain.missing(missing);
            case Answer.Given<FinalizedHead>(FinalizedHead at) ->
                    at.hash().equals(figure.block())
                            ? evidence(figure, at)
                            : Reading.missing(
                                    Reading.Reason.UNSUPPORTED,
                                    "the block that the figure was read at, "
                                            + figure.block()
                                            + ", is none of this chain");
        };
    }

    private Answer<FinalizedHead> block(KeptFigure figure) {
        Kept ours;
        synchronized (kept) {
            ours = kept.get(figure.id());
        }
        return ours != null ? Answer.given(ours.at()) : node.finalizedAt(figure.id().block());
    }

    private Reading<Evidence> evidence(KeptFigure figure, FinalizedHead at) {
        ProofId id = figure.id();
        BlockRef block = ChainStatusReader.block(at);
        String value =
                figure.form().kind() == ExecutedForm.Kind.WHOLE
                        ? figure.result().toString()
                        : figure.form().of(figure.result()).orElseThrow() + " " + figure.unit();
        Evidence.Call call =
                new Evidence.Call(
                        id.toString(),
                        figure.codeHash(),
                        figure.specVersion(),
                        figure.method(),
                        figure.parameters(),
                        figure.result());
        Evidence.Part part =
                new Evidence.Part(
                        block,
                        at.stateRoot(),
                        at.header(),
                        at.setId(),
                        List.of(),
                        figure.proof(),
                        WayReader.way(node, at),
                        List.of(call));
        return Reading.known(
                new Evidence(
                        id,
                        figure.title(),
                        value,
                        Level.EXECUTED,
                        figure.form().words(),
                        List.of(part)),
                block,
                Level.EXECUTED,
                id);
    }
}
