package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.GrandpaMessage.Phase;
import io.hypha.node.network.message.GrandpaVote;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which child of the newest final block becomes final next: one member's part in it. Pure:
 * rounds, blocks and votes come in, effects go out.
 *
 * <p>A round is an Aura slot. In each a member prevotes once and precommits at most once, and only
 * for children of the final block: a precommit when a supermajority of prevotes of the same round
 * is there, which locks it. A locked member prevotes its lock, until it has seen a supermajority of
 * prevotes for another child in a round after the lock's. A block with a supermajority of
 * precommits of one round is decided. Why no two children can be: docs/decisions/0008.
 */
final class Voting {

    /** Rounds ahead of ours in which votes are taken: clocks differ a little. */
    static final long ROUNDS_AHEAD = 2;

    /** Rounds behind ours in which single votes are taken. Older ones come as a proof. */
    static final long ROUNDS_BEHIND = 32;

    /** Signs for a voter whose key is held here; empty for any other. */
    @FunctionalInterface
    interface Signer {
        Optional<Bytes> sign(Hash256 voter, byte[] message);
    }

    /** What is to be done, in this order. */
    sealed interface Effect {

        /** Must be on disk before the next effect: what follows is bound by it. */
        record Keep(Ballot ballot) implements Effect {}

        /** A vote for all other members: our own, or one that they may not have. */
        record Send(GrandpaMessage.Vote vote) implements Effect {}

        /** The child is final, by these precommits. */
        record Decide(Justification justification, long setId) implements Effect {}
    }

    private final Signer signer;
    private final SignatureCheck check;
    private final Map<BlockId, Long> children = new LinkedHashMap<>();
    private BlockId head;
    private Votes votes;
    private Ballot ballot;

    /** The newest that is known for a child of the head. */
    private @Nullable PrevoteProof proof;

    private long round;
    private boolean decided;

    Voting(Signer signer, SignatureCheck check, BlockId head, VoterSet voters, Ballot kept) {
        this.signer = signer;
        this.check = check;
        this.head = head;
        this.votes = new Votes(voters);
        this.ballot = kept;
        this.round = Math.max(kept.prevoteRound(), kept.lockRound());
        if (kept.binds(head)) {
            this.proof = new PrevoteProof(kept.lockRound(), kept.lock(), kept.proof());
        }
    }

    BlockId head() {
        return head;
    }

    long round() {
        return round;
    }

    VoterSet voters() {
        return votes.voters();
    }

    /** The child that this member would prevote now. */
    Optional<BlockId> preferred() {
        PrevoteProof newest = proof;
        boolean usable = newest != null && children.containsKey(newest.target());
        if (ballot.binds(head)) {
            return Optional.of(
                    newest != null && usable && newest.round() > ballot.lockRound()
                            ? newest.target()
                            : ballot.lock());
        }
        return newest != null && usable
                ? Optional.of(newest.target())
                : children.entrySet().stream()
                        .min(
                                Map.Entry.<BlockId, Long>comparingByValue()
                                        .thenComparing(each -> each.getKey().hash()))
                        .map(Map.Entry::getKey);
    }

    /** The child that a supermajority prevoted: without its block nothing can be done. */
    Optional<BlockId> wanted() {
        return Optional.ofNullable(proof).map(PrevoteProof::target);
    }

    /** A slot begins. One that is not above the newest round is none: clocks may be set back. */
    List<Effect> startRound(long slot) {
        if (slot <= round) {
            return List.of();
        }
        round = slot;
        votes.forgetBefore(round - ROUNDS_BEHIND);
        return step();
    }

    /** A child of the head was checked and is good, or an own one was made. */
    List<Effect> child(BlockId block, long slot) {
        children.putIfAbsent(block, slot);
        return step();
    }

