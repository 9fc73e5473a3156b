package io.hypha.node.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.ProofLink;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TestVoters;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import io.hypha.node.trie.StateTrie;
import io.hypha.node.trie.StateVersion;
import io.hypha.node.trie.TrieRoot;
import io.hypha.node.trie.TrieUpdate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class BundleMutationTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final BundleVerifier VERIFIER =
            new BundleVerifier(new GrandpaVerifier(), Map.of());

    /** The block is the checkpoint itself: no signature to check, all else as ever. */
    private static Bundle small(Header header, Bytes key, List<Bytes> proof, Bytes value) {
        return new Bundle(
                Hash256.ZERO,
                new Figure(
                        "a value",
                        FigureLevel.PROVEN,
                        "bytes",
                        JsonNodeFactory.instance.stringNode(value.toHex()),
                        Figure.AS_STORED,
                        List.of(
                                new FigureInput(
                                        "value",
                                        header.hash(),
                                        key,
                                        new io.hypha.node.StorageValue.Present(value)))),
                List.of(
                        new BundleBlock(
                                header.encode(), header.encode(), Bytes.EMPTY, List.of(), proof)),
                List.<ProofLink.Fragment>of());
    }

    @Test
    void survives_a_hundred_thousand_broken_files() {
        Bytes key = Bytes.ofInts(1, 2, 3);
        Bytes value = Bytes.ofInts(9);
        TrieUpdate update =
                StateTrie.empty(StateVersion.V1).update(Map.of(key, Optional.of(value)));
        StateTrie trie =
                new StateTrie(
                        StateVersion.V1,
                        update.root(),
                        hash -> Optional.ofNullable(update.newNodes().get(hash)));
        Header header = new Header(Hash256.ZERO, 10, trie.root(), TrieRoot.EMPTY, List.of());
        Checkpoint checkpoint = new Checkpoint(header, TestVoters.real(0, 1, 1, 1, 1).set());
        byte[] whole =
                JSON.writeValueAsBytes(
                        small(header, key, trie.prove(List.of(key)), value).toJson());
        assertThat(VERIFIER.verify(JSON.readTree(whole), checkpoint))
                .isInstanceOf(BundleVerdict.Valid.class);

        Random random = new Random(20261125);
        byte[] likely = "0123456789abcdef\"{}[],:xn".getBytes(StandardCharsets.US_ASCII);
        int judged = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] twin = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                twin[random.nextInt(twin.length)] = likely[random.nextInt(likely.length)];
            }
            JsonNode json;
            try {
                json = JSON.readTree(twin);
            } catch (JacksonException e) {
                continue;
            }
            judged++;
            assertThat(VERIFIER.verify(json, checkpoint).toJson().get("verdict").isString())
                    .isTrue();
        }
        assertThat(judged).isGreaterThan(30_000);
    }

    /** A module that exports {@code A_answer}, which returns the bytes 7 and 8. */
    private static final Bytes CODE =
            Bytes.fromHex(
                    "0x0061736d0100000001070160027f7f017e0302010005030100020607017f004180080b072303"
                            + "066d656d6f727902000b5f5f686561705f62617365030008415f616e7377657200000a0a0108"
                            + "004290808080200b0b08010041100b020708");

    private static Bundle called(Header header, List<Bytes> proof, Bytes result) {
        return new Bundle(
                Hash256.ZERO,
                new Figure(
                        "an answer",
                        FigureLevel.EXECUTED,
                        "SCALE",
                        JsonNodeFactory.instance.stringNode(result.toHex()),
                        Figure.AS_EXECUTED,
                        List.of(),
                        List.of(
                                new FigureCall(
                                        "a",
                                        header.hash(),
                                        Blake2b.hash256(CODE),
                                        "A_answer",
                                        Bytes.EMPTY,
                                        result))),
                List.of(
                        new BundleBlock(
                                header.encode(), header.encode(), Bytes.EMPTY, List.of(), proof)),
                List.<ProofLink.Fragment>of());
    }

    @Test
    void survives_thousands_of_broken_files_with_a_call() {
        Bytes key = Bytes.of(":code".getBytes(StandardCharsets.US_ASCII));
        TrieUpdate update = StateTrie.empty(StateVersion.V1).update(Map.of(key, Optional.of(CODE)));
        StateTrie trie =
                new StateTrie(
                        StateVersion.V1,
                        update.root(),
                        hash -> Optional.ofNullable(update.newNodes().get(hash)));
        Header header = new Header(Hash256.ZERO, 10, trie.root(), TrieRoot.EMPTY, List.of());
        Checkpoint checkpoint = new Checkpoint(header, TestVoters.real(0, 1, 1, 1, 1).set());
        List<Bytes> proof = trie.prove(List.of(key));
        byte[] whole = JSON.writeValueAsBytes(called(header, proof, Bytes.ofInts(7, 8)).toJson());
        assertThat(VERIFIER.verify(JSON.readTree(whole), checkpoint))
                .isInstanceOf(BundleVerdict.Valid.class);
        assertThat(
                        VERIFIER.verify(
                                        called(header, proof, Bytes.ofInts(7, 9)).toJson(),
                                        checkpoint)
                                .name())
                .isEqualTo("runtime-call");

        Random random = new Random(20261126);
        byte[] likely = "0123456789abcdef\"{}[],:xn_A".getBytes(StandardCharsets.US_ASCII);
        int figure = new String(whole, StandardCharsets.US_ASCII).indexOf("\"figure\"");
        int blocks = new String(whole, StandardCharsets.US_ASCII).indexOf("\"blocks\"");
        int judged = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] twin = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                twin[figure + random.nextInt(blocks - figure)] =
                        likely[random.nextInt(likely.length)];
            }
            JsonNode json;
            try {
                json = JSON.readTree(twin);
            } catch (JacksonException e) {
                continue;
            }
            judged++;
            assertThat(VERIFIER.verify(json, checkpoint).toJson().get("verdict").isString())
                    .isTrue();
        }
        assertThat(judged).isGreaterThan(3_000);
    }

    /** Finney's compiled checkpoint, the real header and the real read proof of its state. */
    @Test
    void proves_a_real_value_of_finney_from_its_checkpoint() {
        JsonNode warp =
                Fixtures.json("chainspec/finney-grandpa-warp-checkpoint.json")
                        .get("grandpaWarpSyncCheckpoint");
        Checkpoint checkpoint =
                Checkpoint.ofChainSpec(
                        Fixtures.hex(warp.get("finalizedBlockHeader")),
                        Fixtures.hex(warp.get("grandpaAuthoritySet")));
        JsonNode read = Fixtures.json("proofs/bittensor-finney-8867448-read-proof.json");
        List<Bytes> proof = new ArrayList<>();
        read.get("proofNodes").forEach(node -> proof.add(Fixtures.hex(node)));
        for (JsonNode present : read.get("expected").get("present")) {
            Bundle bundle =
                    small(
                            checkpoint.header(),
                            Fixtures.hex(present.get("key")),
                            proof,
                            Fixtures.hex(present.get("value")));
            assertThat(VERIFIER.verify(bundle.toJson(), checkpoint))
                    .isInstanceOf(BundleVerdict.Valid.class);
            Bundle lying =
                    small(
                            checkpoint.header(),
                            Fixtures.hex(present.get("key")),
                            proof,
                            Bytes.ofInts(1));
            assertThat(VERIFIER.verify(lying.toJson(), checkpoint))
                    .isInstanceOfSatisfying(
                            BundleVerdict.Broken.class,
                            broken -> assertThat(broken.name()).isEqualTo("mismatch"));
        }
    }
}
