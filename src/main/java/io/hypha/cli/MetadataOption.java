package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleException;
import picocli.CommandLine.Option;

/**
 * The metadata that a command reads its input by. Given by the caller, so a file that is none is
 * bad input.
 */
final class MetadataOption {

    @Option(
            names = "--metadata",
            paramLabel = "FILE",
            description =
                    "runtime metadata: raw, hex text, or within Vec<u8> or Option<Vec<u8>>; .gz is read through")
    private String file = "";

    boolean isGiven() {
        return !file.isEmpty();
    }

    RuntimeMetadata read(Console console) {
        if (!isGiven()) {
            throw BadInput.at("--metadata", "a file", "nothing");
        }
        try {
            return RuntimeMetadata.decode(Bytes.of(console.read(file)));
        } catch (ScaleException e) {
            throw new BadInput(file + ": expected metadata V14 to V16, found " + e.getMessage());
        }
    }
}
