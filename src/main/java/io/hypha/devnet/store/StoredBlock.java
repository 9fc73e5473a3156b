package io.hypha.devnet.store;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;

/**
 * A block as it is kept.
 *
 * @param hash of the header
 * @param body extrinsics in their order, each with its length prefix
 * @param justifications GRANDPA justifications that are kept for it: one, or none
 * @param stateBirth number of the block that stored the root node of this block's state: its own
 *     number, or an older one where the state did not change
 */
public record StoredBlock(
        Header header,
        Hash256 hash,
        List<Bytes> body,
        List<Bytes> justifications,
        long stateBirth) {

    public StoredBlock {
        body = List.copyOf(body);
        justifications = List.copyOf(justifications);
    }

    public long number() {
        return header.number();
    }

    public BlockId id() {
        return new BlockId(header.number(), hash);
    }

    byte[] encode() {
        ScaleCodecWriter out = new ScaleCodecWriter();
        header.write(out);
        return out.writeHash(hash)
                .writeVector(body, ScaleCodecWriter::writeByteVector)
                .writeVector(justifications, ScaleCodecWriter::writeByteVector)
                .writeUint32(stateBirth)
                .toArray();
    }

    static StoredBlock decode(byte[] stored) {
        ScaleCodecReader in = new ScaleCodecReader(stored);
        StoredBlock block =
                new StoredBlock(
                        Header.read(in),
                        in.readHash(),
                        in.readVector(1, ScaleCodecReader::readByteVector),
                        in.readVector(1, ScaleCodecReader::readByteVector),
                        in.readUint32());
        in.requireEnd();
        return block;
    }
}
