package io.hypha.node.network.message;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a run of blocks under {@code /sync/2}. A peer that is asked the same more than twice
 * takes offence.
 *
 * @param fields which parts of each block
 * @param from the first block of the answer
 * @param direction towards the children, or towards the parents
 * @param max most blocks of the answer; 0 leaves it to the server, whose limit is {@value
 *     MessageLimits#MAX_BLOCKS}
 * @param multipleJustifications whether the asker reads field 8 of {@link BlockData}; a recent
 *     server sends no justification else
 */
public record BlockRequest(
        Set<BlockAttribute> fields,
        From from,
        Direction direction,
        long max,
        boolean multipleJustifications) {

    /** Where a run of blocks begins. */
    public sealed interface From {

        record AtHash(Hash256 hash) implements From {}

        /** The block of that number on the server's best chain. */
        record AtNumber(long number) implements From {
            public AtNumber {
                if (number < 0 || number > BlockId.MAX_NUMBER) {
                    throw new IllegalArgumentException("a block number is u32, was " + number);
                }
            }
        }
    }

    public enum Direction {
        /** From children to grandchildren. */
        ASCENDING,
        /** From a block to its parent. */
        DESCENDING
    }

    public BlockRequest {
        if (max < 0 || max > BlockId.MAX_NUMBER) {
            throw new IllegalArgumentException("a count of blocks is u32, was " + max);
        }
        Set<BlockAttribute> copy = EnumSet.noneOf(BlockAttribute.class);
        copy.addAll(fields);
        fields = Collections.unmodifiableSet(copy);
    }

    /** Like the other, and asks for all justifications. */
    public BlockRequest(Set<BlockAttribute> fields, From from, Direction direction, long max) {
        this(fields, from, direction, max, true);
    }

    /** The block of that hash and {@code count - 1} of its ancestors, headers only. */
    public static BlockRequest ancestors(Hash256 hash, int count) {
        return new BlockRequest(
                EnumSet.of(BlockAttribute.HEADER),
                new From.AtHash(hash),
                Direction.DESCENDING,
                count);
    }

    /** One block by its hash. */
    public static BlockRequest one(Hash256 hash, Set<BlockAttribute> fields) {
        return new BlockRequest(fields, new From.AtHash(hash), Direction.ASCENDING, 1);
    }

    /** A run of blocks on the server's best chain, upwards. */
    public static BlockRequest ascending(long number, int count, Set<BlockAttribute> fields) {
        return new BlockRequest(fields, new From.AtNumber(number), Direction.ASCENDING, count);
    }

    public boolean asks(BlockAttribute attribute) {
        return fields.contains(attribute);
    }

    public Bytes encode() {
        long mask = 0;
        for (BlockAttribute attribute : fields) {
            mask |= attribute.mask();
        }
        ProtobufWriter writer = new ProtobufWriter().varint(1, mask);
        switch (from) {
            case From.AtHash(Hash256 hash) -> writer.hash(2, hash);
            case From.AtNumber(long number) ->
                    writer.bytes(3, new ScaleCodecWriter().writeUint32(number).toBytes());
        }
        return writer.varint(5, direction == Direction.DESCENDING ? 1 : 0)
                .varint(6, max)
                .bool(7, multipleJustifications)
                .toBytes();
    }

    /**
     * @throws MessageException when it is no such request: unknown attributes or direction, no
     *     block to begin with
     */
    public static BlockRequest decode(Bytes message) {
        ProtobufReader reader =
                ProtobufReader.of(message, MessageLimits.MAX_REQUEST, "a block request");
        Set<BlockAttribute> fields = EnumSet.noneOf(BlockAttribute.class);
        @Nullable From from = null;
        Direction direction = Direction.ASCENDING;
        long max = 0;
        boolean multiple = false;
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> fields = attributes(reader);
                case 2 -> from = new From.AtHash(reader.hash());
                case 3 -> from = new From.AtNumber(number(reader));
                case 5 -> direction = direction(reader);
                case 6 -> max = reader.uint32();
                case 7 -> multiple = reader.bool();
                default -> reader.skip();
            }
        }
        if (from == null) {
            throw new MessageException(0, "expected a hash or a number to begin with, found none");
        }
        return new BlockRequest(fields, from, direction, max, multiple);
    }

    private static Set<BlockAttribute> attributes(ProtobufReader reader) {
        long mask = reader.uint32();
        if ((mask & BlockAttribute.TOP_BYTE & ~BlockAttribute.ALL) != 0) {
            throw new MessageException(
                    reader.offset(), "no block has the attributes 0x" + Long.toHexString(mask));
        }
        Set<BlockAttribute> fields = EnumSet.noneOf(BlockAttribute.class);
        for (BlockAttribute attribute : BlockAttribute.values()) {
            if ((mask & attribute.mask()) != 0) {
                fields.add(attribute);
            }
        }
        return fields;
    }

    private static long number(ProtobufReader reader) {
        Bytes number = reader.bytes(4);
        if (number.size() != 4) {
            throw new MessageException(
                    reader.offset(), "expected a block number of 4 bytes, found " + number.size());
        }
        return new ScaleCodecReader(number).readUint32();
    }

    private static Direction direction(ProtobufReader reader) {
        long code = reader.varint();
        if (code != 0 && code != 1) {
            throw new MessageException(
                    reader.offset(),
                    "expected direction 0 or 1, found " + Long.toUnsignedString(code));
        }
        return code == 0 ? Direction.ASCENDING : Direction.DESCENDING;
    }

    /** The number that the run begins with, where it is known. */
    public Optional<Long> firstNumber() {
        return from instanceof From.AtNumber(long number) ? Optional.of(number) : Optional.empty();
    }
}
