package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Optional;

/**
 * Changes of the GRANDPA voters, one at a time: scheduled by a call, announced in the header of
 * that block, enacted so many blocks later. Rule: Substrate's {@code pallet-grandpa}, {@code
 * schedule_change} and {@code on_finalize}; but set id and session are counted on where the voters
 * change, so that {@code CurrentSetId} is the id that the new voters sign with. On the main network
 * the call leaves that count alone, which broke its history.
 */
final class VoterChanges {

    private static final int GRANDPA = 4;
    private static final int NEW_AUTHORITIES = 0;
    private static final int SCHEDULED = 1;
    private static final int FORCED = 2;
    private static final int ADMIN_UTILS = 19;

    static final DispatchError CHANGE_PENDING = new DispatchError.Module(GRANDPA, 2);
    static final DispatchError TOO_SOON = new DispatchError.Module(GRANDPA, 3);

    /** {@code AdminUtils.InvalidValue}: the devnet's own refusal of voters who could not vote. */
    static final DispatchError NO_VOTERS = new DispatchError.Module(ADMIN_UTILS, 10);

    private static final long U32_MAX = 0xffff_ffffL;

    private final WorkingState state;

    VoterChanges(WorkingState state) {
        this.state = state;
    }

    /**
     * What waits to happen.
     *
     * @param scheduledAt number of the block whose header announces it
     * @param delay blocks from there to the last block of the present set
     * @param forced median last finalized block, where the change does not wait for finality
     */
    private record Pending(
            long scheduledAt, long delay, List<Authority> next, Optional<Long> forced) {

        static Pending decode(Bytes stored) {
            ScaleCodecReader in = new ScaleCodecReader(stored);
            return new Pending(
                    in.readUint32(),
                    in.readUint32(),
                    Authority.readList(in),
                    in.readOptional(ScaleCodecReader::readUint32));
        }

        Bytes encode() {
            ScaleCodecWriter out =
                    new ScaleCodecWriter().writeUint32(scheduledAt).writeUint32(delay);
            Authority.writeList(out, next);
            return out.writeOptional(forced, ScaleCodecWriter::writeUint32).toBytes();
        }

        /** The digest item that announces it. */
        DigestItem announcement() {
            ScaleCodecWriter out = new ScaleCodecWriter();
            forced.ifPresentOrElse(
                    median -> out.writeUByte(FORCED).writeUint32(median),
                    () -> out.writeUByte(SCHEDULED));
            Authority.writeList(out, next);
            return new DigestItem.Consensus(EngineId.GRANDPA, out.writeUint32(delay).toBytes());
        }
    }

    /** The voters as the state has them: who sign whatever comes after its block. */
    static VoterSet inOffice(WorkingState state) {
        return VoterSet.decode(
                state.u64(Items.CURRENT_SET_ID.prefix()),
                state.get(Items.GRANDPA_AUTHORITIES.prefix()).orElseThrow());
    }

    /**
     * {@code AdminUtils.schedule_grandpa_change}.
     *
     * @throws DispatchError.DispatchFailure while another change is pending; where a forced one
     *     follows another too soon; and where the new voters could finalize nothing: a devnet votes
     *     with {@link DevelopmentVoters} only
     */
    void schedule(long number, List<Authority> next, long inBlocks, Optional<Long> forced) {
        if (state.contains(Items.PENDING_CHANGE.prefix())) {
            throw CHANGE_PENDING.failure();
        }
        if (VoterSet.flaw(next).isPresent()
                || !next.stream().allMatch(each -> DevelopmentVoters.isKnown(each.key()))) {
            throw NO_VOTERS.failure();
        }
        if (forced.isPresent()) {
            if (state.contains(Items.NEXT_FORCED.prefix())
                    && state.u32(Items.NEXT_FORCED.prefix()) > number) {
                throw TOO_SOON.failure();
            }
            state.putU32(Items.NEXT_FORCED.prefix(), Math.min(U32_MAX, number + 2 * inBlocks));
        }
        state.put(
                Items.PENDING_CHANGE.prefix(),
                new Pending(number, inBlocks, next, forced).encode());
    }

    /**
     * Announces and enacts what is due at the end of block {@code number}.
     *
     * @return what the block's header announces
     */
    List<DigestItem> finish(long number, EventLog events) {
        Optional<Pending> due = state.get(Items.PENDING_CHANGE.prefix()).map(Pending::decode);
        if (due.isEmpty()) {
            return List.of();
        }
        Pending change = due.get();
        if (number == change.scheduledAt() + change.delay()) {
            enact(inOffice(state).next(change.next()), events);
        }
        return number == change.scheduledAt() ? List.of(change.announcement()) : List.of();
    }

    private void enact(VoterSet next, EventLog events) {
        Bytes list = Authority.encodeList(next.authorities());
        state.put(Items.GRANDPA_AUTHORITIES.prefix(), list);
        state.putU64(Items.CURRENT_SET_ID.prefix(), next.setId());
        state.remove(sessionKey(next.setId() - 1));
        state.putU32(sessionKey(next.setId()), next.setId());
        events.deposit(GRANDPA, NEW_AUTHORITIES, out -> out.writeFixed(list));
        state.remove(Items.PENDING_CHANGE.prefix());
    }

    /** Sessions are counted with the sets; as on the main network, only the newest is kept. */
    static Bytes sessionKey(long setId) {
        return Items.SET_ID_SESSION.key(WorkingState.littleEndian(setId, 8));
    }
}
