package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "read-proof",
        description = "What a storage proof says about keys: {stateRoot, proof, keys, child?}.")
final class VerifyReadProofCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifyReadProofCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        Hash256 stateRoot = input.hash("stateRoot");
        List<Bytes> keys = hexList(input.list("keys"), input.path("keys"));
        Function<ReadProof, Function<Bytes, StorageRead>> reader;
        if (input.has("child")) {
            Bytes child = input.hex("child");
            reader = proof -> key -> proof.readChild(child, key);
        } else {
            reader = proof -> proof::read;
        }
        JsonNode proof = input.required("proof", "a list of hex, or hex of one Vec<Vec<u8>>");
        List<Bytes> nodes;
        if (proof.isString()) {
            try {
                nodes = ReadProof.split(input.hex("proof"));
            } catch (ScaleException e) {
                return negative("malformed", "the proof is no Vec<Vec<u8>>: " + e.getMessage());
            }
        } else {
            nodes = hexList(Fields.list(proof, input.path("proof")), input.path("proof"));
        }
        return switch (ReadProof.check(stateRoot, nodes)) {
            case ProofCheck.Valid(ReadProof valid) -> results(keys, reader.apply(valid));
            case ProofCheck.Invalid(String reason) -> negative("invalid", reason);
        };
    }

    private static Answer negative(String verdict, String reason) {
        return Answer.no(
                Json.object()
                        .put("verdict", verdict)
                        .put("reason", reason)
                        .set("results", Json.array()));
    }

    private static Answer results(List<Bytes> keys, Function<Bytes, StorageRead> reader) {
        ArrayNode results = Json.array();
        int incomplete = 0;
        for (Bytes key : keys) {
            ObjectNode result = Json.object().put("key", key.toHex());
            switch (reader.apply(key)) {
                case StorageRead.Value(Bytes value) ->
                        result.put("outcome", "value").put("value", value.toHex());
                case StorageRead.Absent() -> result.put("outcome", "absent").putNull("value");
                case StorageRead.Incomplete() -> {
                    result.put("outcome", "incomplete").putNull("value");
                    incomplete++;
                }
            }
            results.add(result);
        }
        ObjectNode json = Json.object().put("verdict", "valid");
        if (incomplete == 0) {
            return Answer.yes(json.putNull("reason").set("results", results));
        }
        return Answer.no(
                json.put(
                                "reason",
                                "the proof ends before the answer for "
                                        + incomplete
                                        + " of "
                                        + keys.size()
                                        + " keys")
                        .set("results", results));
    }

    private static List<Bytes> hexList(List<JsonNode> items, String at) {
        List<Bytes> list = new ArrayList<>(items.size());
        for (JsonNode item : items) {
            list.add(Fields.hex(item, at + "[" + list.size() + "]"));
        }
        return list;
    }
}
