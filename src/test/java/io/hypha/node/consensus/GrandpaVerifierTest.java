package io.hypha.node.consensus;

import static io.hypha.node.consensus.TestVoters.aHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Verdict.AncestryFlaw;
import io.hypha.node.consensus.Verdict.BadAncestry;
import io.hypha.node.consensus.Verdict.Finalized;
import io.hypha.node.consensus.Verdict.NoSupermajority;
import io.hypha.node.consensus.Verdict.NotGhost;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rules by weight, ancestry and GHOST, on voters of our own. A: 100 ← B: 101 ← C: 102, and
 * siblings.
 */
class GrandpaVerifierTest {

    private static final Header A = aHeader(100, Hash256.ZERO, 0);
    private static final Header B = aHeader(101, A.hash(), 0);
    private static final Header B2 = aHeader(101, A.hash(), 1);
    private static final Header C = aHeader(102, B.hash(), 0);
    private static final Header C2 = aHeader(102, B.hash(), 1);
    private static final Header D = aHeader(103, C.hash(), 0);

    /** Weight 4, threshold 3. */
    private static final TestVoters FOUR = TestVoters.fake(9, 1, 1, 1, 1);

    private final GrandpaVerifier verifier = new GrandpaVerifier(TestVoters.FAKE_CHECK);

    private Verdict judge(TestVoters voters, TestVoters.Builder justification) {
        Justification built = justification.build();
        return verifier.verify(built.encode(), built.target(), voters.set());
    }

    private static TestVoters.Builder of(TestVoters voters, Header target) {
        return voters.aJustification().target(target.id());
    }

