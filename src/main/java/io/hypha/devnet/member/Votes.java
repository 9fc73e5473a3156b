package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.network.message.GrandpaMessage.Phase;
import io.hypha.node.network.message.GrandpaVote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The votes of one set that were seen and checked, by round; of old rounds none. Of one voter at
 * most two of a kind are kept in a round: more add nothing, and must not fill the memory.
 */
final class Votes {

    private static final int MAX_TARGETS_OF_A_VOTER = 2;

    private record Slate(Phase phase, BlockId target) {}

    private static final class Round {
        final Map<Slate, Map<Hash256, GrandpaVote>> slates = new LinkedHashMap<>();
    }

    /** A block that a supermajority voted for in one round. */
    record Majority(long round, BlockId target) {}

    private final VoterSet voters;
    private final TreeMap<Long, Round> rounds = new TreeMap<>();

    Votes(VoterSet voters) {
        this.voters = voters;
    }

    VoterSet voters() {
        return voters;
    }

    boolean has(long round, Phase phase, BlockId target, Hash256 voter) {
        Round known = rounds.get(round);
        return known != null
                && known.slates.getOrDefault(new Slate(phase, target), Map.of()).containsKey(voter);
    }

    /** Whether one more vote of this voter would be kept. */
    boolean hasRoomFor(long round, Phase phase, Hash256 voter) {
        Round known = rounds.get(round);
        return known == null
                || known.slates.entrySet().stream()
                                .filter(each ->
                                        each.getKey().phase() == phase
                                                && each.getValue().containsKey(voter))
                                .count()
                        < MAX_TARGETS_OF_A_VOTER;
    }

    void add(long round, Phase phase, GrandpaVote vote) {
        rounds.computeIfAbsent(round, _ -> new Round())
                .slates
                .computeIfAbsent(new Slate(phase, vote.target()), _ -> new LinkedHashMap<>())
                .put(vote.voter(), vote);
    }

    /** Forgets rounds before this one. */
    void forgetBefore(long round) {
        rounds.headMap(round).clear();
    }

    /** Forgets votes for blocks at or below a final one. */
    void forgetUpTo(long number) {
        for (Round round : rounds.values()) {
            round.slates.keySet().removeIf(slate -> slate.target().number() <= number);
        }
        rounds.values().removeIf(round -> round.slates.isEmpty());
    }

    /** The newest round in which a supermajority voted for one block of a height. */
    Optional<Majority> newest(Phase phase, long number) {
        for (Map.Entry<Long, Round> each : rounds.descendingMap().entrySet()) {
            for (Map.Entry<Slate, Map<Hash256, GrandpaVote>> slate :
                    each.getValue().slates.entrySet()) {
                if (slate.getKey().phase() == phase
                        && slate.getKey().target().number() == number
                        && isMajority(slate.getValue())) {
                    return Optional.of(new Majority(each.getKey(), slate.getKey().target()));
                }
            }
        }
        return Optional.empty();
    }

    boolean isMajority(long round, Phase phase, BlockId target) {
        Round known = rounds.get(round);
        return known != null
                && isMajority(known.slates.getOrDefault(new Slate(phase, target), Map.of()));
    }

    private boolean isMajority(Map<Hash256, GrandpaVote> slate) {
        long weight = 0;
        for (Hash256 voter : slate.keySet()) {
            weight += voters.weightOf(voter);
        }
        return Long.compareUnsigned(weight, voters.threshold()) >= 0;
    }

    List<GrandpaVote> of(long round, Phase phase, BlockId target) {
        Round known = rounds.get(round);
        return known == null
                ? List.of()
                : new ArrayList<>(
                        known.slates.getOrDefault(new Slate(phase, target), Map.of()).values());
    }
}
