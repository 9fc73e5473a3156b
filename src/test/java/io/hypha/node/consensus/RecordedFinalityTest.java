package io.hypha.node.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Verdict.BadSignature;
import io.hypha.node.consensus.Verdict.Finalized;
import io.hypha.node.consensus.Verdict.NoSupermajority;
import io.hypha.node.consensus.Verdict.WrongTarget;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Finality as real chains recorded it: what each fixture's README says, negatives included. */
class RecordedFinalityTest {

    private static final String FINNEY = "grandpa/bittensor-finney-8867448-set5-rotation.json";
    private static final String POLKADOT = "grandpa/polkadot-302592-set0.json";
    private static final String COMMIT = "grandpa/commit-message-5105457-set3490.json";
    private static final String TESTNET = "chainspec/testnet-grandpa-justification-5534451.json";

    private final SignatureCheck ed25519 = SignatureCheck.ED25519;
    private final GrandpaVerifier verifier = new GrandpaVerifier();

    private static VoterSet voters(JsonNode fixture, long setId) {
        return VoterSet.decode(setId, Fixtures.hex(fixture.path("authoritiesScale")));
    }

    private static BlockId block(JsonNode fixture) {
        return new BlockId(
                fixture.path("blockNumber").asLong(),
                Hash256.of(Fixtures.hex(fixture.path("blockHash"))));
    }

    @Test
    void finney_8867448_is_final_by_set_5_with_exactly_the_threshold() {
        JsonNode finney = Fixtures.json(FINNEY);
        Header header = Header.decode(Fixtures.hex(finney.path("headerScale")));
        assertThat(header.id()).isEqualTo(block(finney));
        JsonNode expected = finney.path("expected");
        Bytes encoded = Fixtures.hex(finney.path("justification"));
        VoterSet set5 = voters(finney, finney.path("setId").asLong());
        assertThat(verifier.verify(encoded, header.id(), set5))
                .isEqualTo(new Finalized(header.id(), 853, 14, 14, 20));
        assertThat(set5.size()).isEqualTo(expected.path("authorities").asInt());
        assertThat(set5.total()).isEqualTo(expected.path("totalWeight").asLong());
        assertThat(set5.threshold()).isEqualTo(expected.path("thresholdWeight").asLong());
        Justification justification = Justification.decode(encoded);
        assertThat(justification.encode()).isEqualTo(encoded);
        assertThat(justification.round()).isEqualTo(expected.path("round").asLong());
        assertThat(justification.precommits()).hasSize(expected.path("precommits").asInt());
        assertThat(justification.votesAncestries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 4, 6, 7})
    void finney_8867448_is_not_final_by_another_set_id(long setId) {
        JsonNode finney = Fixtures.json(FINNEY);
        Bytes encoded = Fixtures.hex(finney.path("justification"));
        assertThat(verifier.verify(encoded, block(finney), voters(finney, setId)))
                .isInstanceOf(BadSignature.class);
        assertThat(validSignatures(Justification.decode(encoded), setId)).isZero();
    }

    @Test
    void finney_8867448_without_any_one_precommit_lacks_the_supermajority() {
        JsonNode finney = Fixtures.json(FINNEY);
        Justification whole = Justification.decode(Fixtures.hex(finney.path("justification")));
        for (int left = 0; left < whole.precommits().size(); left++) {
            List<Precommit> votes = new ArrayList<>(whole.precommits());
            votes.remove(left);
            Justification less = new Justification(whole.round(), whole.target(), votes, List.of());
            assertThat(verifier.verify(less.encode(), block(finney), voters(finney, 5)))
                    .isEqualTo(new NoSupermajority(block(finney), 13, 14));
        }
    }

    @Test
    void finney_8867448_announces_set_6_at_once() {
        JsonNode finney = Fixtures.json(FINNEY);
        JsonNode expected = finney.path("expected").path("scheduledChange");
        Header header = Header.decode(Fixtures.hex(finney.path("headerScale")));
        AuthorityChange change = AuthorityChange.in(header);
        List<Authority> next =
                Authority.decodeList(Fixtures.hex(expected.path("nextAuthoritiesScale")));
        assertThat(change)
                .isEqualTo(new AuthorityChange.Scheduled(next, expected.path("delay").asLong()));
        assertThat(next).hasSize(expected.path("nextAuthoritiesCount").asInt());
        AuthoritySets.Step step = new Checkpoint(header, voters(finney, 5)).setsAfter();
        assertThat(step)
                .isEqualTo(
                        new AuthoritySets.Advanced(
                                AuthoritySets.startingAfter(header.id(), new VoterSet(6, next)),
                                true));
    }

