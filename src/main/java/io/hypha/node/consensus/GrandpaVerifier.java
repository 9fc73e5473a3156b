package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.scale.ScaleException;
import java.util.Optional;

/** Decides whether a justification finalizes a block. Bytes and trusted voters in, verdict out. */
public final class GrandpaVerifier {

    private final SignatureCheck ed25519;

    /** Votes are checked as the chain does: Ed25519 by ZIP-215. */
    public GrandpaVerifier() {
        this(SignatureCheck.ED25519);
    }

    public GrandpaVerifier(SignatureCheck ed25519) {
        this.ed25519 = ed25519;
    }

    /** Never throws for what the bytes hold. */
    public Verdict verify(Bytes justification, BlockId expected, VoterSet voters) {
        Justification decoded;
        try {
            decoded = Justification.decode(justification);
        } catch (ScaleException e) {
            return new Verdict.Malformed(e.offset(), e.getMessage());
        }
        return verify(decoded, expected, voters);
    }

    /** The cheap checks come first, signatures last: a flood of votes costs no curve arithmetic. */
    public Verdict verify(Justification justification, BlockId expected, VoterSet voters) {
        if (!justification.target().equals(expected)) {
            return new Verdict.WrongTarget(expected, justification.target());
        }
        return switch (Tally.count(justification, voters)) {
            case Tally.Refused(Verdict why) -> why;
            case Tally.Counted(long weight) -> judgeSignatures(justification, voters, weight);
        };
    }

    private Verdict judgeSignatures(Justification justification, VoterSet voters, long weight) {
        return badSignature(justification, voters.setId())
                .<Verdict>map(vote ->
                        new Verdict.BadSignature(
                                vote.voter(), justification.round(), voters.setId()))
                .orElseGet(() ->
                        new Verdict.Finalized(
                                justification.target(),
                                justification.round(),
                                weight,
                                voters.threshold(),
                                voters.size()));
    }

    private Optional<Precommit> badSignature(Justification justification, long setId) {
        BlockId target = justification.target();
        byte[] message = Precommit.signedMessage(target, justification.round(), setId);
        for (Precommit vote : justification.precommits()) {
            if (!vote.target().equals(target)) {
                target = vote.target();
                message = vote.signedMessage(justification.round(), setId);
            }
            if (!ed25519.isValid(vote.voter(), message, vote.signature().toArray())) {
                return Optional.of(vote);
            }
        }
        return Optional.empty();
    }
}
