package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ExecutedAnswer;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.Optional;

/**
 * What an action would do on the state of one finalized block, and what it costs.
 *
 * @param stateCode BLAKE2b-256 of the runtime's code that answered; empty where none did
 * @param legs its steps in order, each on the state after the one before it; empty for an action
 *     that moves no amount
 * @param limits the limit prices of the action's calls, as {@link StakingCalls#build} takes them;
 *     those of a swap between subnets are no pool's price but a ratio
 * @param chainFee what the chain takes for the transaction
 * @param goingStraightBack TAO that would be missing if every step were undone at once, by our
 *     formula on the pools as the plan leaves them: both pool fees and both impacts, no chain fee
 * @param rehearsal how the runtime took the transaction itself
 * @param warnings sentences for people: it can be done, and has a catch
 * @param alarms sentences for people: two answers that must agree do not
 * @param sentence the whole in words
 * @param answers what the runtime was asked for it, each with its proof
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Plan(
        StakingAction action,
        BlockRef block,
        Optional<Hash256> stateCode,
        List<Leg> legs,
        Limits limits,
        Reading<Rao> chainFee,
        Reading<Rao> goingStraightBack,
        Rehearsal rehearsal,
        List<String> warnings,
        List<String> alarms,
        String sentence,
        List<ExecutedAnswer> answers) {

    public Plan {
        legs = List.copyOf(legs);
        warnings = List.copyOf(warnings);
        alarms = List.copyOf(alarms);
        answers = List.copyOf(answers);
    }

    /** A plan that the runtime was not asked for. */
    public Plan(
            StakingAction action,
            BlockRef block,
            Optional<Hash256> stateCode,
            List<Leg> legs,
            Limits limits,
            Reading<Rao> chainFee,
            Reading<Rao> goingStraightBack,
            Rehearsal rehearsal,
            List<String> warnings,
            List<String> alarms,
            String sentence) {
        this(
                action,
                block,
                stateCode,
                legs,
                limits,
                chainFee,
                goingStraightBack,
                rehearsal,
                warnings,
                alarms,
                sentence,
                List.of());
    }
}