    @Test
    void the_checkpoint_of_the_finney_chain_spec_is_the_same_block_and_set() {
        JsonNode finney = Fixtures.json(FINNEY);
        for (String file : List.of("finney-grandpa-warp-checkpoint.json", "finney-light.json")) {
            JsonNode spec = Fixtures.json("chainspec/" + file).path("grandpaWarpSyncCheckpoint");
            Checkpoint checkpoint =
                    Checkpoint.ofChainSpec(
                            Fixtures.hex(spec.path("finalizedBlockHeader")),
                            Fixtures.hex(spec.path("grandpaAuthoritySet")));
            assertThat(checkpoint.header().id()).isEqualTo(block(finney));
            assertThat(checkpoint.signers()).isEqualTo(voters(finney, 5));
            assertThat(
                            verifier.verify(
                                    Fixtures.hex(finney.path("justification")),
                                    checkpoint.header().id(),
                                    checkpoint.signers()))
                    .isInstanceOf(Finalized.class);
        }
    }

    @Test
    void a_checkpoint_that_is_cut_or_too_long_is_refused() {
        JsonNode spec =
                Fixtures.json("chainspec/finney-grandpa-warp-checkpoint.json")
                        .path("grandpaWarpSyncCheckpoint");
        Bytes header = Fixtures.hex(spec.path("finalizedBlockHeader"));
        Bytes set = Fixtures.hex(spec.path("grandpaAuthoritySet"));
        Bytes more = Bytes.ofInts(0);
        assertThatThrownBy(() -> Checkpoint.ofChainSpec(header.slice(0, header.size() - 1), set))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Checkpoint.ofChainSpec(Bytes.concat(header, more), set))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Checkpoint.ofChainSpec(header, set.slice(0, set.size() - 1)))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(() -> Checkpoint.ofChainSpec(header, Bytes.concat(set, more)))
                .isInstanceOf(ScaleException.class);
        assertThatThrownBy(
                        () -> Checkpoint.ofChainSpec(header, Bytes.fromHex("0x050000000000000000")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found none");
    }

    @Test
    void the_author_of_the_finney_checkpoint_is_not_among_the_authors_it_announces() {
        JsonNode finney = Fixtures.json(FINNEY);
        Header header = Header.decode(Fixtures.hex(finney.path("headerScale")));
        assertThat(AuraSeal.slotOf(header)).hasValue(148_917_178L);
        assertThat(header.withoutLastDigestItem().hash().toHex())
                .isEqualTo("0x7dd6c7bf9bd3a05053132ce86b2b54c93fc136bb2339bc7781ebacb16badacdd");
        assertThat(AuraChange.in(header))
                .isInstanceOfSatisfying(
                        AuraChange.AuthoritiesChange.class,
                        change -> {
                            assertThat(change.next()).hasSize(20);
                            assertThat(148_917_178L % 20).isEqualTo(18);
                            assertThat(new AuraSeal().verify(header, change.next()))
                                    .isEqualTo(
                                            new SealVerdict.BadSignature(
                                                    change.next().get(18), 18, 148_917_178L));
                        });
    }

    @Test
    void polkadot_302592_is_final_by_five_of_six() {
        JsonNode polkadot = Fixtures.json(POLKADOT);
        Bytes encoded = Fixtures.hex(polkadot.path("justification"));
        assertThat(verifier.verify(encoded, block(polkadot), voters(polkadot, 0)))
                .isEqualTo(new Finalized(block(polkadot), 439_559, 5, 5, 6));
        assertThat(verifier.verify(encoded, block(polkadot), voters(polkadot, 1)))
                .isInstanceOf(BadSignature.class);
        assertThat(validSignatures(Justification.decode(encoded), 0)).isEqualTo(5);
        assertThat(validSignatures(Justification.decode(encoded), 1)).isZero();
        BlockId next = new BlockId(302_593, block(polkadot).hash());
        assertThat(verifier.verify(encoded, next, voters(polkadot, 0)))
                .isInstanceOf(WrongTarget.class);
    }

    @Test
    void testnet_5534451_is_final_by_set_3_and_no_other() {
        JsonNode testnet = Fixtures.json(TESTNET);
        List<Authority> authorities = new ArrayList<>();
        testnet.path("authorities")
                .forEach(pair ->
                        authorities.add(
                                new Authority(
                                        Hash256.of(Fixtures.hex(pair.get(0))),
                                        pair.get(1).asLong())));
        assertThat(authorities).hasSize(6);
        Bytes encoded = Fixtures.hex(testnet.path("justification"));
        assertThat(encoded.size()).isEqualTo(706);
        long signing = testnet.path("signingSetId").asLong();
        assertThat(verifier.verify(encoded, block(testnet), new VoterSet(signing, authorities)))
                .isEqualTo(new Finalized(block(testnet), 799_276, 5, 5, 6));
        Justification justification = Justification.decode(encoded);
        assertThat(validSignatures(justification, signing)).isEqualTo(5);
        for (long other : new long[] {testnet.path("wrongSetIdThatMustFail").asLong(), 1, 4}) {
            assertThat(verifier.verify(encoded, block(testnet), new VoterSet(other, authorities)))
                    .isInstanceOf(BadSignature.class);
            assertThat(validSignatures(justification, other)).isZero();
        }
    }

    @Test
    void all_signatures_of_a_gossiped_commit_verify_under_the_set_it_carries() {
        JsonNode fixture = Fixtures.json(COMMIT);
        Bytes encoded = Fixtures.hex(fixture.path("commit"));
        Commit commit = Commit.decode(encoded);
        JsonNode expected = fixture.path("expected");
        assertThat(commit.encode()).isEqualTo(encoded);
        assertThat(commit.round()).isEqualTo(fixture.path("round").asLong());
        assertThat(commit.setId()).isEqualTo(fixture.path("setId").asLong());
        assertThat(commit.target()).isEqualTo(block(fixture));
        assertThat(commit.precommits())
                .hasSize(expected.path("precommits").asInt())
                .hasSize(expected.path("signaturePairs").asInt());
        Justification votes =
                new Justification(commit.round(), commit.target(), commit.precommits(), List.of());
        assertThat(validSignatures(votes, commit.setId()))
                .isEqualTo(expected.path("validSignatures").asInt());
        assertThat(validSignatures(votes, commit.setId() + 1)).isZero();
        for (int size = 0; size < encoded.size(); size++) {
            Bytes cut = encoded.slice(0, size);
            assertThatThrownBy(() -> Commit.decode(cut)).isInstanceOf(ScaleException.class);
        }
        assertThatThrownBy(() -> Commit.decode(Bytes.concat(encoded, Bytes.ofInts(0))))
                .isInstanceOf(ScaleException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"polkadot", "rococo_v2_2", "westend2"})
    void reads_the_authorities_and_set_id_in_front_of_a_light_sync_authority_set(String chain) {
        JsonNode checkpoint = Fixtures.json("grandpa/checkpoint-" + chain + ".json.gz");
        JsonNode expected = checkpoint.path("expected");
        ScaleCodecReader reader =
                new ScaleCodecReader(Fixtures.hex(checkpoint.path("grandpaAuthoritySet")));
        List<Authority> authorities = Authority.readList(reader);
        assertThat(authorities).hasSize(expected.path("currentAuthorities").asInt());
        assertThat(Authority.encodeList(authorities))
                .isEqualTo(Fixtures.hex(expected.path("authoritiesScale")));
        assertThat(reader.readLong()).isEqualTo(expected.path("currentSetId").asLong());
        assertThat(new VoterSet(1, authorities).size()).isEqualTo(authorities.size());
    }

    @Test
    void a_polkadot_header_announces_its_next_voters() {
        Header header = Header.decode(Fixtures.bytes("grandpa/header-polkadot-512271.scale"));
        assertThat(AuthorityChange.in(header))
                .isInstanceOfSatisfying(
                        AuthorityChange.Scheduled.class,
                        change -> {
                            assertThat(change.next()).hasSize((7887 - 7) / 40);
                            assertThat(change.delay()).isZero();
                        });
    }

    @Test
    void a_second_implementation_of_ed25519_agrees() {
        GrandpaVerifier second = new GrandpaVerifier(GrandpaVerifierTest.BOUNCY);
        JsonNode finney = Fixtures.json(FINNEY);
        Bytes encoded = Fixtures.hex(finney.path("justification"));
        assertThat(second.verify(encoded, block(finney), voters(finney, 5)))
                .isInstanceOf(Finalized.class);
        assertThat(second.verify(encoded, block(finney), voters(finney, 6)))
                .isInstanceOf(BadSignature.class);
    }

    @Test
    void no_bit_of_a_recorded_justification_can_be_flipped() {
        for (String file : List.of(FINNEY, POLKADOT)) {
            JsonNode fixture = Fixtures.json(file);
            Bytes encoded = Fixtures.hex(fixture.path("justification"));
            VoterSet set = voters(fixture, fixture.path("setId").asLong());
            Random random = new Random(5);
            for (int at = 0; at < encoded.size(); at++) {
                byte[] flipped = encoded.toArray();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                assertThat(verifier.verify(Bytes.of(flipped), block(fixture), set))
                        .as("%s, byte %s", file, at)
                        .isNotInstanceOf(Finalized.class);
            }
            assertThat(
                            verifier.verify(
                                            encoded.slice(0, encoded.size() - 1),
                                            block(fixture),
                                            set)
                                    .name())
                    .isEqualTo("malformed");
            assertThat(
                            verifier.verify(
                                            Bytes.concat(encoded, Bytes.ofInts(0)),
                                            block(fixture),
                                            set)
                                    .name())
                    .isEqualTo("malformed");
        }
    }

    private int validSignatures(Justification justification, long setId) {
        return (int)
                justification.precommits().stream()
                        .filter(vote ->
                                ed25519.isValid(
                                        vote.voter(),
                                        vote.signedMessage(justification.round(), setId),
                                        vote.signature().toArray()))
                        .count();
    }
}
