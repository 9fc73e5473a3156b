package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrieRootTest {

    private static Hash256 hash(JsonNode node) {
        return Hash256.fromHex(node.asString());
    }

    private static SortedMap<Bytes, TrieValue> entries(JsonNode json) {
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        json.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    entries.put(
                            Bytes.fromHex(entry.getKey()),
                            value.isObject()
                                    ? new TrieValue.Hashed(
                                            hash(value.get("blake2b256")),
                                            value.get("length").asLong())
                                    : TrieValue.of(Bytes.fromHex(value.asString())));
                });
        return entries;
    }

    private static Hash256 genesisHash(Hash256 stateRoot) {
        return new Header(Hash256.ZERO, 0, stateRoot, TrieRoot.EMPTY, List.of()).hash();
    }

    @Test
    void no_entries_give_the_empty_root() {
        assertThat(TrieRoot.of(StateVersion.V0, new TreeMap<>())).isEqualTo(TrieRoot.EMPTY);
        assertThat(TrieRoot.of(StateVersion.V1, new TreeMap<>())).isEqualTo(TrieRoot.EMPTY);
        assertThat(OrderedRoot.of(List.of())).isEqualTo(TrieRoot.EMPTY);
        assertThat(Blake2b.hash256(Bytes.ofInts(0))).isEqualTo(TrieRoot.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w3f-trie-hex_1c1", "w3f-trie-random_state_80"})
    void computes_the_roots_of_the_specification_suite(String name) {
        JsonNode suite = Fixtures.json("proofs/" + name + ".json.gz");
        SortedMap<Bytes, TrieValue> entries = entries(suite.get("entries"));
        assertThat(TrieRoot.of(StateVersion.V0, entries)).isEqualTo(hash(suite.get("rootV0")));
        assertThat(TrieRoot.of(StateVersion.V1, entries)).isEqualTo(hash(suite.get("rootV1")));
    }

    @Test
    void computes_the_roots_of_parts_of_a_real_state_in_both_versions() {
        JsonNode cases = Fixtures.json("proofs/trie-roots-real-state.json.gz").get("cases");
        assertThat(cases.size()).isEqualTo(6);
        boolean versionsDiffer = false;
        for (JsonNode each : cases) {
            SortedMap<Bytes, TrieValue> entries = entries(each.get("entries"));
            assertThat(entries).hasSize(each.get("count").asInt());
            assertThat(TrieRoot.of(StateVersion.V0, entries)).isEqualTo(hash(each.get("rootV0")));
            assertThat(TrieRoot.of(StateVersion.V1, entries)).isEqualTo(hash(each.get("rootV1")));
            versionsDiffer |= !each.get("rootV0").equals(each.get("rootV1"));
        }
        assertThat(versionsDiffer).isTrue();
    }

    @Test
    void the_testnet_genesis_state_leads_to_the_public_genesis_hash() {
        JsonNode genesis = Fixtures.json("proofs/testfinney-genesis-state.json.gz");
        SortedMap<Bytes, TrieValue> entries = entries(genesis.get("topLevel"));
        assertThat(entries).hasSize(46);
        Hash256 root = TrieRoot.of(StateVersion.V1, entries);
        assertThat(root).isEqualTo(hash(genesis.get("stateRoot")));
        assertThat(genesisHash(root)).isEqualTo(hash(genesis.get("genesisHash")));
    }

    @Test
    void another_value_or_length_of_the_testnet_genesis_code_gives_another_answer() {
        JsonNode genesis = Fixtures.json("proofs/testfinney-genesis-state.json.gz");
        Bytes code = Bytes.fromHex("0x3a636f6465");
        SortedMap<Bytes, TrieValue> entries = entries(genesis.get("topLevel"));
        TrieValue.Hashed right = (TrieValue.Hashed) entries.get(code);
        byte[] flipped = right.blake2b256().toArray();
        flipped[31] ^= 1;
        entries.put(code, new TrieValue.Hashed(Hash256.of(flipped), right.length()));
        assertThat(TrieRoot.of(StateVersion.V1, entries))
                .isNotEqualTo(hash(genesis.get("stateRoot")));
        entries.put(code, new TrieValue.Hashed(right.blake2b256(), 32));
        assertThatThrownBy(() -> TrieRoot.of(StateVersion.V1, entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x3a636f6465");
    }

    @Test
    void refuses_a_value_known_by_hash_under_version_0() {
        SortedMap<Bytes, TrieValue> entries =
                entries(Fixtures.json("proofs/testfinney-genesis-state.json.gz").get("topLevel"));
        assertThatThrownBy(() -> TrieRoot.of(StateVersion.V0, entries))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0x3a636f6465")
                .hasMessageContaining("V0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"finney-light.json", "testfinney-light.json"})
    void the_genesis_state_roots_of_both_networks_lead_to_their_genesis_hashes(String file) {
        JsonNode spec = Fixtures.json("chainspec/" + file);
        String note = spec.get("_note").asString();
        String expected = note.substring(note.lastIndexOf("0x"));
        assertThat(genesisHash(hash(spec.get("genesis").get("stateRootHash"))).toHex())
                .isEqualTo(expected);
    }

    @Test
    void an_ordered_list_is_keyed_by_compact_numbers() {
        List<Bytes> items =
                java.util.stream.IntStream.range(0, 300)
                        .mapToObj(i -> Bytes.of(new byte[i]))
                        .toList();
        SortedMap<Bytes, TrieValue> entries = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            Bytes key = i < 64 ? Bytes.ofInts(i << 2) : Bytes.ofInts((i << 2 | 1) & 0xff, i >> 6);
            entries.put(key, TrieValue.of(items.get(i)));
        }
        assertThat(OrderedRoot.of(items)).isEqualTo(TrieRoot.of(StateVersion.V0, entries));
        assertThat(OrderedRoot.of(items)).isNotEqualTo(OrderedRoot.of(items.reversed()));
    }

    @Test
    void partial_keys_of_every_header_length_are_written_and_read() {
        // 62, 63, 64, 317, 318, 319 nibbles: where the length takes another byte.
        for (int size :
                new int[] {
                    0, 1, 14, 15, 16, 30, 31, 32, 62, 63, 64, 158, 159, 160, 286, 287, 32_767
                }) {
            for (StateVersion version : StateVersion.values()) {
                for (int valueSize : new int[] {0, 32, 33, 63, 64, 16_383, 16_384}) {
                    Bytes key = Bytes.of(new byte[size]);
                    Bytes value = Bytes.of(new byte[valueSize]);
                    SortedMap<Bytes, Bytes> state = new TreeMap<>();
                    state.put(key, value);
                    StateTrie trie = new RandomStates.Stored(version, state).trie;
                    assertThat(trie.get(key)).contains(value);
                    assertThat(trie.keys(Bytes.EMPTY, 2)).containsExactly(key);
                    assertThat(ReadProof.check(trie.root(), trie.prove(List.of(key))))
                            .isInstanceOf(ProofCheck.Valid.class);
                }
            }
        }
    }
}
