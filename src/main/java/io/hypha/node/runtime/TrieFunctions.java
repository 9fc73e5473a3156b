package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieHash;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieValue;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** {@code ext_trie_*}: roots of entries that the code gives. */
final class TrieFunctions {

    private static final String NOT_HERE = "this host does not verify the proofs of trie-db";

    private TrieFunctions() {}

    static void addTo(HostFunctionTable table) {
        add(table, "ext_trie_blake2_256_", TrieHash.BLAKE2B_256);
        add(table, "ext_trie_keccak_256_", TrieHash.KECCAK_256);
    }

    private static void add(HostFunctionTable table, String prefix, TrieHash hash) {
        table.add(
                prefix + "root_version_1",
                "l:i",
                (call, a) -> root(call, a[0], StateVersion.V0, hash));
        table.add(
                prefix + "root_version_2",
                "li:i",
                (call, a) -> root(call, a[0], StorageFunctions.version(a[1]), hash));
        table.add(
                prefix + "ordered_root_version_1",
                "l:i",
                (call, a) -> orderedRoot(call, a[0], StateVersion.V0, hash));
        table.add(
                prefix + "ordered_root_version_2",
                "li:i",
                (call, a) -> orderedRoot(call, a[0], StorageFunctions.version(a[1]), hash));
        table.addRefused(prefix + "verify_proof_version_1", "illl:i", NOT_HERE);
        table.addRefused(prefix + "verify_proof_version_2", "illli:i", NOT_HERE);
    }

    private static long root(HostCall call, long input, StateVersion version, TrieHash hash) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        read(call, input, in -> in.readVector(2, TrieFunctions::pair))
                .forEach(pair -> entries.put(pair.getFirst(), TrieValue.of(pair.getLast())));
        return store(call, version, hash, entries);
    }

    private static List<Bytes> pair(ScaleCodecReader in) {
        return List.of(in.readByteVector(), in.readByteVector());
    }

    private static long orderedRoot(
            HostCall call, long input, StateVersion version, TrieHash hash) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        int index = 0;
        for (Bytes item :
                read(call, input, in -> in.readVector(1, ScaleCodecReader::readByteVector))) {
            entries.put(new ScaleCodecWriter().writeCompact(index++).toBytes(), TrieValue.of(item));
        }
        return store(call, version, hash, entries);
    }

    private static <T> T read(HostCall call, long input, Function<ScaleCodecReader, T> shape) {
        StackRoom.require();
        ScaleCodecReader in = new ScaleCodecReader(call.memory().slice(input));
        try {
            return shape.apply(in);
        } catch (ScaleException e) {
            throw CallEndedException.trap("entries of a trie do not decode: " + e.getMessage());
        }
    }

    private static long store(
            HostCall call,
            StateVersion version,
            TrieHash hash,
            SortedMap<Bytes, TrieValue> entries) {
        try {
            Hash256 root = TrieRoot.of(version, hash, entries);
            return call.store(root.toArray());
        } catch (IllegalArgumentException e) {
            throw CallEndedException.trap("a root cannot be computed: " + e.getMessage());
        }
    }
}
