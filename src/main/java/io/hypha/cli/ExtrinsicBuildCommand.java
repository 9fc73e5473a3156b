package io.hypha.cli;

import io.hypha.node.extrinsic.ExtrinsicJson;
import io.hypha.node.extrinsic.SigningPayload;
import picocli.CommandLine.Command;

@Command(name = "build", description = "The payload that a wallet signs for a call.")
final class ExtrinsicBuildCommand extends ExtrinsicSpecCommand {

    ExtrinsicBuildCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer(SigningPayload payload, Fields spec) {
        return Answer.yes(ExtrinsicJson.built(payload));
    }
}
