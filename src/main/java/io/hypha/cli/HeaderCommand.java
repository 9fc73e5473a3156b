package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "header", description = "Decodes a block header and computes its hash.")
final class HeaderCommand extends AnswerCommand {

    @Parameters(
            paramLabel = "HEX",
            description = "SCALE of the header with 0x, or - for standard input")
    private String hex = "";

    HeaderCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Bytes encoded = hexArgument(hex, "HEX");
        try {
            return Answer.yes(json(Header.decode(encoded)));
        } catch (ScaleException e) {
            return Answer.malformed("no header: " + e.getMessage());
        }
    }

    private static ObjectNode json(Header header) {
        ArrayNode digest = Json.array();
        header.digest().forEach(item -> digest.add(json(item)));
        return Json.object()
                .put("hash", header.hash().toHex())
                .put("parentHash", header.parentHash().toHex())
                .put("number", header.number())
                .put("stateRoot", header.stateRoot().toHex())
                .put("extrinsicsRoot", header.extrinsicsRoot().toHex())
                .set("digest", digest);
    }

    private static ObjectNode json(DigestItem item) {
        return switch (item) {
            case DigestItem.PreRuntime(EngineId engine, Bytes data) ->
                    json("preRuntime", engine, data);
            case DigestItem.Consensus(EngineId engine, Bytes data) ->
                    json("consensus", engine, data);
            case DigestItem.Seal(EngineId engine, Bytes data) -> json("seal", engine, data);
            case DigestItem.Other(Bytes data) ->
                    Json.object().put("kind", "other").putNull("engine").put("data", data.toHex());
            case DigestItem.RuntimeEnvironmentUpdated() ->
                    Json.object()
                            .put("kind", "runtimeEnvironmentUpdated")
                            .putNull("engine")
                            .putNull("data");
        };
    }

    private static ObjectNode json(String kind, EngineId engine, Bytes data) {
        return Json.object()
                .put("kind", kind)
                .put("engine", engine.toString())
                .put("data", data.toHex());
    }
}
