package io.hypha.devnet.p2p;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.FinalityRecord;
import io.hypha.devnet.author.FinalityRecord.Justified;
import io.hypha.devnet.author.FinalityRecord.VoterChange;
import io.hypha.devnet.author.VoterLine;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes warp proofs: the block that announced each change of voters, with its justification, and
 * the newest justified block as the last.
 *
 * <p>Where a change was announced with a delay, the announcing block stands for it, since only its
 * header holds the next list; between the announcement and the last block of the set nothing is
 * given, because whoever verifies takes the next set to be in office right after the fragment.
 */
final class WarpAnswers {

    private final Chain chain;
    private final int maxBytes;

    /**
     * @param maxBytes of a proof; what does not fit is left for the next request
     */
    WarpAnswers(Chain chain, int maxBytes) {
        this.chain = chain;
        this.maxBytes = maxBytes;
    }

    /** Empty when {@code begin} is no final block of this chain. */
    Optional<Bytes> from(Hash256 begin) {
        return chain.block(begin).map(start -> new Proof(start).build());
    }

    private final class Proof {

        private final FinalityRecord finality = chain.finality();
        private final List<Bytes> fragments = new ArrayList<>();
        private int bytes;

        /** Nothing at or below this is given any more. */
        private long above;

        private final long begin;

        Proof(StoredBlock start) {
            this.begin = start.number();
            this.above = begin;
        }

        Bytes build() {
            if (finality.votersAfter(begin).map(VoterLine::isChanging).orElse(false)) {
                return fromWithinAChange();
            }
            OptionalLong announced = OptionalLong.empty();
            long at = begin;
            boolean delayed = false;
            Optional<VoterChange> next = finality.changeAbove(at);
            while (next.isPresent()) {
                at = next.get().number();
                if (next.get().after().isChanging()) {
                    announced = OptionalLong.of(at);
                } else {
                    Justified block = justified(announced.orElse(at));
                    if (!add(block)) {
                        return unfinished(delayed);
                    }
                    if (isForced(block)) {
                        // It breaks the chain of trust: nobody could verify what comes after.
                        return encode(true);
                    }
                    delayed = announced.isPresent();
                    above = at;
                    announced = OptionalLong.empty();
                }
                next = finality.changeAbove(at);
            }
            Optional<Justified> last =
                    announced.isPresent()
                            ? finality.atOrBelow(announced.getAsLong() - 1)
                            : finality.newest();
            boolean fits =
                    last.filter(block -> block.block().number() > above)
                            .map(this::add)
                            .orElse(true);
            return fits ? encode(true) : unfinished(delayed);
        }

        /**
         * Who asks from between an announcement and the end of its set has seen the header: it gets
         * the end of the set, which the old voters sign, or what is justified before.
         */
        private Bytes fromWithinAChange() {
            Optional<Justified> last =
                    finality.changeAbove(begin)
                            .map(end -> justified(end.number()))
                            .or(finality::newest);
            last.filter(block -> block.block().number() > begin).ifPresent(this::add);
            return encode(true);
        }

        private static boolean isForced(Justified block) {
            return AuthorityChange.in(block.block().header()) instanceof AuthorityChange.Forced;
        }

        /**
         * A proof must not end at a delayed announcement: it says nothing of the blocks until then.
         */
        private Bytes unfinished(boolean delayed) {
            if (delayed && fragments.size() > 1) {
                fragments.removeLast();
            }
            return encode(false);
        }

        /** A block that announces a change always keeps its justification. */
        private Justified justified(long number) {
            StoredBlock block = chain.block(number).orElseThrow();
            return new Justified(block, block.justifications().getFirst());
        }

        private boolean add(Justified block) {
            Bytes fragment = Bytes.concat(block.block().header().encode(), block.justification());
            if (bytes + fragment.size() > maxBytes) {
                return false;
            }
            bytes += fragment.size();
            fragments.add(fragment);
            return true;
        }

        private Bytes encode(boolean finished) {
            return new ScaleCodecWriter()
                    .writeVector(fragments, ScaleCodecWriter::writeFixed)
                    .writeBoolean(finished)
                    .toBytes();
        }
    }
}
