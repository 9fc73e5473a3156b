package io.hypha.node.bundle;

import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.StorageValue;
import io.hypha.node.bundle.BundleRuntime.Outcome;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.header.Header;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One walk through one bundle: voters, blocks, inputs. Notes each link; the first broken one ends
 * it.
 */
final class BundleWalk {

    /** A block that was found final, and what its proof says. */
    private record ProvenBlock(Header header, ReadProof proof) {}

    private final GrandpaVerifier grandpa;
    private final List<BundleVerdict.Link> links = new ArrayList<>();
    private final BundleRuntime runtime = new BundleRuntime();

    /** The paths that end at the checkpoint and at each fragment, in order. */
    private final List<TrustPath> paths = new ArrayList<>();

    private final Map<Hash256, ProvenBlock> blocks = new HashMap<>();

    /** Blocks that need no look at their justification any more. */
    private final Set<Hash256> justified = new HashSet<>();

    BundleWalk(GrandpaVerifier grandpa) {
        this.grandpa = grandpa;
    }

    List<BundleVerdict.Link> links() {
        return links;
    }

    void note(String what, String verdict) {
        links.add(new BundleVerdict.Link(what, verdict));
    }

    BrokenLinkException broken(String what, String verdict, String reason) {
        note(what, verdict);
        return new BrokenLinkException(verdict, what + ": " + reason);
    }

    void begin(Checkpoint checkpoint) {
        String what = "checkpoint #" + checkpoint.header().number();
        keep(what, TrustPath.from(checkpoint));
        note(what, "trusted");
    }

    /** The last block of a set, signed by that set; after it the next set is known. */
    void follow(Fragment fragment, int index) {
        TrustPath path = paths.getLast();
        Header header = header(fragment.header(), "fragment " + index);
        String what =
                "fragment "
                        + index
                        + ": #"
                        + header.number()
                        + " ends set "
                        + Long.toUnsignedString(path.voters().setId());
        TrustPath reached =
                header.id().equals(path.block())
                        ? path
                        : extended(what, path.extend(header, fragment.justification(), grandpa));
        if (!fragment.announcement().isEmpty()) {
            List<Header> announcement = new ArrayList<>();
            for (Bytes encoded : fragment.announcement()) {
                announcement.add(header(encoded, what));
            }
            reached = extended(what, reached.enact(announcement));
        } else if (reached.fragments().isEmpty()
                || !reached.fragments().getLast().header().equals(fragment.header())) {
            throw broken(
                    what,
                    "missing-set-change",
                    "expected a header that changes the voters, found none");
        }
        if (reached != path) {
            paths.add(reached);
            justified.add(reached.block().hash());
        }
        note(what, "finalized");
    }

    private void keep(String what, TrustPath.Step step) {
        TrustPath path = extended(what, step);
        paths.add(path);
        justified.add(path.block().hash());
    }

    private TrustPath extended(String what, TrustPath.Step step) {
        return switch (step) {
            case TrustPath.Extended(TrustPath path) -> path;
            case TrustPath.NotNewer(BlockId found) ->
                    throw broken(
                            what,
                            "not-rising",
                            "expected a block above the one before, found #" + found.number());
            case TrustPath.Refused(Verdict verdict) ->
                    throw broken(what, verdict.name(), verdict.reason());
            case TrustPath.NeedsCheckpoint(BlockId at, String reason) ->
                    throw broken(what, "needs-checkpoint", "#" + at.number() + ": " + reason);
        };
    }

    /**
     * A block of inputs: final by the set in office, or an ancestor by hash of one that is; and its
     * proof.
     */
    void prove(BundleBlock block, int index) {
        Header header = header(block.header(), "block " + index);
        String what = "block #" + header.number();
        Header top = header(block.justified(), what + ": justified header");
        judge(what, top, block.justification());
        descend(what, header, top, block.ancestry());
        String proofOf = "state of #" + header.number();
        switch (ReadProof.check(header.stateRoot(), block.proof())) {
            case ProofCheck.Valid(ReadProof proof) -> {
                note(proofOf, "valid");
                if (blocks.put(header.hash(), new ProvenBlock(header, proof)) != null) {
                    throw broken(
                            what, "duplicate-block", "expected each block once, found it twice");
                }
            }
            case ProofCheck.Invalid(String reason) ->
                    throw broken(proofOf, "invalid-proof", reason);
        }
    }

