package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One member of a shared chain, without threads, sockets and clock: slots, blocks and votes come
 * in, actions go out. Only children of the newest final block are built on, checked and voted for,
 * so there is never more than one block that is not final on the best chain, and no fork is kept.
 *
 * <p>One thread at a time.
 *
 * @param <P> how the network names a peer
 */
final class MemberMachine<P> {

    private final Ledger ledger;
    private final Voting voting;
    private final GrandpaVerifier grandpa;
    private final Map<Hash256, Header> children = new HashMap<>();

    /** Proof that a child is final whose block has not come yet. */
    private @Nullable Justification decision;

    private long slot;

    MemberMachine(Ledger ledger, Voting.Signer signer, SignatureCheck ed25519) {
        this.ledger = ledger;
        this.grandpa = new GrandpaVerifier(ed25519);
        this.voting = new Voting(signer, ed25519, ledger.head(), ledger.voters(), ledger.kept());
    }

    /** Goes on where this member was stopped: with the block that its last vote locked. */
    List<Action<P>> restore(long nowSlot) {
        List<Action<P>> actions = new ArrayList<>();
        slot = nowSlot;
        ledger.locked().ifPresent(block -> take(block, actions, _ -> {}));
        return actions;
    }

    /**
     * A slot begins: its author makes a block, unless one waits for its finality; then that is told
     * again, and the votes that are known.
     */
    List<Action<P>> startSlot(long now) {
        List<Action<P>> actions = new ArrayList<>();
        slot = Math.max(slot, now);
        if (children.isEmpty()
                && decision == null
                && now > ledger.headSlot()
                && now > voting.round()
                && ledger.canAuthor(now)) {
            Header own = ledger.propose(now);
            children.put(own.hash(), own);
            actions.add(new Action.Announce<>(own));
            carryOut(voting.startRound(now), actions);
            carryOut(voting.child(own.id(), now), actions);
            return actions;
        }
        if (!children.isEmpty()) {
            voting.preferred()
                    .map(block -> children.get(block.hash()))
                    .ifPresent(header -> actions.add(new Action.Announce<>(header)));
            voting.reminders().forEach(each -> actions.add(new Action.Gossip<>(each)));
        }
        carryOut(voting.startRound(now), actions);
        return actions;
    }

    /** A peer says that it has a block. */
    List<Action<P>> announced(P peer, BlockId parent, BlockId block) {
        if (block.number() == ledger.head().number() + 1
                && parent.hash().equals(ledger.head().hash())) {
            return ledger.knows(block.hash())
                    ? List.of()
                    : List.of(new Action.FetchBlock<>(peer, block.hash()));
        }
        return standsAt(peer, block.number());
    }

    /** A peer has a block of this number, final or not. */
    List<Action<P>> standsAt(P peer, long number) {
        long next = ledger.head().number() + 1;
        return number > next || (number == next && (children.isEmpty() || decision != null))
                ? List.of(new Action.FetchFrom<>(peer, next))
                : List.of();
    }

    /** Blocks that a peer sent when it was asked, upwards. */
    List<Action<P>> fetched(P peer, List<Ledger.Block> blocks) {
        List<Action<P>> actions = new ArrayList<>();
        Consumer<String> accuse = reason -> actions.add(new Action.Accuse<>(peer, reason));
        for (Ledger.Block block : blocks) {
            if (block.header().number() > ledger.head().number() && !take(block, actions, accuse)) {
                break;
            }
        }
        return actions;
    }

