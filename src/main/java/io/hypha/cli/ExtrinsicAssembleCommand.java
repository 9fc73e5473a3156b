package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.ExtrinsicJson;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.SigningPayload;
import picocli.CommandLine.Command;

@Command(
        name = "assemble",
        description = "The signed extrinsic: the same SPEC with scheme and signature.")
final class ExtrinsicAssembleCommand extends ExtrinsicSpecCommand {

    ExtrinsicAssembleCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer(SigningPayload payload, Fields spec) {
        SignatureScheme scheme = VerifySignatureCommand.scheme(spec);
        Bytes signature = spec.hex("signature");
        return MultiSignature.of(scheme, signature)
                .map(each -> Answer.yes(ExtrinsicJson.assembled(payload.assemble(each))))
                .orElseGet(() ->
                        Answer.malformed(
                                "expected a signature of "
                                        + scheme.signatureSize()
                                        + " bytes, found "
                                        + signature.size()));
    }
}
