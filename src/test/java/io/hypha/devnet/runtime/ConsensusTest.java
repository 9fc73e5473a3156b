package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsensusTest {

    private static Consensus.Neuron validator(long stake, int first, int second) {
        return new Consensus.Neuron(
                stake, true, List.of(new Consensus.Vote(3, first), new Consensus.Vote(4, second)));
    }

    private static Consensus.Neuron miner() {
        return new Consensus.Neuron(0, false, List.of());
    }

    @Test
    void agreement_is_trusted_and_earns_by_stake() {
        Consensus.Result result =
                new Consensus(
                                List.of(
                                        validator(600, 3, 1),
                                        validator(300, 3, 1),
                                        validator(100, 3, 1),
                                        miner(),
                                        miner()))
                        .run();
        assertThat(result.validatorTrust().subList(0, 3)).allMatch(trust -> trust >= 65_533);
        assertThat(result.dividends().get(0)).isBetween(39_320, 39_322);
        assertThat(result.incentive().get(3)).isBetween(49_150, 49_152);
        assertThat(result.dividends().subList(3, 5)).containsOnly(0);
    }

    @Test
    void a_minority_is_clipped_to_what_the_majority_grants() {
        Consensus.Result result =
                new Consensus(
                                List.of(
                                        validator(600, 3, 1),
                                        validator(300, 3, 1),
                                        validator(100, 0, 1),
                                        miner(),
                                        miner()))
                        .run();
        assertThat(result.consensus().get(4)).isBetween(16_382, 16_384);
        assertThat(result.validatorTrust().get(2)).isBetween(16_382, 16_384);
        assertThat(result.dividends().get(2)).isLessThan(65_535 / 10 / 3);
    }

    @Test
    void who_does_not_vote_earns_nothing() {
        Consensus.Result result =
                new Consensus(
                                List.of(
                                        validator(600, 3, 1),
                                        new Consensus.Neuron(300, true, List.of()),
                                        new Consensus.Neuron(
                                                100, false, List.of(new Consensus.Vote(3, 1))),
                                        miner(),
                                        miner()))
                        .run();
        assertThat(result.dividends().subList(1, 3)).containsOnly(0);
        assertThat(result.dividends().getFirst()).isEqualTo(65_535);
    }

    @Test
    void nobody_votes_and_nobody_earns() {
        Consensus.Result result = new Consensus(List.of(miner(), miner())).run();
        assertThat(result.dividends()).containsOnly(0);
        assertThat(result.incentive()).containsOnly(0);
    }
}
