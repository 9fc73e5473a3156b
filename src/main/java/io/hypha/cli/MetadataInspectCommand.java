package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataInspection;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description = "What a runtime has: pallets, extensions, APIs, and the digest by RFC-78.")
final class MetadataInspectCommand extends AnswerCommand {

    @Parameters(
            paramLabel = "FILE",
            description =
                    "raw, hex text, or within Vec<u8> or Option<Vec<u8>>; - for standard input")
    private String file = "";

    @Option(
            names = "--token",
            description = "symbol in the digest (default: ${DEFAULT-VALUE})",
            defaultValue = "TAO")
    private String token = "";

    @Option(
            names = "--decimals",
            description = "decimals in the digest (default: ${DEFAULT-VALUE})",
            defaultValue = "9")
    private int decimals;

    @Option(
            names = "--ss58-prefix",
            description = "address prefix in the digest (default: ${DEFAULT-VALUE})",
            defaultValue = "42")
    private int prefix;

    MetadataInspectCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        MetadataDigest.Token meant;
        try {
            meant = new MetadataDigest.Token(prefix, decimals, token);
        } catch (IllegalArgumentException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
        Bytes bytes = Bytes.of(console().read(file));
        try {
            return Answer.yes(MetadataInspection.of(RuntimeMetadata.decode(bytes), meant));
        } catch (ScaleException e) {
            return Answer.malformed(String.valueOf(e.getMessage()));
        }
    }
}
