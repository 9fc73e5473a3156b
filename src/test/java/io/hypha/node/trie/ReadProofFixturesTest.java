package io.hypha.node.trie;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Every proof under fixtures/proofs, with what its README and its own fields say. */
class ReadProofFixturesTest {

    private static final JsonNode FINNEY =
            Fixtures.json("proofs/bittensor-finney-8867448-read-proof.json");

    private static Hash256 hash(JsonNode node) {
        return Hash256.fromHex(node.asString());
    }

    private static List<Bytes> nodes(JsonNode list) {
        List<Bytes> nodes = new ArrayList<>();
        list.forEach(node -> nodes.add(Fixtures.hex(node)));
        return nodes;
    }

    private static Hash256 finneyRoot() {
        return hash(FINNEY.get("stateRoot"));
    }

    @Test
    void the_finney_proof_hangs_under_the_state_root_of_its_block() {
        JsonNode json = FINNEY.get("header");
        List<DigestItem> digest = new ArrayList<>();
        json.get("digest")
                .get("logs")
                .forEach(log ->
                        digest.add(DigestItem.read(new ScaleCodecReader(Fixtures.hex(log)))));
        Header header =
                new Header(
                        hash(json.get("parentHash")),
                        Long.decode(json.get("number").asString()),
                        hash(json.get("stateRoot")),
                        hash(json.get("extrinsicsRoot")),
                        digest);
        assertThat(header.hash()).isEqualTo(hash(FINNEY.get("blockHash")));
        assertThat(header.number()).isEqualTo(FINNEY.get("blockNumber").asLong());
        assertThat(header.stateRoot()).isEqualTo(finneyRoot());
        List<Bytes> nodes = nodes(FINNEY.get("proofNodes"));
        assertThat(nodes).hasSize(FINNEY.get("expected").get("nodesReachableFromRoot").asInt());
        Proofs.valid(header.stateRoot(), nodes);
    }

    @Test
    void reads_the_five_finney_values_and_keeps_absent_and_uncovered_keys_apart() {
        ReadProof proof = Proofs.valid(finneyRoot(), nodes(FINNEY.get("proofNodes")));
        JsonNode expected = FINNEY.get("expected");
        assertThat(expected.get("present").size()).isEqualTo(5);
        for (JsonNode each : expected.get("present")) {
            assertThat(proof.read(Fixtures.hex(each.get("key"))))
                    .isEqualTo(new StorageRead.Value(Fixtures.hex(each.get("value"))));
        }
        assertThat(expected.get("absentOrUncovered").size()).isEqualTo(6);
        for (JsonNode each : expected.get("absentOrUncovered")) {
            assertThat(proof.read(Fixtures.hex(each.get("key"))))
                    .as(each.toString())
                    .isEqualTo(
                            switch (each.get("result").asString()) {
                                case "proven absent" -> new StorageRead.Absent();
                                case "not covered by this proof" -> new StorageRead.Incomplete();
                                default -> throw new AssertionError(each.toString());
                            });
        }
    }

    @Test
    void any_changed_byte_of_the_finney_proof_makes_it_invalid() {
        List<Bytes> nodes = nodes(FINNEY.get("proofNodes"));
        assertThat(FINNEY.get("negative").size()).isEqualTo(3);
        for (int i = 0; i < nodes.size(); i++) {
            for (int at = 0; at < nodes.get(i).size(); at++) {
                Bytes twin = Proofs.flipped(nodes.get(i), at * 8 + (at + i) % 8);
                Proofs.reasonAgainst(finneyRoot(), Proofs.replaced(nodes, i, twin));
            }
            Bytes node = nodes.get(i);
            Proofs.reasonAgainst(
                    finneyRoot(), Proofs.replaced(nodes, i, node.slice(0, node.size() - 1)));
            Proofs.reasonAgainst(
                    finneyRoot(), Proofs.replaced(nodes, i, Bytes.concat(node, Bytes.ofInts(0))));
        }
    }

