package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.ResolvedType;
import io.hypha.node.metadata.TypeExpression;
import io.hypha.node.metadata.TypeLookup;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "decode", description = "Decodes a value of a type.")
final class ScaleDecodeCommand extends AnswerCommand {

    @Mixin private MetadataOption metadata = new MetadataOption();

    @Option(
            names = "--type",
            required = true,
            paramLabel = "T",
            description =
                    "a type id, a path or its last segment, Pallet.Item, Api_method (its result), or an"
                            + " expression such as Vec<Option<i8>>, which needs no metadata")
    private String type = "";

    @Parameters(paramLabel = "HEX", description = "the value with 0x, or - for standard input")
    private String hex = "";

    ScaleDecodeCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Bytes encoded = hexArgument(hex, "HEX");
        ResolvedType resolved;
        try {
            resolved =
                    metadata.isGiven()
                            ? TypeLookup.find(metadata.read(console()), type)
                            : TypeExpression.resolve(type);
        } catch (ValueException e) {
            throw new BadInput("--type: " + e.getMessage());
        }
        try {
            return Answer.yes(Json.object().set("value", resolved.decode(encoded)));
        } catch (ScaleException e) {
            return Answer.malformed("no value of " + type + ": " + e.getMessage());
        }
    }
}
