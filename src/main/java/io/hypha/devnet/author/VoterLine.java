package io.hypha.devnet.author;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * Who makes the next block final, carried along the chain block by block. A full node's view: it
 * follows a forced change too, which a light node refuses.
 *
 * @param voters the set that signs the next block
 * @param next the list that is announced and not yet in force; empty when none is
 * @param lastOfSet the last block that {@code voters} sign; the highest number when no change is
 *     announced
 */
public record VoterLine(VoterSet voters, List<Authority> next, long lastOfSet) {

    public VoterLine {
        next = List.copyOf(next);
    }

    static VoterLine of(VoterSet voters) {
        return new VoterLine(voters, List.of(), BlockId.MAX_NUMBER);
    }

    /** Whether a change is announced and not yet in force. */
    public boolean isChanging() {
        return !next.isEmpty();
    }

    /** The line after one more block. A list that cannot vote announces nothing. */
    public VoterLine after(Header header) {
        return switch (AuthorityChange.in(header)) {
            case AuthorityChange.Scheduled(List<Authority> list, long delay) ->
                    isChanging() ? settled(header) : announced(header, list, delay);
            case AuthorityChange.Forced(long _, List<Authority> list, long delay) ->
                    announced(header, list, delay);
            case AuthorityChange.None _,
                    AuthorityChange.OnDisabled _,
                    AuthorityChange.Pause _,
                    AuthorityChange.Resume _,
                    AuthorityChange.Malformed _ ->
                    settled(header);
        };
    }

    private VoterLine announced(Header header, List<Authority> list, long delay) {
        long last = Math.min(header.number() + delay, BlockId.MAX_NUMBER);
        return new VoterLine(voters, list, last).settled(header);
    }

    private VoterLine settled(Header header) {
        return isChanging() && header.number() >= lastOfSet ? of(voters.next(next)) : this;
    }

    Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter().writeLong(voters.setId());
        Authority.writeList(out, voters.authorities());
        Authority.writeList(out, next);
        return out.writeUint32(lastOfSet).toBytes();
    }

    static VoterLine decode(Bytes stored) {
        ScaleCodecReader in = new ScaleCodecReader(stored);
        VoterSet voters = new VoterSet(in.readLong(), Authority.readList(in));
        VoterLine line = new VoterLine(voters, Authority.readList(in), in.readUint32());
        in.requireEnd();
        return line;
    }
}
