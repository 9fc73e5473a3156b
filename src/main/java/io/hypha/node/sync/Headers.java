package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuraSeal;
import io.hypha.node.header.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Fetches headers and checks that each hashes to what was asked for and hangs under its child. */
final class Headers {

    private static final int BATCH = 256;

    private Headers() {}

    /** The header of that hash; one that hashes otherwise is a lie. */
    static Optional<Header> byHash(Source source, Hash256 hash) {
        return source.take(source.node().header(hash))
                .flatMap(found -> found)
                .filter(header -> {
                    boolean right = header.hash().equals(hash);
                    if (!right) {
                        source.lie(
                                "header " + hash.toShortHex(),
                                "expected the header with hash "
                                        + hash
                                        + ", found one with hash "
                                        + header.hash());
                    }
                    return right;
                });
    }

    /**
     * The endpoint's block of that number: nothing but a hint until it is linked to something
     * final.
     */
    static Optional<Header> hinted(Source source, long number) {
        return source.take(source.node().headerAt(number))
                .flatMap(found -> found)
                .filter(header -> header.number() == number);
    }

    /**
     * The {@code count} ancestors just below {@code child}, oldest first, each linked to the next
     * by its hash. All of them or none.
     */
    static Optional<List<Header>> below(Source source, Header child, int count) {
        int wanted = (int) Math.min(count, child.number());
        List<Header> newestFirst = new ArrayList<>(wanted);
        Header last = child;
        while (newestFirst.size() < wanted) {
            int step = Math.min(wanted - newestFirst.size(), BATCH);
            int before = newestFirst.size();
            for (Header candidate :
                    source.take(source.node().ancestors(last, step)).orElse(List.of())) {
                if (!candidate.hash().equals(last.parentHash())) {
                    break;
                }
                newestFirst.add(candidate);
                last = candidate;
            }
            if (newestFirst.size() == before) {
                // The guess was for another fork; the parent's hash is no guess.
                Optional<Header> parent = byHash(source, last.parentHash());
                if (parent.isEmpty() || parent.get().number() != last.number() - 1) {
                    return Optional.empty();
                }
                newestFirst.add(parent.get());
                last = parent.get();
            }
        }
        Collections.reverse(newestFirst);
        return Optional.of(newestFirst);
    }

    /** A header that is known to be final, as the door shows it. */
    static FinalizedHead finalized(Header header, BlockId id, long setId, Duration slotDuration) {
        long slot = AuraSeal.slotOf(header).orElse(0);
        // A slot is u64 on the wire; no chain has one beyond the year 292 million.
        boolean sane = slot >= 0 && slot <= Long.MAX_VALUE / slotDuration.toMillis();
        return new FinalizedHead(
                id,
                header.encode(),
                header.parentHash(),
                header.stateRoot(),
                header.extrinsicsRoot(),
                setId,
                sane ? slot : 0,
                sane ? slot * slotDuration.toMillis() : 0);
    }
}