    /**
     * Takes a vote from anybody.
     *
     * @return empty also when it is of no use: another set, no member, known, badly signed, too far
     *     ahead; a good new one is among the effects, to be passed on
     */
    List<Effect> vote(GrandpaMessage.Vote message) {
        GrandpaVote vote = message.vote();
        Phase phase = message.phase();
        if (message.setId() != voters().setId()
                || !voters().contains(vote.voter())
                || phase == Phase.PROPOSE
                || vote.target().number() <= head.number()
                || message.round() > round + ROUNDS_AHEAD
                || message.round() < round - ROUNDS_BEHIND
                || votes.has(message.round(), phase, vote.target(), vote.voter())
                || !votes.hasRoomFor(message.round(), phase, vote.voter())) {
            return List.of();
        }
        if (!VoteSignature.isValid(check, phase, vote, message.round(), message.setId())) {
            return List.of();
        }
        votes.add(message.round(), phase, vote);
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Send(message));
        effects.addAll(step());
        return effects;
    }

    /**
     * Takes the prevotes of a round, which may be long ago, where they are a supermajority for one
     * child of the head and newer than what is known.
     */
    List<Effect> proof(GrandpaMessage.CatchUp shown) {
        if (shown.round() > round + ROUNDS_AHEAD
                || (proof != null && shown.round() <= proof.round())) {
            return List.of();
        }
        Optional<PrevoteProof> judged =
                PrevoteProof.of(shown, voters(), check)
                        .filter(good -> good.target().number() == head.number() + 1);
        if (judged.isEmpty()) {
            return List.of();
        }
        proof = judged.get();
        return step();
    }

    /** The store has a new final block. */
    void advance(BlockId newHead, VoterSet newVoters) {
        head = newHead;
        children.clear();
        proof = null;
        decided = false;
        if (newVoters.equals(voters())) {
            votes.forgetUpTo(newHead.number());
        } else {
            votes = new Votes(newVoters);
        }
    }

    /** What can be done after {@link #advance}: votes about the new head's children may be here. */
    List<Effect> resume() {
        return step();
    }

    /** What others may have missed: our newest votes, and the newest supermajority of prevotes. */
    List<GrandpaMessage> reminders() {
        List<GrandpaMessage> all = new ArrayList<>();
        PrevoteProof newest = proof;
        if (newest != null) {
            all.add(newest.message(voters().setId(), head));
        }
        addOwn(all, ballot.prevoteRound(), Phase.PREVOTE, ballot.prevote());
        addOwn(all, ballot.lockRound(), Phase.PRECOMMIT, ballot.lock());
        return all;
    }

    private void addOwn(List<GrandpaMessage> all, long inRound, Phase phase, BlockId target) {
        votes.of(inRound, phase, target)
                .forEach(vote ->
                        all.add(new GrandpaMessage.Vote(inRound, voters().setId(), phase, vote)));
    }

    /** Does what can be done now: prevote, precommit, decide. */
    private List<Effect> step() {
        List<Effect> effects = new ArrayList<>();
        learn();
        if (!decided && ballot.prevoteRound() < round) {
            preferred().ifPresent(target -> prevote(target, effects));
        }
        if (!decided && ballot.lockRound() < round && ballot.prevoteRound() <= round) {
            children.keySet().stream()
                    .filter(target -> votes.isMajority(round, Phase.PREVOTE, target))
                    .findFirst()
                    .ifPresent(target -> precommit(target, effects));
        }
        votes.newest(Phase.PRECOMMIT, head.number() + 1)
                .filter(_ -> !decided)
                .ifPresent(found -> decide(found, effects));
        return effects;
    }

    private void learn() {
        votes.newest(Phase.PREVOTE, head.number() + 1)
                .filter(found -> proof == null || found.round() > proof.round())
                .ifPresent(found ->
                        proof =
                                new PrevoteProof(
                                        found.round(),
                                        found.target(),
                                        votes.of(found.round(), Phase.PREVOTE, found.target())));
    }

    private void prevote(BlockId target, List<Effect> effects) {
        ballot = ballot.prevoted(round, target);
        effects.add(new Effect.Keep(ballot));
        cast(Phase.PREVOTE, target, effects);
    }

    private void precommit(BlockId target, List<Effect> effects) {
        ballot = ballot.precommitted(round, target, votes.of(round, Phase.PREVOTE, target));
        effects.add(new Effect.Keep(ballot));
        cast(Phase.PRECOMMIT, target, effects);
    }

    private void cast(Phase phase, BlockId target, List<Effect> effects) {
        byte[] message = VoteSignature.message(phase, target, round, voters().setId());
        for (Hash256 voter : voters().keys()) {
            Optional<Bytes> signature = signer.sign(voter, message);
            if (signature.isPresent()) {
                GrandpaVote vote = new GrandpaVote(target, signature.get(), voter);
                votes.add(round, phase, vote);
                effects.add(
                        new Effect.Send(
                                new GrandpaMessage.Vote(round, voters().setId(), phase, vote)));
            }
        }
    }

    private void decide(Votes.Majority found, List<Effect> effects) {
        decided = true;
        List<Precommit> precommits =
                votes.of(found.round(), Phase.PRECOMMIT, found.target()).stream()
                        .sorted(Comparator.comparing(GrandpaVote::voter))
                        .map(vote -> new Precommit(vote.target(), vote.signature(), vote.voter()))
                        .toList();
        effects.add(
                new Effect.Decide(
                        new Justification(found.round(), found.target(), precommits, List.of()),
                        voters().setId()));
    }
}