    /** Whether the next block may be looked at too. */
    private boolean take(Ledger.Block block, List<Action<P>> actions, Consumer<String> accuse) {
        Header header = block.header();
        Hash256 hash = header.hash();
        if (!ledger.knows(hash)) {
            switch (ledger.check(header, block.body(), slot + Voting.ROUNDS_AHEAD)) {
                case Ledger.Opinion.Good _ -> {}
                case Ledger.Opinion.NotNext _ -> {
                    return false;
                }
                case Ledger.Opinion.Wrong(String reason) -> {
                    accuse.accept("block " + header.id() + ": " + reason);
                    return false;
                }
            }
        }
        if (block.justification().isPresent()) {
            Bytes proof = block.justification().get();
            Verdict verdict = grandpa.verify(proof, header.id(), ledger.voters());
            if (!(verdict instanceof Verdict.Finalized)) {
                accuse.accept("justification of " + header.id() + ": " + verdict.reason());
                return false;
            }
            finish(hash, proof, actions);
            return true;
        }
        Justification proof = decision;
        if (proof != null && proof.target().hash().equals(hash)) {
            finish(hash, proof.encode(), actions);
            return true;
        }
        if (children.putIfAbsent(hash, header) == null) {
            actions.add(new Action.Announce<>(header));
        }
        carryOut(voting.child(header.id(), AuraSeal.slotOf(header).orElse(0)), actions);
        return !ledger.head().hash().equals(header.parentHash());
    }

    /** A vote for a child that is not here makes it worth fetching. */
    List<Action<P>> vote(P peer, GrandpaMessage.Vote vote) {
        List<Action<P>> actions = new ArrayList<>();
        BlockId target = vote.vote().target();
        long next = ledger.head().number() + 1;
        boolean member =
                vote.setId() == ledger.voters().setId()
                        && ledger.voters().contains(vote.vote().voter());
        if (member && target.number() == next && !ledger.knows(target.hash())) {
            actions.add(new Action.FetchBlock<>(peer, target.hash()));
        } else if (member && target.number() > next) {
            actions.add(new Action.FetchFrom<>(peer, next));
        }
        carryOut(voting.vote(vote), actions);
        return actions;
    }

    /** A peer shows the prevotes of a round that we may have missed. */
    List<Action<P>> catchUp(P peer, GrandpaMessage.CatchUp shown) {
        List<Action<P>> actions = new ArrayList<>();
        carryOut(voting.proof(shown), actions);
        voting.wanted()
                .filter(block -> !ledger.knows(block.hash()))
                .ifPresent(block -> actions.add(new Action.FetchBlock<>(peer, block.hash())));
        return actions;
    }

    /** A peer says that a block is final, and shows the votes. */
    List<Action<P>> commit(P peer, Bytes encoded) {
        Commit commit;
        try {
            commit = Commit.decode(encoded);
        } catch (ScaleException e) {
            return List.of(new Action.Accuse<>(peer, "a commit: " + e.getMessage()));
        }
        BlockId target = commit.target();
        if (target.number() <= ledger.head().number()) {
            return List.of();
        }
        if (target.number() > ledger.head().number() + 1
                || commit.setId() != ledger.voters().setId()) {
            return standsAt(peer, target.number());
        }
        Justification proof =
                new Justification(commit.round(), target, commit.precommits(), List.of());
        Verdict verdict = grandpa.verify(proof, target, ledger.voters());
        if (!(verdict instanceof Verdict.Finalized)) {
            return List.of(new Action.Accuse<>(peer, "a commit: " + verdict.reason()));
        }
        List<Action<P>> actions = new ArrayList<>();
        conclude(proof, actions);
        if (ledger.head().number() < target.number()) {
            actions.add(new Action.FetchBlock<>(peer, target.hash()));
        }
        return actions;
    }

    private void carryOut(List<Voting.Effect> effects, List<Action<P>> actions) {
        for (Voting.Effect effect : effects) {
            switch (effect) {
                case Voting.Effect.Keep(Ballot ballot) -> ledger.keep(ballot);
                case Voting.Effect.Send(GrandpaMessage.Vote vote) ->
                        actions.add(new Action.Gossip<>(vote));
                case Voting.Effect.Decide(Justification proof, long _) -> conclude(proof, actions);
            }
        }
    }

    /** Makes the proven child final, now or as soon as its block is here. */
    private void conclude(Justification proof, List<Action<P>> actions) {
        Hash256 child = proof.target().hash();
        if (ledger.knows(child)) {
            finish(child, proof.encode(), actions);
        } else {
            decision = proof;
        }
    }

    private void finish(Hash256 child, Bytes justification, List<Action<P>> actions) {
        ledger.accept(child, justification);
        children.clear();
        decision = null;
        voting.advance(ledger.head(), ledger.voters());
        // Votes for the child of the new head may be here already.
        carryOut(voting.resume(), actions);
    }
}