    @Test
    void the_finney_proof_without_its_root_or_under_another_root_proves_nothing() {
        List<Bytes> nodes = nodes(FINNEY.get("proofNodes"));
        int rootAt = -1;
        for (int i = 0; i < nodes.size(); i++) {
            if (io.hypha.node.crypto.Blake2b.hash256(nodes.get(i)).equals(finneyRoot())) {
                rootAt = i;
            }
        }
        assertThat(rootAt).isNotNegative();
        assertThat(Proofs.reasonAgainst(finneyRoot(), Proofs.without(nodes, rootAt)))
                .contains("no entry hashes to the root");
        Hash256 other =
                hash(
                        Fixtures.json("chainspec/finney-light.json")
                                .get("genesis")
                                .get("stateRootHash"));
        assertThat(Proofs.reasonAgainst(other, nodes)).contains(other.toHex());
    }

    @Test
    void a_finney_proof_that_lost_a_node_makes_its_keys_incomplete_and_never_absent() {
        List<Bytes> nodes = nodes(FINNEY.get("proofNodes"));
        int validTwins = 0;
        int lost = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (ReadProof.check(finneyRoot(), Proofs.without(nodes, i))
                    instanceof ProofCheck.Valid(ReadProof twin)) {
                validTwins++;
                for (JsonNode each : FINNEY.get("expected").get("present")) {
                    StorageRead read = twin.read(Fixtures.hex(each.get("key")));
                    assertThat(read).isNotInstanceOf(StorageRead.Absent.class);
                    lost += read instanceof StorageRead.Incomplete ? 1 : 0;
                }
            }
        }
        // The fifth value stands inside a branch that leads to other entries, too.
        assertThat(lost).isEqualTo(4);
        assertThat(validTwins).isPositive();
    }

    /** The extractor listed the key that the test of the source asks for as the first node. */
    @Test
    void the_gossamer_proof_is_complete_without_the_key_that_stands_among_its_nodes() {
        JsonNode json = Fixtures.json("proofs/gossamer-TestParachainHeaderStateProof.json");
        Hash256 root = hash(json.get("stateRoot"));
        List<Bytes> listed = nodes(json.get("nodes"));
        JsonNode entries = json.get("expected").get("entries");
        assertThat(listed.getFirst()).isEqualTo(Fixtures.hex(entries.get(0).get("keyNibbles")));
        assertThat(Proofs.reasonAgainst(root, listed)).isEqualTo("entry 0 hangs under no root");

        ReadProof proof = Proofs.valid(root, listed.subList(1, listed.size()));
        assertThat(entries.size()).isEqualTo(3);
        for (JsonNode entry : entries) {
            assertThat(proof.read(Fixtures.hex(entry.get("keyNibbles"))))
                    .isEqualTo(new StorageRead.Value(Fixtures.hex(entry.get("value"))));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"issue_2035", "issue_2035_bis"})
    void reads_every_entry_of_the_regression_proofs(String name) throws NoSuchAlgorithmException {
        JsonNode json = Fixtures.json("proofs/" + name + ".json");
        Bytes encoded = Fixtures.hex(json.get("proofScale"));
        List<Bytes> nodes = ReadProof.split(encoded);
        assertThat(nodes).hasSize(json.get("nodes").asInt());
        Hash256 root = hash(json.get("stateRoot"));
        assertThat(ReadProof.checkEncoded(root, encoded)).isInstanceOf(ProofCheck.Valid.class);
        ReadProof proof = Proofs.valid(root, nodes);
        assertThat(json.get("entries").size()).isEqualTo(81);
        for (JsonNode entry : json.get("entries")) {
            assertHolds(proof, entry);
        }
    }

    private static void assertHolds(ReadProof proof, JsonNode entry)
            throws NoSuchAlgorithmException {
        StorageRead read = proof.read(Fixtures.hex(entry.get("keyNibbles")));
        assertThat(read).as(entry.toString()).isInstanceOf(StorageRead.Value.class);
        Bytes value = ((StorageRead.Value) read).value();
        assertThat(value.size()).isEqualTo(entry.get("valueBytes").asInt());
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(value.toArray());
        assertThat(Bytes.of(sha256).toHex()).isEqualTo("0x" + entry.get("valueSha256").asString());
    }

    @Test
    void tells_present_absent_and_incomplete_apart_in_the_polkadot_genesis_proof() {
        JsonNode json = Fixtures.json("proofs/polkadot-genesis-example.json.gz");
        ReadProof proof =
                Proofs.valid(
                        hash(json.get("stateRoot")),
                        ReadProof.split(Fixtures.hex(json.get("proofScale"))));
        Set<Class<?>> outcomes = new LinkedHashSet<>();
        for (JsonNode query : json.get("queries")) {
            JsonNode result = query.get("result");
            StorageRead expected =
                    result.has("value")
                            ? new StorageRead.Value(Fixtures.hex(result.get("value")))
                            : result.has("absent")
                                    ? new StorageRead.Absent()
                                    : new StorageRead.Incomplete();
            assertThat(proof.read(Fixtures.hex(query.get("key"))))
                    .as(query.toString())
                    .isEqualTo(expected);
            outcomes.add(expected.getClass());
        }
        assertThat(outcomes).hasSize(3);
    }

    @Test
    void reads_the_one_value_of_the_small_benchmark_proof() throws NoSuchAlgorithmException {
        JsonNode json = Fixtures.json("proofs/proof-decode-small.json.gz");
        JsonNode expected = json.get("expected");
        List<Bytes> nodes = ReadProof.split(Fixtures.hex(json.get("proofScale")));
        assertThat(nodes).hasSize(expected.get("nodesReachable").asInt());
        ReadProof proof = Proofs.valid(hash(json.get("stateRoot")), nodes);
        assertThat(expected.get("entries").size()).isEqualTo(1);
        assertHolds(proof, expected.get("entries").get(0));
        assertThat(proof.read(Fixtures.hex(expected.get("entries").get(0).get("keyNibbles"))))
                .isEqualTo(
                        new StorageRead.Value(
                                Fixtures.hex(expected.get("entries").get(0).get("value"))));
    }

    @Test
    void successive_proofs_together_enumerate_every_key_below_a_prefix() {
        JsonNode json = Fixtures.json("proofs/prefix-proof.json.gz");
        Hash256 root = hash(json.get("trie_root_hash"));
        Bytes prefix = Fixtures.hex(json.get("prefix"));
        Set<Bytes> expected = new TreeSet<>();
        json.get("expected_entries").forEach(key -> expected.add(Fixtures.hex(key)));
        assertThat(expected).hasSize(json.get("derived").get("keysUnderPrefixReachable").asInt());

        Set<Bytes> together = new LinkedHashSet<>();
        List<Bytes> asked = List.of(prefix);
        for (JsonNode encoded : json.get("proofs")) {
            List<Bytes> nodes = ReadProof.split(Bytes.fromHex(encoded.asString()));
            Proofs.valid(root, nodes);
            // What was asked for and not covered before is covered by the next proof.
            together.addAll(nodes);
            ReadProof so = Proofs.valid(root, List.copyOf(together));
            assertThat(asked).allSatisfy(key -> assertThat(so.read(key)).isNotNull());
            switch (so.entries(prefix)) {
                case PrefixRead.Complete(var entries) -> {
                    assertThat(entries.keySet()).isEqualTo(expected);
                    asked = List.of();
                }
                case PrefixRead.Incomplete(List<Bytes> askNext) -> {
                    assertThat(askNext).isNotEmpty().allMatch(key -> key.startsWith(prefix));
                    asked = askNext;
                }
                case PrefixRead.TooLarge(String reason) -> throw new AssertionError(reason);
            }
        }
        assertThat(asked).isEmpty();
    }
}
