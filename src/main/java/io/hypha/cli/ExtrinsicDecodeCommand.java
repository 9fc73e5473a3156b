package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.extrinsic.ExtrinsicJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "decode",
        description = "What an extrinsic says, with or without its length prefix.")
final class ExtrinsicDecodeCommand extends AnswerCommand {

    @Mixin private MetadataOption metadata = new MetadataOption();

    @Parameters(paramLabel = "HEX", description = "the extrinsic with 0x, or - for standard input")
    private String hex = "";

    ExtrinsicDecodeCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Bytes encoded = hexArgument(hex, "HEX");
        return switch (DecodedExtrinsic.decode(metadata.read(console()), encoded)) {
            case DecodedExtrinsic.Signed signed -> Answer.yes(ExtrinsicJson.decoded(signed));
            case DecodedExtrinsic.Bare bare -> Answer.yes(ExtrinsicJson.decoded(bare));
            case DecodedExtrinsic.Unsupported(int _, String reason) ->
                    Answer.no("unsupported", reason);
            case DecodedExtrinsic.Malformed(int _, String reason) -> Answer.malformed(reason);
        };
    }
}
