package io.hypha.node.consensus;

import static io.hypha.node.consensus.TestVoters.aHeader;
import static io.hypha.node.consensus.TestVoters.forced;
import static io.hypha.node.consensus.TestVoters.grandpa;
import static io.hypha.node.consensus.TestVoters.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WarpVerifierTest {

    private static final TestVoters THREE = TestVoters.fake(3, 1, 1, 1, 1);
    private static final TestVoters FOUR = TestVoters.fake(4, 2, 2, 2);
    private static final TestVoters FIVE = TestVoters.fake(5, 1, 1, 1, 1, 1, 1, 1);

    private static final Header H10 =
            aHeader(10, Hash256.ZERO, 0, scheduled(FOUR.authorities(), 0));
    private static final Header H20 =
            aHeader(20, Hash256.ZERO, 0, scheduled(FIVE.authorities(), 0));
    private static final Header H30 = aHeader(30, Hash256.ZERO, 0);

    private final WarpVerifier verifier =
            new WarpVerifier(new GrandpaVerifier(TestVoters.FAKE_CHECK));

    private static WarpProof.Fragment fragment(Header header, TestVoters signers) {
        return new WarpProof.Fragment(
                header, signers.aJustification().target(header.id()).votes(7, header.id()).build());
    }

    private WarpVerdict verify(long start, boolean finished, WarpProof.Fragment... fragments) {
        return verifier.verify(
                new WarpProof(List.of(fragments), finished).encode(), start, THREE.set());
    }

    @Test
    void hops_from_set_to_set_and_ends_at_the_newest_justified_block() {
        WarpVerdict verdict =
                verify(9, true, fragment(H10, THREE), fragment(H20, FOUR), fragment(H30, FIVE));
        assertThat(verdict)
                .isEqualTo(new WarpVerdict.Valid(true, List.of(H10, H20, H30), FIVE.set()));
        assertThat(((WarpVerdict.Valid) verdict).last()).contains(H30.id());
    }

    @Test
    void an_unfinished_proof_ends_with_a_change_of_set() {
        assertThat(verify(9, false, fragment(H10, THREE), fragment(H20, FOUR)))
                .isEqualTo(new WarpVerdict.Valid(false, List.of(H10, H20), FIVE.set()));
        assertThat(verify(9, false, fragment(H10, THREE), fragment(H30, FOUR)))
                .isEqualTo(new WarpVerdict.MissingSetChange(1, H30.id()));
    }

    @Test
    void an_empty_proof_says_that_there_is_nothing_newer() {
        WarpVerdict verdict = verify(9, true);
        assertThat(verdict).isEqualTo(new WarpVerdict.Valid(true, List.of(), THREE.set()));
        assertThat(((WarpVerdict.Valid) verdict).last()).isEmpty();
        assertThat(verify(9, false))
                .isEqualTo(new WarpVerdict.Valid(false, List.of(), THREE.set()));
    }

    @Test
    void heights_rise_from_the_start_on() {
        assertThat(verify(10, true, fragment(H10, THREE)))
                .isEqualTo(new WarpVerdict.NotRising(0, 10, 10));
        assertThat(verify(WarpVerifier.ANY_BLOCK, true, fragment(H10, THREE), fragment(H10, FOUR)))
                .isEqualTo(new WarpVerdict.NotRising(1, 10, 10));
        Header genesis = aHeader(0, Hash256.ZERO, 0);
        assertThat(verify(WarpVerifier.ANY_BLOCK, true, fragment(genesis, THREE)))
                .isInstanceOf(WarpVerdict.Valid.class);
    }

    @Test
    void a_block_without_change_may_only_come_last() {
        assertThat(
                        verify(
                                9,
                                true,
                                fragment(H30, THREE),
                                fragment(aHeader(40, Hash256.ZERO, 0), THREE)))
                .isEqualTo(new WarpVerdict.MissingSetChange(0, H30.id()));
        Header paused = aHeader(12, Hash256.ZERO, 0, grandpa(Bytes.fromHex("0x0400000000")));
        assertThat(verify(9, false, fragment(paused, THREE)))
                .isEqualTo(new WarpVerdict.MissingSetChange(0, paused.id()));
    }

    @Test
    void no_proof_leads_across_a_forced_change() {
        Header force =
                aHeader(
                        12,
                        Hash256.ZERO,
                        0,
                        scheduled(FOUR.authorities(), 0),
                        forced(1, FIVE.authorities(), 0));
        assertThat(verify(9, true, fragment(force, THREE)))
                .isEqualTo(new WarpVerdict.ForcedChange(0, force.id()));
    }

    @Test
    void a_change_that_does_not_decode_is_malformed_with_its_fragment() {
        Header odd = aHeader(12, Hash256.ZERO, 0, grandpa(Bytes.ofInts(99)));
        assertThat(verify(9, true, fragment(H10, THREE), fragment(odd, FOUR)))
                .isInstanceOfSatisfying(
                        WarpVerdict.MalformedChange.class,
                        verdict -> {
                            assertThat(verdict.fragment()).isEqualTo(1);
                            assertThat(verdict.name()).isEqualTo("malformed");
                        });
    }

    @Test
    void each_hop_is_signed_by_the_set_before_it() {
        assertThat(verify(9, true, fragment(H10, THREE), fragment(H30, THREE)))
                .isInstanceOfSatisfying(
                        WarpVerdict.Unjustified.class,
                        verdict -> {
                            assertThat(verdict.fragment()).isEqualTo(1);
                            assertThat(verdict.name()).isEqualTo("bad-signature");
                        });
        WarpProof.Fragment mixed = new WarpProof.Fragment(H30, fragment(H20, FOUR).justification());
        assertThat(verify(9, true, fragment(H10, THREE), mixed).name()).isEqualTo("wrong-target");
        WarpProof.Fragment few =
                new WarpProof.Fragment(
                        H10, THREE.aJustification().target(H10.id()).votes(2, H10.id()).build());
        assertThat(verify(9, true, few).name()).isEqualTo("no-supermajority");
    }

    @Test
    void leads_across_the_recorded_rotation_of_finney() {
        JsonNode finney = Fixtures.json("grandpa/bittensor-finney-8867448-set5-rotation.json");
        Bytes proof =
                Bytes.concat(
                        Bytes.ofInts(4),
                        Fixtures.hex(finney.path("headerScale")),
                        Fixtures.hex(finney.path("justification")),
                        Bytes.ofInts(1));
        VoterSet five = VoterSet.decode(5, Fixtures.hex(finney.path("authoritiesScale")));
        WarpVerifier real = new WarpVerifier();
        List<Authority> next =
                Authority.decodeList(
                        Fixtures.hex(
                                finney.path("expected")
                                        .path("scheduledChange")
                                        .path("nextAuthoritiesScale")));
        Header header = Header.decode(Fixtures.hex(finney.path("headerScale")));
        assertThat(real.verify(proof, 8_867_447, five))
                .isEqualTo(new WarpVerdict.Valid(true, List.of(header), new VoterSet(6, next)));
        assertThat(WarpProof.decode(proof).encode()).isEqualTo(proof);
        assertThat(real.verify(proof, 8_867_448, five).name()).isEqualTo("not-rising");
        assertThat(real.verify(proof, 8_867_447, new VoterSet(6, five.authorities())).name())
                .isEqualTo("bad-signature");
    }

    @Test
    void one_byte_short_or_long_is_malformed() {
        Bytes proof = new WarpProof(List.of(fragment(H10, THREE)), true).encode();
        for (int size = 0; size < proof.size(); size++) {
            assertThat(verifier.verify(proof.slice(0, size), 9, THREE.set()))
                    .isInstanceOf(WarpVerdict.Malformed.class);
        }
        assertThat(verifier.verify(Bytes.concat(proof, Bytes.ofInts(0)), 9, THREE.set()).name())
                .isEqualTo("malformed");
        assertThat(verifier.verify(Bytes.fromHex("0x000200"), 9, THREE.set()).name())
                .isEqualTo("malformed");
        assertThat(verifier.verify(Bytes.fromHex("0x0002"), 9, THREE.set()).name())
                .isEqualTo("malformed");
        assertThat(verifier.verify(Bytes.fromHex("0x030000004001"), 9, THREE.set()).name())
                .isEqualTo("malformed");
    }

    @Test
    void any_bytes_lead_to_a_verdict() {
        Random random = new Random(11);
        VoterSet set = THREE.set();
        byte[] proof =
                new WarpProof(List.of(fragment(H10, THREE), fragment(H20, FOUR)), true)
                        .encode()
                        .toArray();
        int malformed = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] mutant = proof.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                mutant = java.util.Arrays.copyOf(mutant, random.nextInt(mutant.length + 3));
            }
            WarpVerdict verdict = verifier.verify(Bytes.of(mutant), 9, set);
            malformed += verdict instanceof WarpVerdict.Malformed ? 1 : 0;
            assertThat(verdict.reason()).isNotBlank();
        }
        assertThat(malformed).isBetween(5_000, 90_000);
    }
}
