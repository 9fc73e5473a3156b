package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads calls, with the main network's pallet and call indices of spec 424 but for those that a
 * {@link SpecLayout} places elsewhere.
 */
final class CallReader {

    /** Nesting beyond this depth does not decode. */
    static final int MAX_DEPTH = 8;

    private static final int SUBTENSOR = 7;

    private final SpecLayout layout;
    private final ScaleCodecReader in;

    private CallReader(SpecLayout layout, ScaleCodecReader in) {
        this.layout = layout;
        this.in = in;
    }

    /**
     * @throws ScaleException when the bytes are no call of this runtime
     */
    static Call read(SpecLayout layout, ScaleCodecReader in) {
        return new CallReader(layout, in).read(0);
    }

    private Call read(int depth) {
        int start = in.offset();
        if (depth > MAX_DEPTH) {
            throw new ScaleException(start, "calls nest deeper than " + MAX_DEPTH);
        }
        int pallet = in.readUByte();
        int index = in.readUByte();
        if (pallet == SUBTENSOR) {
            return stakeCall(start, index);
        }
        return switch (pallet << 8 | index) {
            case 0x0000 -> {
                in.readByteVector();
                yield new Call.Remark();
            }
            case 0x0002 -> new Call.SetCode(in.readByteVector());
            case 0x0200 -> new Call.SetTimestamp(in.readCompactLong());
            case 0x0500 -> new Call.Transfer(destination(), compactU64(), false);
            case 0x0503 -> new Call.Transfer(destination(), compactU64(), true);
            case 0x0504 -> new Call.TransferAll(destination(), in.readBoolean());
            case 0x0b00 -> batch(Call.BatchKind.BATCH, depth);
            case 0x0b02 -> batch(Call.BatchKind.BATCH_ALL, depth);
            case 0x0b04 -> batch(Call.BatchKind.FORCE_BATCH, depth);
            case 0x0c00 -> new Call.Sudo(read(depth + 1));
            case 0x1000 -> {
                Call.Destination real = destination();
                Optional<ProxyType> forced = in.readOptional(ProxyType::read);
                yield new Call.Proxied(real, forced, read(depth + 1));
            }
            case 0x1001 -> new Call.AddProxy(destination(), ProxyType.read(in), in.readUint32());
            case 0x1002 -> new Call.RemoveProxy(destination(), ProxyType.read(in), in.readUint32());
            case 0x133b ->
                    new Call.ScheduleGrandpaChange(
                            Authority.readList(in),
                            in.readUint32(),
                            in.readOptional(ScaleCodecReader::readUint32));
            default -> throw unknown(start, pallet, index);
        };
    }

    private StakeCall stakeCall(int start, int index) {
        if (index == layout.addStakeLimit()) {
            return new StakeCall.AddStakeLimit(
                    account(), netuid(), in.readLong(), in.readLong(), in.readBoolean());
        }
        if (index == layout.removeStakeLimit()) {
            return new StakeCall.RemoveStakeLimit(
                    account(), netuid(), in.readLong(), in.readLong(), in.readBoolean());
        }
        return switch (index) {
            case 2 -> new StakeCall.AddStake(account(), netuid(), in.readLong());
            case 3 -> new StakeCall.RemoveStake(account(), netuid(), in.readLong());
            case 83 -> new StakeCall.UnstakeAll(account());
            case 84 -> new StakeCall.UnstakeAllAlpha(account());
            case 85 ->
                    new StakeCall.MoveStake(
                            account(), account(), netuid(), netuid(), in.readLong());
            case 86 ->
                    new StakeCall.TransferStake(
                            account(), account(), netuid(), netuid(), in.readLong());
            case 87 -> new StakeCall.SwapStake(account(), netuid(), netuid(), in.readLong());
            case 90 ->
                    new StakeCall.SwapStakeLimit(
                            account(),
                            netuid(),
                            netuid(),
                            in.readLong(),
                            in.readLong(),
                            in.readBoolean());
            case 103 ->
                    new StakeCall.RemoveStakeFullLimit(
                            account(), netuid(), in.readOptional(ScaleCodecReader::readLong));
            case 114 -> new StakeCall.SetAutoStake(netuid(), account());
            case 121 -> new StakeCall.ClaimRoot(RootClaimType.readSubnets(in));
            case 122 -> new StakeCall.SetRootClaimType(RootClaimType.read(in));
            default -> throw unknown(start, SUBTENSOR, index);
        };
    }

    private Call batch(Call.BatchKind kind, int depth) {
        List<Call> calls = new ArrayList<>();
        for (int left = in.readCount(2); left > 0; left--) {
            calls.add(read(depth + 1));
        }
        return new Call.Batch(kind, List.copyOf(calls));
    }

    private Bytes account() {
        return in.readFixed(32);
    }

    private int netuid() {
        return in.readUint16();
    }

    private Call.Destination destination() {
        int start = in.offset();
        return switch (in.readUByte()) {
            case 0 -> new Call.Destination.Account(account());
            case 1 -> new Call.Destination.Unknown();
            case 2 -> {
                in.readByteVector();
                yield new Call.Destination.Unknown();
            }
            case 3 -> {
                in.readFixed(32);
                yield new Call.Destination.Unknown();
            }
            case 4 -> {
                in.readFixed(20);
                yield new Call.Destination.Unknown();
            }
            default -> throw new ScaleException(start, "no address");
        };
    }

    /** A compact u64; above 2^63 it comes out negative, to be compared as unsigned. */
    private long compactU64() {
        int start = in.offset();
        java.math.BigInteger value = in.readCompact();
        if (value.bitLength() > 64) {
            throw new ScaleException(start, value + " does not fit u64");
        }
        return value.longValue();
    }

    private static ScaleException unknown(int start, int pallet, int index) {
        return new ScaleException(start, "no call " + index + " of pallet " + pallet + " here");
    }
}
