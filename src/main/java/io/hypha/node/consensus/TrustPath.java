package io.hypha.node.consensus;

import io.hypha.node.ProofLink;
import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from the checkpoint to the newest justified block: the last block of each set of voters
 * between, each justified by its set, and the block at the end. Immutable; every step is judged.
 * What is stored or bundled is walked again from the checkpoint, so a file can be wrong but not
 * lie.
 *
 * <p>Set ids are counted from the checkpoint and never read from the chain: finney's own count was
 * wrong more than once. Safety rests on each set by itself: a justification says that two thirds of
 * it finalized a block, and honest voters finalize nothing above the last block of their set.
 */
public final class TrustPath {

    private final Checkpoint checkpoint;
    private final List<Turn> turns;
    private final Header justified;
    private final BlockId block;
    private final Bytes justification;
    private final VoterSet voters;

    /** The end of one set and the set that follows. */
    private record Turn(long number, Fragment fragment, VoterSet next) {}

    private TrustPath(
            Checkpoint checkpoint,
            List<Turn> turns,
            Header justified,
            Bytes justification,
            VoterSet voters) {
        this.checkpoint = checkpoint;
        this.turns = List.copyOf(turns);
        this.justified = justified;
        this.block = justified.id();
        this.justification = justification;
        this.voters = voters;
    }

    /** Where a step leads. */
    public sealed interface Step {}

    /** A newer block is justified. */
    public record Extended(TrustPath path) implements Step {}

    /** The block is not above the end of the path. */
    public record NotNewer(BlockId found) implements Step {}

    /** The voters in office at the end of the path did not finalize it; perhaps others did. */
    public record Refused(Verdict verdict) implements Step {}

    /** It may be final, but from it on the voters cannot be known: a newer checkpoint is needed. */
    public record NeedsCheckpoint(BlockId at, String reason) implements Step {}

    /** The path that has only its beginning; or why the checkpoint is no place to begin. */
    public static Step from(Checkpoint checkpoint) {
        return switch (checkpoint.setsAfter()) {
            case AuthoritySets.Advanced(AuthoritySets sets, boolean enacted) -> {
                Fragment own = new Fragment(checkpoint.header().encode(), Bytes.EMPTY, List.of());
                List<Turn> turns =
                        enacted
                                ? List.of(
                                        new Turn(checkpoint.header().number(), own, sets.voters()))
                                : List.of();
                yield new Extended(
                        new TrustPath(
                                checkpoint,
                                turns,
                                checkpoint.header(),
                                Bytes.EMPTY,
                                sets.voters()));
            }
            case AuthoritySets.NeedsCheckpoint(BlockId at, String reason) ->
                    new NeedsCheckpoint(at, reason);
            case AuthoritySets.NotNext _ ->
                    throw new IllegalStateException("a checkpoint follows nothing");
        };
    }

    /** One step up: {@code header} is final if the voters in office signed {@code proof}. */
    public Step extend(Header header, Bytes proof, GrandpaVerifier grandpa) {
        BlockId next = header.id();
        if (next.number() <= block.number()) {
            return new NotNewer(next);
        }
        Verdict verdict = grandpa.verify(proof, next, voters);
        if (!(verdict instanceof Verdict.Finalized)) {
            return new Refused(verdict);
        }
        return switch (new Checkpoint(header, voters).setsAfter()) {
            case AuthoritySets.Advanced(AuthoritySets sets, boolean enacted) ->
                    new Extended(
                            new TrustPath(
                                    checkpoint,
                                    enacted
                                            ? withTurn(header, proof, List.of(), sets.voters())
                                            : turns,
                                    header,
                                    proof,
                                    sets.voters()));
            case AuthoritySets.NeedsCheckpoint(BlockId at, String reason) ->
                    new NeedsCheckpoint(at, reason);
            case AuthoritySets.NotNext _ -> throw new IllegalStateException("judged by itself");
        };
    }

