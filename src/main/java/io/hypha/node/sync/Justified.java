package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Justification;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;

/** A header and what an endpoint calls its justification: to be judged. */
record Justified(Header header, Bytes justification) {

    /**
     * Nodes of the main network keep the justification of the first final block from each multiple
     * on.
     */
    static final long PERIOD = 512;

    /** How far above a multiple that block may lie. */
    static final int WINDOW = 16;

    private static final int PERIODS_BACK = 4;

    /** The block with that hash, if the endpoint has a justification for it. */
    static Optional<Justified> byHash(Source source, Hash256 hash) {
        return source.take(source.node().justified(hash))
                .flatMap(found -> found)
                .filter(block -> hashes(source, block, hash))
                .flatMap(Justified::of);
    }

    /** What came by itself, with the header that it is for. */
    static Optional<Justified> ofPushed(Source source, Bytes pushed, long above) {
        try {
            var target = Justification.decode(pushed).target();
            if (target.number() <= above) {
                return Optional.empty();
            }
            return Headers.byHash(source, target.hash())
                    .map(header -> new Justified(header, pushed));
        } catch (ScaleException e) {
            source.lie("a justification that it sent", "malformed: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The newest justified block in {@code (above, upTo]} near a multiple of the period. */
    static Optional<Justified> newestNearPeriod(Source source, long above, long upTo) {
        for (long k = upTo / PERIOD; k >= Math.max(0, upTo / PERIOD - PERIODS_BACK); k--) {
            long from = Math.max(above + 1, k * PERIOD);
            long to = Math.min(upTo, k * PERIOD + WINDOW - 1);
            if (k * PERIOD + WINDOW <= above) {
                return Optional.empty();
            }
            List<Justified> found = within(source, from, to);
            if (!found.isEmpty()) {
                return Optional.of(found.getFirst());
            }
        }
        return Optional.empty();
    }

    /** All justified blocks in {@code [from, to]} as the endpoint has them, ascending. */
    static List<Justified> within(Source source, long from, long to) {
        if (from > to) {
            return List.of();
        }
        return source.take(source.node().justified(from, to)).orElse(List.of()).stream()
                .filter(block -> block.header().number() >= from && block.header().number() <= to)
                .flatMap(block -> of(block).stream())
                .toList();
    }

    private static boolean hashes(Source source, FullBlock block, Hash256 hash) {
        boolean right = block.header().hash().equals(hash);
        if (!right) {
            source.lie(
                    "block " + hash.toShortHex(),
                    "expected the block with hash "
                            + hash
                            + ", found one with hash "
                            + block.header().hash());
        }
        return right;
    }

    private static Optional<Justified> of(FullBlock block) {
        return block.justifications().stream()
                .findFirst()
                .map(bytes -> new Justified(block.header(), bytes));
    }
}
