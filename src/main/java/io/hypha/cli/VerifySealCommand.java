package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.SealVerdict;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "seal",
        description = "Whether the author of its slot sealed a header: {header, authorities}.")
final class VerifySealCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifySealCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        Bytes header = input.hex("header");
        List<Hash256> authors = new ArrayList<>();
        for (JsonNode each : input.list("authorities")) {
            authors.add(Fields.hash(each, input.path("authorities[" + authors.size() + "]")));
        }
        if (authors.isEmpty()) {
            throw BadInput.at(input.path("authorities"), "at least one key", "none");
        }
        SealVerdict verdict = new AuraSeal().verify(header, authors);
        return switch (verdict) {
            case SealVerdict.Sealed(Hash256 author, int index, long slot) ->
                    Answer.yes(
                            Json.object()
                                    .put("verdict", verdict.name())
                                    .put("author", author.toHex())
                                    .put("index", index)
                                    .set("slot", Json.u64(slot)));
            case SealVerdict.Malformed _,
                    SealVerdict.NoSlot _,
                    SealVerdict.NoSeal _,
                    SealVerdict.BadSignature _ ->
                    Answer.no(verdict.name(), verdict.reason());
        };
    }
}