    /**
     * The end of the path is the last block of its set because an ancestor announced the next one
     * with a delay.
     *
     * @param announcement headers from the announcing one (first) up to the parent of the end of
     *     the path
     */
    public Step enact(List<Header> announcement) {
        if (announcement.isEmpty() || endsHere() || !leadsHere(announcement)) {
            return new NeedsCheckpoint(
                    block, "the announcement does not lead to the last block of the set");
        }
        Header first = announcement.getFirst();
        if (!(AuthorityChange.in(first) instanceof AuthorityChange.Scheduled change)
                || first.number() + change.delay() != block.number()) {
            return new NeedsCheckpoint(block, "no change of voters is announced for this block");
        }
        VoterSet next = voters.next(change.next());
        List<Bytes> encoded = announcement.stream().map(Header::encode).toList();
        return new Extended(
                new TrustPath(
                        checkpoint,
                        withTurn(justified, justification, encoded, next),
                        justified,
                        justification,
                        next));
    }

    private boolean leadsHere(List<Header> ancestors) {
        for (int i = 0; i < ancestors.size(); i++) {
            Header child = i + 1 < ancestors.size() ? ancestors.get(i + 1) : justified;
            if (!child.parentHash().equals(ancestors.get(i).hash())
                    || child.number() != ancestors.get(i).number() + 1) {
                return false;
            }
        }
        return true;
    }

    private boolean endsHere() {
        return !turns.isEmpty() && turns.getLast().number() == block.number();
    }

    private List<Turn> withTurn(
            Header header, Bytes proof, List<Bytes> announcement, VoterSet next) {
        List<Turn> more = new ArrayList<>(turns);
        more.add(
                new Turn(
                        header.number(), new Fragment(header.encode(), proof, announcement), next));
        return more;
    }

    /**
     * Walks recorded fragments and the last justified block from a checkpoint, judging each again.
     */
    public static Step walk(
            Checkpoint checkpoint,
            List<Fragment> fragments,
            Bytes justified,
            Bytes justification,
            GrandpaVerifier grandpa) {
        if (!(from(checkpoint) instanceof Extended(TrustPath path))) {
            return from(checkpoint);
        }
        try {
            for (Fragment fragment : fragments) {
                Step step = path.through(fragment, grandpa);
                if (!(step instanceof Extended(TrustPath further))) {
                    return step;
                }
                path = further;
            }
            return path.reach(Header.decode(justified), justification, grandpa);
        } catch (ScaleException e) {
            return new Refused(new Verdict.Malformed(e.offset(), String.valueOf(e.getMessage())));
        }
    }

    /**
     * Walks the link of a bundle up to the block that justifies it; {@code ancestry} is for the
     * caller.
     */
    public static Step walk(Checkpoint checkpoint, ProofLink link, GrandpaVerifier grandpa) {
        return walk(checkpoint, link.fragments(), link.justified(), link.justification(), grandpa);
    }

    private Step through(Fragment fragment, GrandpaVerifier grandpa) {
        Header header = Header.decode(fragment.header());
        Step reached = reach(header, fragment.justification(), grandpa);
        if (!(reached instanceof Extended(TrustPath path))) {
            return reached;
        }
        if (!fragment.announcement().isEmpty()) {
            return path.enact(fragment.announcement().stream().map(Header::decode).toList());
        }
        return path.endsHere()
                ? reached
                : new NeedsCheckpoint(path.block, "a fragment that ends no set of voters");
    }

    private Step reach(Header header, Bytes proof, GrandpaVerifier grandpa) {
        return header.id().equals(block) ? new Extended(this) : extend(header, proof, grandpa);
    }

    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** The header at the end of the path. */
    public Header justified() {
        return justified;
    }

    public BlockId block() {
        return block;
    }

    /** What justifies the end of the path; empty where that is the checkpoint itself. */
    public Bytes justification() {
        return justification;
    }

    /** The set that signs what comes next. */
    public VoterSet voters() {
        return voters;
    }

    public List<Fragment> fragments() {
        return turns.stream().map(Turn::fragment).toList();
    }

    /** The fragments that lead to the set in office at block {@code number}. */
    public List<Fragment> fragmentsBelow(long number) {
        return turns.stream().filter(turn -> turn.number() < number).map(Turn::fragment).toList();
    }

    /** The set that signs block {@code number}; below the checkpoint the set that signed that. */
    public VoterSet signersOf(long number) {
        VoterSet set = checkpoint.signers();
        for (Turn turn : turns) {
            if (turn.number() < number) {
                set = turn.next();
            }
        }
        return set;
    }

    /**
     * The last block of the set that signs block {@code number}, where it has ended: its fragment.
     */
    public List<Fragment> endOfSetAt(long number) {
        return turns.stream()
                .filter(turn -> turn.number() >= number)
                .map(Turn::fragment)
                .limit(1)
                .toList();
    }
}
