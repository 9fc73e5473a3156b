package io.hypha.node.header;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;

/**
 * A block header: parent hash, number (Compact), state root, extrinsics root, digest.
 *
 * <p>The block hash is BLAKE2b-256 over the full encoding, the seal included.
 */
public record Header(
        Hash256 parentHash,
        long number,
        Hash256 stateRoot,
        Hash256 extrinsicsRoot,
        List<DigestItem> digest) {

    public Header {
        if (number < 0 || number > BlockId.MAX_NUMBER) {
            throw new IllegalArgumentException("a block number is u32, was " + number);
        }
        digest = List.copyOf(digest);
    }

    /**
     * Reads one header that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no header or are left over
     */
    public static Header decode(Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        Header header = read(reader);
        reader.requireEnd();
        return header;
    }

    /** Reads one header and leaves the cursor after it. */
    public static Header read(ScaleCodecReader reader) {
        Hash256 parentHash = reader.readHash();
        int numberAt = reader.offset();
        long number = reader.readCompactLong();
        if (number > BlockId.MAX_NUMBER) {
            throw new ScaleException(numberAt, "block number " + number + " is above u32");
        }
        return new Header(
                parentHash,
                number,
                reader.readHash(),
                reader.readHash(),
                reader.readVector(1, DigestItem::read));
    }

    public void write(ScaleCodecWriter writer) {
        writer.writeHash(parentHash)
                .writeCompact(number)
                .writeHash(stateRoot)
                .writeHash(extrinsicsRoot)
                .writeVector(digest, (out, item) -> item.write(out));
    }

    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        write(writer);
        return writer.toBytes();
    }

    public Hash256 hash() {
        return Blake2b.hash256(encode());
    }

    public BlockId id() {
        return new BlockId(number, hash());
    }

    /** The seal, where it is the last digest item, as it must be. */
    public Optional<DigestItem.Seal> seal() {
        return !digest.isEmpty() && digest.getLast() instanceof DigestItem.Seal seal
                ? Optional.of(seal)
                : Optional.empty();
    }

    /** This header with its last digest item left out: what the author signed. */
    public Header withoutLastDigestItem() {
        if (digest.isEmpty()) {
            throw new IllegalStateException("header #" + number + " has no digest item");
        }
        return new Header(
                parentHash,
                number,
                stateRoot,
                extrinsicsRoot,
                digest.subList(0, digest.size() - 1));
    }

    public Header withDigestItem(DigestItem item) {
        List<DigestItem> more = new java.util.ArrayList<>(digest);
        more.add(item);
        return new Header(parentHash, number, stateRoot, extrinsicsRoot, more);
    }
}
