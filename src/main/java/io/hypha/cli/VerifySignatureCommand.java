package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SignatureScheme;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "signature",
        description =
                "Whether a signature holds: {scheme, publicKey, message, signature, context?}.")
final class VerifySignatureCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifySignatureCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        SignatureScheme scheme = scheme(input);
        Bytes publicKey = input.hex("publicKey");
        Bytes message = input.hex("message");
        Bytes signature = input.hex("signature");
        String context = input.has("context") ? input.text("context") : "substrate";
        if (publicKey.size() != scheme.publicKeySize()) {
            throw BadInput.at(
                    input.path("publicKey"),
                    scheme.publicKeySize() + " bytes",
                    publicKey.size() + " bytes");
        }
        if (signature.size() != scheme.signatureSize()) {
            return negative(
                    "malformed",
                    "expected a signature of "
                            + scheme.signatureSize()
                            + " bytes, found "
                            + signature.size());
        }
        return isValid(scheme, publicKey, message, signature, context)
                ? Answer.yes(Json.object().put("valid", true))
                : negative(
                        "bad-signature", "the signature is not one of this key over this message");
    }

    private static Answer negative(String verdict, String reason) {
        return Answer.no(
                Json.object().put("valid", false).put("verdict", verdict).put("reason", reason));
    }

    /** Only sr25519 knows a context. */
    private static boolean isValid(
            SignatureScheme scheme,
            Bytes publicKey,
            Bytes message,
            Bytes signature,
            String context) {
        return scheme == SignatureScheme.SR25519
                ? Schnorrkel.verify(
                        publicKey.toArray(),
                        message.toArray(),
                        signature.toArray(),
                        context.getBytes(StandardCharsets.UTF_8))
                : scheme.verify(publicKey.toArray(), message.toArray(), signature.toArray());
    }

    static SignatureScheme scheme(Fields input) {
        String name = input.text("scheme");
        return switch (name) {
            case "ed25519" -> SignatureScheme.ED25519;
            case "sr25519" -> SignatureScheme.SR25519;
            case "ecdsa" -> SignatureScheme.ECDSA;
            default ->
                    throw BadInput.at(
                            input.path("scheme"), "ed25519, sr25519 or ecdsa", "\"" + name + "\"");
        };
    }
}
