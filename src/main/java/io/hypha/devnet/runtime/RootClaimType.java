package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What becomes of alpha that root stake has earned: {@code RootClaimTypeEnum}. */
sealed interface RootClaimType {

    /** Sold for TAO, which is staked on root. What counts where nothing was set. */
    record Swap() implements RootClaimType {}

    /** Staked as alpha on its subnet. */
    record Keep() implements RootClaimType {}

    /** Kept on these subnets, sold on all others. */
    record KeepSubnets(SortedSet<Integer> subnets) implements RootClaimType {}

    static RootClaimType of(WorkingState state, Bytes coldkey) {
        Optional<Bytes> stored = state.get(Subtensor.ROOT_CLAIM_TYPE.key(coldkey));
        return stored.isEmpty() ? new Swap() : read(new ScaleCodecReader(stored.get()));
    }

    /**
     * @throws ScaleException when the bytes are none of the three
     */
    static RootClaimType read(ScaleCodecReader in) {
        int start = in.offset();
        int variant = in.readUByte();
        return switch (variant) {
            case 0 -> new Swap();
            case 1 -> new Keep();
            case 2 -> new KeepSubnets(readSubnets(in));
            default -> throw new ScaleException(start, "no claim type " + variant);
        };
    }

    /** A {@code BTreeSet<NetUid>}: it is read in any order, also with repetitions. */
    static SortedSet<Integer> readSubnets(ScaleCodecReader in) {
        return new TreeSet<>(in.readVector(2, ScaleCodecReader::readUint16));
    }

    default boolean sells(int netuid) {
        return switch (this) {
            case Swap() -> true;
            case Keep() -> false;
            case KeepSubnets(SortedSet<Integer> subnets) -> !subnets.contains(netuid);
        };
    }

    default Bytes encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        switch (this) {
            case Swap() -> out.writeUByte(0);
            case Keep() -> out.writeUByte(1);
            case KeepSubnets(SortedSet<Integer> subnets) -> {
                out.writeUByte(2).writeCompact(subnets.size());
                subnets.forEach(out::writeUint16);
            }
        }
        return out.toBytes();
    }
}