    @Test
    void finalizes_with_exactly_the_threshold_and_not_with_one_vote_less() {
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id())))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
        assertThat(judge(FOUR, of(FOUR, A).votes(2, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 2, 3));
    }

    @Test
    void counts_weight_and_not_heads() {
        TestVoters voters = TestVoters.fake(1, 10, 1, 1, 1, 1, 1);
        assertThat(voters.set().threshold()).isEqualTo(11);
        assertThat(judge(voters, of(voters, A).votes(2, A.id())))
                .isEqualTo(new Finalized(A.id(), 7, 11, 11, 6));
        TestVoters.Builder many = of(voters, A);
        for (int i = 1; i < 6; i++) {
            many.vote(i, A.id());
        }
        assertThat(judge(voters, many)).isEqualTo(new NoSupermajority(A.id(), 5, 11));
    }

    @Test
    void counts_weights_above_two_to_the_63_as_unsigned() {
        TestVoters voters = TestVoters.fake(1, -6L, 1, 1, 1);
        assertThat(Long.toUnsignedString(voters.set().total())).isEqualTo("18446744073709551613");
        assertThat(judge(voters, of(voters, A).vote(0, A.id()))).isInstanceOf(Finalized.class);
        assertThat(judge(voters, of(voters, A).vote(1, A.id()).vote(2, A.id()).vote(3, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 3, voters.set().threshold()));
    }

    @Test
    void a_voter_of_weight_zero_is_a_stranger() {
        TestVoters voters = TestVoters.fake(1, 1, 1, 1, 1, 0);
        assertThat(judge(voters, of(voters, A).votes(2, A.id()).vote(4, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 2, 3));
        assertThat(judge(voters, of(voters, A).votes(3, A.id()).vote(4, A.id())))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
    }

    @Test
    void counts_votes_for_descendants_that_are_linked_by_headers() {
        Verdict verdict =
                judge(
                        FOUR,
                        of(FOUR, A)
                                .vote(0, A.id())
                                .vote(1, C.id())
                                .vote(2, B2.id())
                                .ancestry(B, C, B2));
        assertThat(verdict).isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
    }

    @Test
    void the_order_of_the_headers_does_not_matter() {
        for (List<Header> order : List.of(List.of(B, C, D), List.of(D, C, B), List.of(C, D, B))) {
            Header[] headers = order.toArray(Header[]::new);
            assertThat(judge(FOUR, of(FOUR, A).vote(3, D.id()).votes(3, A.id()).ancestry(headers)))
                    .isEqualTo(new Finalized(A.id(), 7, 4, 3, 4));
        }
    }

    @Test
    void refuses_when_a_descendant_of_the_target_has_the_supermajority() {
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .vote(0, B.id())
                                        .vote(1, B.id())
                                        .vote(2, B.id())
                                        .vote(3, A.id())
                                        .ancestry(B)))
                .isEqualTo(new NotGhost(A.id(), B.id()));
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .vote(0, C.id())
                                        .vote(1, C2.id())
                                        .vote(2, B.id())
                                        .vote(3, A.id())
                                        .ancestry(B, C, C2)))
                .isEqualTo(new NotGhost(A.id(), B.id()));
    }

    @Test
    void refuses_when_all_voted_above_the_target() {
        assertThat(judge(FOUR, of(FOUR, A).votes(4, B.id())))
                .isEqualTo(new NotGhost(A.id(), B.id()));
    }

    @Test
    void a_vote_for_the_parent_does_not_count_for_the_target() {
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, B)
                                        .vote(0, B.id())
                                        .vote(1, B.id())
                                        .vote(2, A.id())
                                        .ancestry(B)))
                .isEqualTo(new NoSupermajority(B.id(), 2, 3));
        assertThat(judge(FOUR, of(FOUR, B).votes(3, B.id()).vote(3, A.id()).ancestry(B)))
                .isEqualTo(new Finalized(B.id(), 7, 3, 3, 4));
    }

    @Test
    void refuses_votes_moved_to_another_target() {
        assertThat(judge(FOUR, of(FOUR, B2).votes(4, B.id())))
                .isEqualTo(new NoSupermajority(B2.id(), 0, 3));
    }

    @Test
    void refuses_a_header_that_no_vote_needs() {
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).ancestry(B)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNUSED, B.hash()));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).ancestry(A)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNUSED, A.hash()));
        assertThat(judge(FOUR, of(FOUR, A).ancestry(A)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNUSED, A.hash()));
    }

    @Test
    void refuses_a_header_given_twice() {
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(3, B.id()).ancestry(B, B)))
                .isEqualTo(new BadAncestry(AncestryFlaw.DUPLICATE, B.hash()));
    }

    @Test
    void refuses_a_vote_whose_header_is_missing() {
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(3, C.id()).ancestry(C)))
                .isEqualTo(new BadAncestry(AncestryFlaw.MISSING, B.hash()));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(3, C.id())))
                .isEqualTo(new BadAncestry(AncestryFlaw.MISSING, C.hash()));
    }

    @Test
    void refuses_a_vote_that_passes_the_base() {
        assertThat(judge(FOUR, of(FOUR, B).votes(3, B.id()).vote(3, B2.id()).ancestry(B2)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNLINKED, B2.hash()));
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .votes(3, A.id())
                                        .vote(3, new BlockId(100, B.hash()))
                                        .ancestry(B)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNLINKED, B.hash()));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(3, new BlockId(105, A.hash()))))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNLINKED, A.hash()));
    }

    @Test
    void refuses_headers_whose_numbers_do_not_fit_their_links() {
        Header jump = aHeader(105, A.hash(), 0);
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(3, jump.id()).ancestry(jump)))
                .isEqualTo(new BadAncestry(AncestryFlaw.UNLINKED, A.hash()));
    }

    @Test
    void an_equivocator_counts_once_for_every_block() {
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .votes(2, A.id())
                                        .vote(2, B.id())
                                        .vote(2, B2.id())
                                        .ancestry(B, B2)))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
        // Its votes are for neither B nor below B; it counts for B all the same.
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, B)
                                        .vote(0, B.id())
                                        .vote(1, B.id())
                                        .vote(2, A.id())
                                        .vote(2, B2.id())
                                        .ancestry(B, B2)))
                .isEqualTo(new Finalized(B.id(), 7, 3, 3, 4));
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .vote(0, A.id())
                                        .vote(2, A.id())
                                        .vote(2, B.id())
                                        .ancestry(B)))
                .isEqualTo(new NoSupermajority(A.id(), 2, 3));
    }

    @Test
    void an_equivocator_can_lift_a_descendant_over_the_threshold() {
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .vote(0, B.id())
                                        .vote(1, B.id())
                                        .vote(2, A.id())
                                        .vote(2, B2.id())
                                        .ancestry(B, B2)))
                .isEqualTo(new NotGhost(A.id(), B.id()));
    }

    @Test
    void a_third_distinct_vote_of_one_voter_refuses_the_whole() {
        assertThat(
                        judge(
                                FOUR,
                                of(FOUR, A)
                                        .votes(3, A.id())
                                        .vote(3, A.id())
                                        .vote(3, B.id())
                                        .vote(3, B2.id())
                                        .ancestry(B, B2)))
                .isEqualTo(new Verdict.DoubleEquivocation(FOUR.key(3)));
    }

    @Test
    void the_same_vote_again_is_no_equivocation() {
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).votes(3, A.id()).votes(3, A.id())))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
        assertThat(judge(FOUR, of(FOUR, A).votes(2, A.id()).votes(2, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 2, 3));
    }

    @Test
    void strangers_weigh_nothing_but_must_sign_and_be_linked() {
        assertThat(judge(FOUR, of(FOUR, A).votes(2, A.id()).vote(50, A.id()).vote(51, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 2, 3));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(50, B.id()).ancestry(B)))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).vote(50, B.id())))
                .isEqualTo(new BadAncestry(AncestryFlaw.MISSING, B.hash()));
        Precommit unsigned = new Precommit(A.id(), Bytes.of(new byte[64]), FOUR.key(50));
        assertThat(judge(FOUR, of(FOUR, A).votes(3, A.id()).rawVote(unsigned)))
                .isEqualTo(new Verdict.BadSignature(FOUR.key(50), 7, 9));
    }

    @Test
    void only_strangers_have_no_supermajority() {
        assertThat(judge(FOUR, of(FOUR, A).vote(50, A.id()).vote(51, A.id()).vote(52, A.id())))
                .isEqualTo(new NoSupermajority(A.id(), 0, 3));
        assertThat(judge(FOUR, of(FOUR, A))).isEqualTo(new NoSupermajority(A.id(), 0, 3));
    }

    @Test
    void the_block_that_only_strangers_name_is_no_ghost() {
        TestVoters.Builder strangersAbove = of(FOUR, A).votes(4, A.id());
        for (int i = 50; i < 60; i++) {
            strangersAbove.vote(i, B.id());
        }
        assertThat(judge(FOUR, strangersAbove.ancestry(B)))
                .isEqualTo(new Finalized(A.id(), 7, 4, 3, 4));
    }

    @Test
    void refuses_a_justification_of_another_block() {
        Justification justification = of(FOUR, A).votes(4, A.id()).build();
        BlockId sameHashOtherNumber = new BlockId(101, A.hash());
        assertThat(verifier.verify(justification.encode(), B.id(), FOUR.set()))
                .isEqualTo(new Verdict.WrongTarget(B.id(), A.id()));
        assertThat(verifier.verify(justification.encode(), sameHashOtherNumber, FOUR.set()))
                .isEqualTo(new Verdict.WrongTarget(sameHashOtherNumber, A.id()));
    }

    @Test
    void names_the_first_flaw_in_the_agreed_order() {
        Precommit forged = new Precommit(A.id(), Bytes.of(new byte[64]), FOUR.key(0));
        TestVoters.Builder all =
                of(FOUR, A)
                        .rawVote(forged)
                        .vote(3, A.id())
                        .vote(3, B.id())
                        .vote(3, B2.id())
                        .ancestry(B, B2, D);
        Justification three = all.build();
        assertThat(verifier.verify(three.encode(), B.id(), FOUR.set()).name())
                .isEqualTo("wrong-target");
        assertThat(judge(FOUR, all).name()).isEqualTo("double-equivocation");
        assertThat(judge(FOUR, of(FOUR, A).rawVote(forged).ancestry(D)).name())
                .isEqualTo("bad-ancestry");
        assertThat(judge(FOUR, of(FOUR, A).rawVote(forged)).name()).isEqualTo("no-supermajority");
        assertThat(
                        judge(
                                        FOUR,
                                        of(FOUR, A)
                                                .rawVote(forged)
                                                .vote(1, B.id())
                                                .vote(2, B.id())
                                                .vote(3, B.id())
                                                .ancestry(B))
                                .name())
                .isEqualTo("not-ghost");
        assertThat(judge(FOUR, of(FOUR, A).rawVote(forged).vote(1, A.id()).vote(2, A.id())).name())
                .isEqualTo("bad-signature");
        assertThat(verifier.verify(Bytes.EMPTY, B.id(), FOUR.set()).name()).isEqualTo("malformed");
    }

    @Test
    void a_vote_signs_its_own_target_the_round_and_the_set() {
        TestVoters real = TestVoters.real(9, 1, 1, 1, 1);
        GrandpaVerifier strict = new GrandpaVerifier();
        Justification good = of(real, A).votes(2, A.id()).vote(2, B.id()).ancestry(B).build();
        assertThat(strict.verify(good, A.id(), real.set()))
                .isEqualTo(new Finalized(A.id(), 7, 3, 3, 4));
        assertThat(strict.verify(good, A.id(), real.withSetId(8).set()).name())
                .isEqualTo("bad-signature");
        Justification otherRound =
                new Justification(8, good.target(), good.precommits(), good.votesAncestries());
        assertThat(strict.verify(otherRound, A.id(), real.set()).name()).isEqualTo("bad-signature");
        Precommit moved = new Precommit(A.id(), good.precommits().get(2).signature(), real.key(2));
        Justification relabelled = of(real, A).votes(2, A.id()).rawVote(moved).build();
        assertThat(strict.verify(relabelled, A.id(), real.set()).name()).isEqualTo("bad-signature");
    }

    @Test
    void one_byte_short_or_long_is_malformed() {
        Bytes encoded = of(FOUR, A).votes(3, A.id()).vote(3, B.id()).ancestry(B).build().encode();
        assertThat(verifier.verify(encoded, A.id(), FOUR.set())).isInstanceOf(Finalized.class);
        for (int size = 0; size < encoded.size(); size++) {
            assertThat(verifier.verify(encoded.slice(0, size), A.id(), FOUR.set()).name())
                    .isEqualTo("malformed");
        }
        assertThat(
                        verifier.verify(Bytes.concat(encoded, Bytes.ofInts(0)), A.id(), FOUR.set())
                                .name())
                .isEqualTo("malformed");
    }

    @Test
    void no_single_bit_can_be_flipped_and_still_be_final() {
        Bytes encoded = of(FOUR, A).votes(3, A.id()).vote(3, B.id()).ancestry(B).build().encode();
        for (int bit = 0; bit < encoded.size() * 8; bit++) {
            byte[] flipped = encoded.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verifier.verify(Bytes.of(flipped), A.id(), FOUR.set()))
                    .as("bit %s", bit)
                    .isNotInstanceOf(Finalized.class);
        }
    }

    @Test
    void a_claim_of_a_billion_votes_is_malformed_and_allocates_nothing() {
        Bytes head = of(FOUR, A).build().encode().slice(0, 44);
        Bytes claim = Bytes.concat(head, Bytes.fromHex("0x0300000040"));
        assertThat(verifier.verify(claim, A.id(), FOUR.set()).name()).isEqualTo("malformed");
    }

    @Test
    void any_bytes_lead_to_a_verdict() {
        judgeMutants(100_000, 8_867_448);
    }

    @Test
    @Tag("long")
    void two_million_mutants_lead_to_a_verdict() {
        judgeMutants(2_000_000, 8_867_449);
    }

    private void judgeMutants(int count, long seed) {
        Random random = new Random(seed);
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(
                of(FOUR, A)
                        .votes(3, A.id())
                        .vote(3, C.id())
                        .ancestry(B, C)
                        .build()
                        .encode()
                        .toArray());
        seeds.add(
                of(FOUR, A)
                        .votes(2, A.id())
                        .vote(2, B.id())
                        .vote(2, B2.id())
                        .ancestry(B, B2)
                        .build()
                        .encode()
                        .toArray());
        VoterSet set = FOUR.set();
        int[] verdicts = new int[2];
        for (int i = 0; i < count; i++) {
            byte[] mutant = seeds.get(i % 2).clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                mutant = java.util.Arrays.copyOf(mutant, random.nextInt(mutant.length + 3));
            }
            Verdict verdict = verifier.verify(Bytes.of(mutant), A.id(), set);
            verdicts[verdict instanceof Verdict.Malformed ? 0 : 1]++;
            assertThat(verdict.reason()).isNotBlank();
        }
        assertThat(verdicts[0]).isGreaterThan(count / 20);
        assertThat(verdicts[1]).isGreaterThan(count / 20);
    }

    /** Bouncy Castle's strict check, a second opinion beside the crypto room's ZIP-215. */
    static final SignatureCheck BOUNCY =
            (key, message, signature) ->
                    Ed25519.verify(signature, 0, key.toArray(), 0, message, 0, message.length);
}
