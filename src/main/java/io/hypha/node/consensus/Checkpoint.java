package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * Where trust begins: a final header and the set that signed it. Whoever hands it over is trusted
 * with everything above.
 */
public record Checkpoint(Header header, VoterSet signers) {

    /**
     * The form of chain specs, {@code grandpaWarpSyncCheckpoint}.
     *
     * @param finalizedBlockHeader SCALE of the header
     * @param grandpaAuthoritySet SCALE of {@code (u64 set id, Vec<(key, u64)>)}: the set that
     *     signed the header
     * @throws ScaleException when one of them does not decode to its last byte
     * @throws IllegalArgumentException when the set cannot vote ({@link VoterSet#flaw})
     */
    public static Checkpoint ofChainSpec(Bytes finalizedBlockHeader, Bytes grandpaAuthoritySet) {
        ScaleCodecReader reader = new ScaleCodecReader(grandpaAuthoritySet);
        long setId = reader.readLong();
        List<Authority> authorities = Authority.readList(reader);
        reader.requireEnd();
        return new Checkpoint(
                Header.decode(finalizedBlockHeader), new VoterSet(setId, authorities));
    }

    /**
     * The sets after the header, its own announcement taken in; or that a forced change, or one
     * that does not decode, makes this no place to start from.
     */
    public AuthoritySets.Step setsAfter() {
        return AuthoritySets.after(header, signers);
    }
}
