package io.hypha.node.sync;

import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.Header;
import java.util.Optional;

/** Lets the path begin where the network's record says, or where an earlier run came to. */
final class Origin implements Follower.Beginning {

    private final Anchor anchor;
    private final TrustKeeper trust;
    private final Optional<StateFile> file;

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    Origin(Anchor anchor, TrustKeeper trust, Optional<StateFile> file) {
        this.anchor = anchor;
        this.trust = trust;
        this.file = file;
    }

    /**
     * Begins at a checkpoint that is known.
     *
     * @throws RecordException when it is no place to start from
     */
    void begin() {
        if (anchor instanceof Anchor.Trusted(Checkpoint checkpoint, String words)) {
            begin(checkpoint, words);
        }
        trust.onGrowth(path -> file.ifPresent(kept -> kept.save(path)));
    }

    private void begin(Checkpoint checkpoint, String words) {
        switch (TrustPath.from(checkpoint)) {
            case TrustPath.Extended(TrustPath path) ->
                    trust.begin(file.flatMap(kept -> kept.load(checkpoint)).orElse(path));
            case TrustPath.NeedsCheckpoint(var at, String reason) ->
                    throw new RecordException(
                            words + ": " + at + " is no place to start from: " + reason);
            case TrustPath.NotNewer _, TrustPath.Refused _ ->
                    throw new IllegalStateException("a beginning is not judged");
        }
    }

    /** Proves the voters of a trusted genesis, where only its header is known. */
    @Override
    public void from(Source source) {
        if (trust.path().isEmpty()
                && anchor instanceof Anchor.Genesis(Header header, String words)) {
            GenesisVoters.prove(source, header).ifPresent(checkpoint -> begin(checkpoint, words));
        }
    }
}
