package io.hypha.chain;

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
 * can be shown. Only the last ones are kept: a call can be made again, and is another figure at
 * another block.
 */
public final class ExecutedFigures {

    /** The word that names such a figure. */
    public static final String NAME = "executed";

    private static final int KEPT = 256;

    /** Proofs of a large chain's calls take some hundred kilobytes; the code is shared. */
    private static final long KEPT_BYTES = 64L << 20;

    private static final int CODE_BYTES = 64 << 10;

    private record Kept(String title, String unit, ExecutedForm form, Executed executed) {
        long weight() {
            return executed.proof().stream()
                    .mapToLong(Bytes::size)
                    .filter(size -> size < CODE_BYTES)
                    .sum();
        }
    }

    private final LightNode node;
    private final Map<ProofId, Kept> kept = new LinkedHashMap<>();
    private long bytes;

    public ExecutedFigures(LightNode node) {
        this.node = node;
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
        Kept each = new Kept(title, unit, form, executed);
        synchronized (kept) {
            Kept before = kept.remove(id);
            bytes += each.weight() - (before == null ? 0 : before.weight());
            kept.put(id, each);
            var oldest = kept.values().iterator();
            while (kept.size() > KEPT || (bytes > KEPT_BYTES && kept.size() > 1)) {
                bytes -= oldest.next().weight();
                oldest.remove();
            }
        }
        return id;
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

    /** The form of a figure that is kept. */
    public Optional<ExecutedForm> form(ProofId id) {
        return find(id).map(Kept::form);
    }

    /** What the figure counts. */
    public Optional<String> unit(ProofId id) {
        return find(id).map(Kept::unit);
    }

    private Optional<Kept> find(ProofId id) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(id));
        }
    }

    /** Everything that shows why the figure is true. */
    public Reading<Evidence> evidence(ProofId id) {
        return find(id).map(each -> evidence(id, each))
                .orElseGet(() ->
                        Reading.missing(
                                Reading.Reason.NOT_READ_YET,
                                "what the chain's code answered then is not kept any more; ask for the"
                                        + " figure again"));
    }

    private Reading<Evidence> evidence(ProofId id, Kept each) {
        Executed executed = each.executed();
        FinalizedHead at = executed.at();
        BlockRef block = ChainStatusReader.block(at);
        Bytes result =
                executed.outcome() instanceof ExecutedOutcome.Returned(Bytes returned)
                        ? returned
                        : Bytes.EMPTY;
        String value =
                each.form().kind() == ExecutedForm.Kind.WHOLE
                        ? result.toString()
                        : each.form().of(result).orElseThrow() + " " + each.unit();
        Evidence.Call call =
                new Evidence.Call(
                        id.toString(),
                        executed.codeHash(),
                        executed.specVersion(),
                        executed.method(),
                        executed.parameters(),
                        result);
        Evidence.Part part =
                new Evidence.Part(
                        block,
                        at.stateRoot(),
                        at.header(),
                        at.setId(),
                        List.of(),
                        executed.proof(),
                        WayReader.way(node, at),
                        List.of(call));
        return Reading.known(
                new Evidence(
                        id,
                        each.title(),
                        value,
                        Level.EXECUTED,
                        each.form().words(),
                        List.of(part)),
                block,
                Level.EXECUTED,
                id);
    }
}
