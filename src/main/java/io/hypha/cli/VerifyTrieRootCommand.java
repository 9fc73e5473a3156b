package io.hypha.cli;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieValue;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "trie-root",
        description = "The root of a whole state: {stateVersion, entries: [[key, value], …]}.")
final class VerifyTrieRootCommand extends AnswerCommand {

    @Parameters(paramLabel = "FILE", description = "JSON, or - for standard input")
    private String file = "";

    VerifyTrieRootCommand(Console console) {
        super(console);
    }

    @Override
    Answer answer() {
        Fields input = console().readFields(file);
        StateVersion version = version(input);
        SortedMap<Bytes, TrieValue> entries = entries(input, version);
        try {
            return Answer.yes(Json.object().put("root", TrieRoot.of(version, entries).toHex()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(input.path("entries") + ": " + e.getMessage());
        }
    }

    static StateVersion version(Fields input) {
        long version = input.u64("stateVersion");
        if (version == 0) {
            return StateVersion.V0;
        }
        if (version == 1) {
            return StateVersion.V1;
        }
        throw BadInput.at(input.path("stateVersion"), "0 or 1", Long.toUnsignedString(version));
    }

    static SortedMap<Bytes, TrieValue> entries(Fields input, StateVersion version) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        int index = 0;
        for (JsonNode entry : input.list("entries")) {
            String at = input.path("entries[" + index++ + "]");
            if (!entry.isArray() || entry.size() != 2) {
                throw BadInput.at(at, "[key, value]", Json.kind(entry));
            }
            Bytes key = Fields.hex(entry.get(0), at + ".key");
            if (entries.put(key, value(entry.get(1), version, at + ".value")) != null) {
                throw BadInput.at(at + ".key", "each key once", key + " again");
            }
        }
        return entries;
    }

    private static TrieValue value(JsonNode node, StateVersion version, String at) {
        if (!node.isObject()) {
            return TrieValue.of(Fields.hex(node, at));
        }
        Fields hashed = Fields.of(node, at);
        TrieValue.Hashed value =
                new TrieValue.Hashed(hashed.hash("blake2b256"), hashed.u32("length"));
        if (!value.sufficesUnder(version)) {
            throw BadInput.at(
                    at,
                    "the value itself (a hash stands for more than "
                            + StateVersion.MAX_INLINE_VALUE
                            + " bytes under stateVersion 1)",
                    "the hash of " + value.length() + " bytes under state version " + version);
        }
        return value;
    }
}