    private void judge(String what, Header top, Bytes justification) {
        BlockId id = top.id();
        String link = what + ": #" + top.number() + " justified";
        if (!justified.contains(id.hash())) {
            TrustPath path = pathTo(id.number());
            if (id.number() <= path.block().number()) {
                throw broken(
                        link,
                        "not-rising",
                        "expected a block above the checkpoint #"
                                + path.block().number()
                                + " or an ancestor of it by hash, found #"
                                + id.number());
            }
            Verdict verdict = grandpa.verify(justification, id, path.voters());
            if (!(verdict instanceof Verdict.Finalized)) {
                throw broken(
                        link,
                        verdict.name(),
                        "set "
                                + Long.toUnsignedString(path.voters().setId())
                                + ": "
                                + verdict.reason());
            }
            justified.add(id.hash());
        }
        note(link, "finalized");
    }

    /** The newest path that ends below the block: its voters sign that block. */
    private TrustPath pathTo(long number) {
        TrustPath newest = paths.getFirst();
        for (TrustPath path : paths) {
            if (path.block().number() < number) {
                newest = path;
            }
        }
        return newest;
    }

    private void descend(String what, Header header, Header top, List<Bytes> ancestry) {
        String link = what + ": ancestor of #" + top.number();
        if (ancestry.isEmpty()) {
            if (!header.equals(top)) {
                throw broken(link, "unlinked", "expected the headers between, found none");
            }
            return;
        }
        Header below = header(ancestry.getFirst(), link);
        if (!below.equals(header)) {
            throw broken(link, "unlinked", "expected the headers to begin with the block's own");
        }
        for (int i = 1; i <= ancestry.size(); i++) {
            Header next = i < ancestry.size() ? header(ancestry.get(i), link) : top;
            if (!next.parentHash().equals(below.hash()) || next.number() != below.number() + 1) {
                throw broken(
                        link,
                        "unlinked",
                        "expected #"
                                + next.number()
                                + " to be the child of "
                                + below.hash().toHex()
                                + ", its parent is "
                                + next.parentHash().toHex());
            }
            below = next;
        }
        note(link, "linked");
    }

    /** What the proof shows for an input, which must be what the bundle claims. */
    ProvenInput read(FigureInput input) {
        String what = "input " + input.name();
        ProvenBlock block = blocks.get(input.block());
        if (block == null) {
            throw broken(what, "unknown-block", "the bundle has no block " + input.block().toHex());
        }
        StorageValue proven =
                switch (block.proof().read(input.key())) {
                    case StorageRead.Value(Bytes value) -> new StorageValue.Present(value);
                    case StorageRead.Absent() -> new StorageValue.Absent();
                    case StorageRead.Incomplete() ->
                            throw broken(
                                    what,
                                    "incomplete",
                                    "the proof does not cover key " + input.key().toHex());
                };
        if (!proven.equals(input.value())) {
            throw broken(
                    what,
                    "mismatch",
                    "claimed " + text(input.value()) + ", proven " + text(proven));
        }
        note(what, proven instanceof StorageValue.Present ? "value" : "absent");
        return new ProvenInput(input.name(), block.header(), input.key(), proven);
    }

    /** Runs a call again on what is proven of its block's state. */
    ProvenCall run(FigureCall call) {
        ProvenBlock block = blocks.get(call.block());
        String what = "runtime-call " + call.name() + ": " + call.method();
        if (block == null) {
            throw broken(what, "unknown-block", "the bundle has no block " + call.block().toHex());
        }
        String of = "runtime-code of #" + block.header().number();
        return switch (runtime.code(block.proof(), call.codeHash())) {
            case Outcome.Failed<RuntimeCode>(String reason) ->
                    throw broken(of, "runtime-code", reason);
            case Outcome.Done<RuntimeCode>(RuntimeCode code) -> {
                note(of, "value");
                run(what, code, block, call);
                yield new ProvenCall(block.header(), call);
            }
        };
    }

    private void run(String what, RuntimeCode code, ProvenBlock block, FigureCall call) {
        switch (runtime.run(code, block.proof(), call)) {
            case Outcome.Failed<Bytes>(String reason) -> throw broken(what, "runtime-call", reason);
            case Outcome.Done<Bytes>(Bytes result) -> {
                if (!result.equals(call.result())) {
                    throw broken(
                            what,
                            "runtime-call",
                            "claimed " + call.result() + ", it returns " + result);
                }
                note(what, "executed");
            }
        }
    }

    private static String text(StorageValue value) {
        return switch (value) {
            case StorageValue.Present(Bytes bytes) -> bytes.toString();
            case StorageValue.Absent() -> "absent";
        };
    }

    private Header header(Bytes encoded, String what) {
        try {
            return Header.decode(encoded);
        } catch (ScaleException e) {
            throw broken(what, "malformed", "no block header: " + e.getMessage());
        }
    }
}
