package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;

/**
 * The calls of this runtime, with the main network's pallet and call indices. Amounts are u64 in
 * rao.
 */
sealed interface Call {

    /** Nesting beyond this depth does not decode. */
    int MAX_DEPTH = 8;

    record Remark() implements Call {}

    record SetTimestamp(long millis) implements Call {}

    record Transfer(Destination to, long amount, boolean keepAlive) implements Call {}

    record TransferAll(Destination to, boolean keepAlive) implements Call {}

    record AddStake(Bytes hotkey, int netuid, long tao) implements Call {}

    record RemoveStake(Bytes hotkey, int netuid, long alpha) implements Call {}

    record AddStakeLimit(Bytes hotkey, int netuid, long tao, long limit, boolean partial)
            implements Call {}

    record RemoveStakeLimit(Bytes hotkey, int netuid, long alpha, long limit, boolean partial)
            implements Call {}

    record MoveStake(Bytes fromHotkey, Bytes toHotkey, int fromNetuid, int toNetuid, long alpha)
            implements Call {}

    record BatchAll(List<Call> calls) implements Call {}

    record Sudo(Call call) implements Call {}

    /**
     * @param inBlocks u32
     * @param forced median last finalized block, u32
     */
    record ScheduleGrandpaChange(List<Authority> next, long inBlocks, Optional<Long> forced)
            implements Call {}

    /** A {@code MultiAddress}; only an account id can be looked up. */
    sealed interface Destination {
        record Account(Bytes id) implements Destination {}

        record Unknown() implements Destination {}
    }

    /**
     * @throws ScaleException when the bytes are no call of this runtime
     */
    static Call read(ScaleCodecReader in) {
        return read(in, 0);
    }

    private static Call read(ScaleCodecReader in, int depth) {
        int start = in.offset();
        if (depth > MAX_DEPTH) {
            throw new ScaleException(start, "calls nest deeper than " + MAX_DEPTH);
        }
        int pallet = in.readUByte();
        int index = in.readUByte();
        return switch (pallet << 8 | index) {
            case 0x0000 -> {
                in.readByteVector();
                yield new Remark();
            }
            case 0x0200 -> new SetTimestamp(in.readCompactLong());
            case 0x0500 -> new Transfer(destination(in), compactU64(in), false);
            case 0x0503 -> new Transfer(destination(in), compactU64(in), true);
            case 0x0504 -> new TransferAll(destination(in), in.readBoolean());
            case 0x0b02 -> {
                List<Call> calls = new java.util.ArrayList<>();
                for (int left = in.readCount(2); left > 0; left--) {
                    calls.add(read(in, depth + 1));
                }
                yield new BatchAll(List.copyOf(calls));
            }
            case 0x0c00 -> new Sudo(read(in, depth + 1));
            case 0x133b ->
                    new ScheduleGrandpaChange(
                            Authority.readList(in),
                            in.readUint32(),
                            in.readOptional(ScaleCodecReader::readUint32));
            case 0x0702 -> new AddStake(account(in), in.readUint16(), in.readLong());
            case 0x0703 -> new RemoveStake(account(in), in.readUint16(), in.readLong());
            case 0x0755 ->
                    new MoveStake(
                            account(in),
                            account(in),
                            in.readUint16(),
                            in.readUint16(),
                            in.readLong());
            case 0x0758 ->
                    new AddStakeLimit(
                            account(in),
                            in.readUint16(),
                            in.readLong(),
                            in.readLong(),
                            in.readBoolean());
            case 0x0759 ->
                    new RemoveStakeLimit(
                            account(in),
                            in.readUint16(),
                            in.readLong(),
                            in.readLong(),
                            in.readBoolean());
            default ->
                    throw new ScaleException(
                            start, "no call " + index + " of pallet " + pallet + " here");
        };
    }

    private static Bytes account(ScaleCodecReader in) {
        return in.readFixed(32);
    }

    private static Destination destination(ScaleCodecReader in) {
        int start = in.offset();
        return switch (in.readUByte()) {
            case 0 -> new Destination.Account(account(in));
            case 1 -> new Destination.Unknown();
            case 2 -> {
                in.readByteVector();
                yield new Destination.Unknown();
            }
            case 3 -> {
                in.readFixed(32);
                yield new Destination.Unknown();
            }
            case 4 -> {
                in.readFixed(20);
                yield new Destination.Unknown();
            }
            default -> throw new ScaleException(start, "no address");
        };
    }

    /** A compact u64; above 2^63 it comes out negative, to be compared as unsigned. */
    private static long compactU64(ScaleCodecReader in) {
        int start = in.offset();
        java.math.BigInteger value = in.readCompact();
        if (value.bitLength() > 64) {
            throw new ScaleException(start, value + " does not fit u64");
        }
        return value.longValue();
    }
}
