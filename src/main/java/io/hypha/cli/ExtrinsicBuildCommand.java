package io.hypha.cli;

import io.hypha.node.extrinsic.ExtrinsicJson;
import io.hypha.node.extrinsic.SigningPayload;
import picocli.CommandLine.Command;

@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = {
            "The payload that a wallet signs for a call.",
            "With mode 1 also what a device needs to read it: the metadata's own hash, taken where SPEC gives none,"
                    + " and the proof of the types that this call uses (RFC-78). proof is null with a proofReason where"
                    + " SPEC's metadataHash is not that of this metadata, or the metadata has none (V14)."
        })
final class ExtrinsicBuildCommand extends ExtrinsicSpecCommand {

    ExtrinsicBuildCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer(SigningPayload payload, Fields spec) {
        return Answer.yes(ExtrinsicJson.built(payload));
    }
}
