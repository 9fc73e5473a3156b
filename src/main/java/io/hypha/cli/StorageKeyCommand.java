package io.hypha.cli;

import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageKeys;
import io.hypha.node.metadata.ValueException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "key",
        description = "The key of a storage item, or with fewer parts the prefix of its keys.")
final class StorageKeyCommand extends AnswerCommand {

    @Mixin private MetadataOption metadata = new MetadataOption();

    @Parameters(index = "0", paramLabel = "PALLET")
    private String pallet = "";

    @Parameters(index = "1", paramLabel = "ITEM")
    private String item = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "JSON",
            description = "a JSON value for each key part; a word that is no JSON is a string")
    private List<String> parts = new ArrayList<>();

    StorageKeyCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        RuntimeMetadata runtime = metadata.read(console());
        List<JsonNode> values = parts.stream().map(Json::ofWord).toList();
        try {
            StorageKeys keys = runtime.keys(pallet, item);
            ObjectNode json = Json.object().put("key", keys.ofJson(values).toHex());
            return Answer.yes(
                    values.size() < keys.entry().hashers().size()
                            ? json.put("prefix", true)
                            : json);
        } catch (ValueException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }
}
