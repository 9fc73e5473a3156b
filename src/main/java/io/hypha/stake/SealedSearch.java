package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.Bytes;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Looks for transactions in blocks above the last final one. Such a block may fall out of the
 * chain, so what is found here is no end; and what is overlooked here the final blocks show.
 */
final class SealedSearch {

    /** So many blocks whose body nobody gave yet are asked for again; of more the oldest go. */
    static final int MAX_UNREAD = 16;

    private final LightNode node;
    private final TransactionLog log;
    private final InstantSource clock;
    private final Deque<SealedBlock> unread = new ArrayDeque<>();

    SealedSearch(LightNode node, TransactionLog log, InstantSource clock) {
        this.node = node;
        this.log = log;
        this.clock = clock;
    }

    /** One to look into from now on, until its body was there. */
    void take(SealedBlock block) {
        unread.addLast(block);
        if (unread.size() > MAX_UNREAD) {
            unread.removeFirst();
        }
    }

    /** Looks into those that were taken; whether the bodies of all were there. */
    boolean look(List<Transaction> watched) {
        unread.removeIf(each -> isDone(each, watched));
        return unread.isEmpty();
    }

    /** Blocks up to there are final or never will be. */
    void finalizedTo(long number) {
        unread.removeIf(each -> each.number() <= number);
    }

    /** Whether nothing more is to be learned from that block. */
    private boolean isDone(SealedBlock block, List<Transaction> watched) {
        List<Transaction> wanted = watched.stream().filter(each -> mayBeIn(each, block)).toList();
        return wanted.isEmpty()
                || switch (node.body(block)) {
                    case Answer.Missing<List<Bytes>> _ -> false;
                    case Answer.Given<List<Bytes>>(List<Bytes> body) -> {
                        wanted.forEach(each -> note(each, block, body.indexOf(each.extrinsic())));
                        yield true;
                    }
                };
    }

    private void note(Transaction transaction, SealedBlock block, int index) {
        log.update(
                transaction.id(),
                found -> {
                    if (!found.isWatched() || !mayBeIn(found, block)) {
                        return found;
                    }
                    return index < 0
                            ? found.lookedAt(block.number())
                            : found.sealedIn(block.block(), index, clock.instant());
                });
    }

    /** Within its era, and not below what the final blocks have answered already. */
    private static boolean mayBeIn(Transaction transaction, SealedBlock block) {
        return transaction.extrinsic() != null
                && block.number() > transaction.birthBlock()
                && block.number() > transaction.checkedTo()
                && block.number() < transaction.deathBlock();
    }
}
