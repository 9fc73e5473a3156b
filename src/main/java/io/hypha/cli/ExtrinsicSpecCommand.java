package io.hypha.cli;

import io.hypha.node.extrinsic.ExtrinsicSpec;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * What {@code extrinsic build} and {@code extrinsic assemble} share: a SPEC that becomes a payload.
 */
abstract class ExtrinsicSpecCommand extends AnswerCommand {

    @Mixin private MetadataOption metadata = new MetadataOption();

    @Parameters(
            paramLabel = "SPEC",
            description = "JSON with call, signer, nonce, tip, era, …; - for standard input")
    private String file = "";

    ExtrinsicSpecCommand(Console console) {
        super(console);
    }

    /** The answer where every extension of the runtime is known. */
    abstract Answer answer(SigningPayload payload, Fields spec);

    @Override
    final Answer answer() {
        RuntimeMetadata runtime = metadata.read(console());
        JsonNode spec = console().readJson(file);
        try {
            return switch (ExtrinsicSpec.parse(runtime, spec).prepare(runtime)) {
                case Preparation.Ready(SigningPayload payload) ->
                        answer(payload, Fields.of(spec, file));
                case Preparation.UnknownExtension(String identifier) ->
                        Answer.no(
                                Json.object()
                                        .put("verdict", "unknown-extension")
                                        .put(
                                                "reason",
                                                "the transaction extension "
                                                        + identifier
                                                        + " carries data that is not known here, so nothing can be signed")
                                        .put("identifier", identifier));
            };
        } catch (ValueException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
