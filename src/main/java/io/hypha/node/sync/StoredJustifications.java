package io.hypha.node.sync;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.TrustPath;
import java.util.List;
import java.util.Optional;

/**
 * Finds the newest justification that a full node stores beside its blocks. Where no warp proof can
 * be asked for, that is all there is between two pushes.
 */
final class StoredJustifications {

    /**
     * Below this height a chain is a devnet's, which may keep justifications of any period; its
     * blocks are small.
     */
    private static final long YOUNG = 8_192;

    private static final int BATCH = 64;

    private final Source source;
    private long scannedBelow = -1;
    private long looked = -1;
    private boolean justifiesHeads = true;

    StoredJustifications(Source source) {
        this.source = source;
    }

    /** The newest justified block that the node stores above the path. */
    Optional<Justified> newest(TrustPath path) {
        if (!source.usable()) {
            return Optional.empty();
        }
        Optional<Hash256> claimed =
                source.take(source.node().finalizedHead()).flatMap(found -> found);
        if (claimed.isEmpty() || claimed.get().equals(path.block().hash())) {
            claimed.ifPresent(_ -> claims(path.block()));
            return Optional.empty();
        }
        return Headers.byHash(source, claimed.get())
                .flatMap(header -> {
                    claims(header.id());
                    return header.number() <= path.block().number()
                            ? Optional.empty()
                            : atHead(claimed.get())
                                    .or(() ->
                                            header.number() < YOUNG
                                                    ? anywhere(path, header.number())
                                                    : Optional.empty())
                                    .or(() -> nearPeriod(path, header.number()));
                });
    }

    private void claims(BlockId head) {
        source.claims(head);
        source.claimsFinal(head.number());
    }

    /** The newest justified block above the path, looking at each block once. */
    private Optional<Justified> anywhere(TrustPath path, long upTo) {
        long from = Math.max(path.block().number(), looked) + 1;
        for (long to = upTo; to >= from; to -= BATCH) {
            List<Justified> found = Justified.within(source, Math.max(from, to - BATCH + 1), to);
            if (!found.isEmpty()) {
                looked = upTo;
                return Optional.of(found.getLast());
            }
        }
        looked = source.usable() ? upTo : looked;
        return Optional.empty();
    }

    /**
     * Whole blocks are large: asked for only where heads are known to be justified, or that is not
     * known yet.
     */
    private Optional<Justified> atHead(Hash256 claimed) {
        if (!justifiesHeads && !source.offersJustifications()) {
            return Optional.empty();
        }
        Optional<Justified> found = Justified.byHash(source, claimed);
        justifiesHeads = found.isPresent();
        return found;
    }

    /** Scans each window near a multiple of the period once after it is complete. */
    private Optional<Justified> nearPeriod(TrustPath path, long upTo) {
        long window = upTo / Justified.PERIOD;
        boolean complete = upTo % Justified.PERIOD >= Justified.WINDOW;
        if (complete && window <= scannedBelow) {
            return Optional.empty();
        }
        Optional<Justified> found = Justified.newestNearPeriod(source, path.block().number(), upTo);
        if (complete && source.usable()) {
            scannedBelow = window;
        }
        return found;
    }
}
