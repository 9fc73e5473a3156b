package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;

/** Follows a warp proof from a trusted set of voters to the newest set it proves. */
public final class WarpVerifier {

    /** The number to start from when the caller knows none: any block is above. */
    public static final long ANY_BLOCK = -1;

    private final GrandpaVerifier grandpa;

    public WarpVerifier() {
        this(new GrandpaVerifier());
    }

    public WarpVerifier(GrandpaVerifier grandpa) {
        this.grandpa = grandpa;
    }

    /**
     * Never throws for what the bytes hold.
     *
     * @param start the number of the block from which the proof was asked, or {@link #ANY_BLOCK}
     * @param voters the set that signs the block after it
     */
    public WarpVerdict verify(Bytes proof, long start, VoterSet voters) {
        try {
            return verify(WarpProof.decode(proof), start, voters);
        } catch (ScaleException e) {
            return new WarpVerdict.Malformed(e.offset(), e.getMessage());
        }
    }

    public WarpVerdict verify(WarpProof proof, long start, VoterSet voters) {
        long before = start;
        VoterSet signers = voters;
        List<Header> headers = new ArrayList<>(proof.fragments().size());
        for (int i = 0; i < proof.fragments().size(); i++) {
            WarpProof.Fragment fragment = proof.fragments().get(i);
            BlockId block = fragment.header().id();
            if (block.number() <= before) {
                return new WarpVerdict.NotRising(i, before, block.number());
            }
            Verdict finality = grandpa.verify(fragment.justification(), block, signers);
            if (!(finality instanceof Verdict.Finalized)) {
                return new WarpVerdict.Unjustified(i, finality);
            }
            boolean mayEnd = proof.finished() && i == proof.fragments().size() - 1;
            switch (AuthorityChange.in(fragment.header())) {
                case AuthorityChange.Scheduled(List<Authority> next, long _) ->
                        signers = signers.next(next);
                case AuthorityChange.Forced _ -> {
                    return new WarpVerdict.ForcedChange(i, block);
                }
                case AuthorityChange.Malformed(int _, String flaw) -> {
                    return new WarpVerdict.MalformedChange(i, flaw);
                }
                case AuthorityChange.None _,
                        AuthorityChange.OnDisabled _,
                        AuthorityChange.Pause _,
                        AuthorityChange.Resume _ -> {
                    if (!mayEnd) {
                        return new WarpVerdict.MissingSetChange(i, block);
                    }
                }
            }
            before = block.number();
            headers.add(fragment.header());
        }
        return new WarpVerdict.Valid(proof.finished(), headers, signers);
    }
}
