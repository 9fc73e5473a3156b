package io.hypha.web;

import io.hypha.chain.Evidence;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure and what it stands on, from the value down to the checkpoint.
 *
 * @param parts its blocks, the newest of many
 * @param earlier blocks that are not shown
 * @param fileName of its bundle; none for a score, which rests on more than a bundle holds
 */
public record ProofPage(
        String id,
        String title,
        String value,
        String level,
        String block,
        String formula,
        List<Part> parts,
        int earlier,
        int inputs,
        String size,
        @Nullable String fileName,
        Ground ground) {

    private static final int SHOWN = 12;

    /** The inputs of one block. */
    public record Part(
            String block,
            String time,
            String hash,
            String stateRoot,
            String setId,
            List<Input> inputs,
            int more,
            int nodes,
            String nodeBytes,
            @Nullable String wayMissing,
            String justified,
            int between,
            int changes,
            List<Call> calls) {}

    public record Input(String name, String key, int keySize, String value, String text) {}

    /** What the chain's own code answered there. */
    public record Call(
            String method,
            String runtime,
            String codeHash,
            int parameterSize,
            String parameters,
            int resultSize,
            String result) {}

    static ProofPage of(ProofId id, Evidence evidence) {
        int earlier = Math.max(0, evidence.parts().size() - SHOWN);
        List<Part> parts = evidence.parts().stream().skip(earlier).map(ProofPage::part).toList();
        int inputs = evidence.parts().stream().mapToInt(part -> part.inputs().size()).sum();
        long bytes =
                evidence.parts().stream()
                        .flatMap(part -> part.trieNodes().stream())
                        .mapToLong(Bytes::size)
                        .sum();
        long oldest =
                evidence.parts().stream()
                        .mapToLong(part -> part.block().number())
                        .min()
                        .orElse(id.block());
        return new ProofPage(
                id.toString(),
                evidence.title(),
                evidence.value(),
                evidence.level().code(),
                Long.toString(id.block()),
                evidence.formula(),
                parts,
                earlier,
                inputs,
                Numbers.bytes(bytes),
                id.figure().equals("score") ? null : "hypha-" + id + ".json",
                new Ground(evidence.level().code(), Numbers.block(oldest)));
    }

    private static Part part(Evidence.Part part) {
        @Nullable String missing = null;
        String justified = "";
        int between = 0;
        int changes = 0;
        switch (part.way()) {
            case Reading.Known<Evidence.Way>(Evidence.Way way, var _, var _, var _) -> {
                between = way.ancestry().size();
                changes = way.fragments().size();
                justified =
                        between == 0
                                ? "This very block is justified."
                                : "A later block is justified; %d headers lead from it back to this one by hash."
                                        .formatted(between);
            }
            case Reading.Missing<Evidence.Way>(var _, String text) -> missing = text;
        }
        return new Part(
                Numbers.block(part.block().number()),
                Numbers.utc(part.block().timestampMillis()),
                part.block().hash().toHex(),
                part.stateRoot().toHex(),
                Long.toString(part.setId()),
                part.inputs().stream().limit(SHOWN).map(ProofPage::input).toList(),
                Math.max(0, part.inputs().size() - SHOWN),
                part.trieNodes().size(),
                Numbers.bytes(part.trieNodes().stream().mapToLong(Bytes::size).sum()),
                missing,
                justified,
                between,
                changes,
                part.calls().stream().map(ProofPage::call).toList());
    }

    private static Call call(Evidence.Call call) {
        return new Call(
                call.method(),
                Long.toString(call.specVersion()),
                call.codeHash().toHex(),
                call.parameters().size(),
                call.parameters().toHex(),
                call.result().size(),
                call.result().toHex());
    }

    private static Input input(Evidence.Input input) {
        return new Input(
                input.name(),
                input.key().toHex(),
                input.key().size(),
                input.value().map(Bytes::toHex).orElse("no such entry"),
                input.text());
    }
}
