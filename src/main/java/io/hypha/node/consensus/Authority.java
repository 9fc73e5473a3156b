package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * One entry of an authority list as the chain writes it: {@code (key, u64)}.
 *
 * @param key an Ed25519 public key
 * @param weight the 64 bits of a u64; above 2^63 − 1 it is negative here, so compare and print it
 *     unsigned
 */
public record Authority(Hash256 key, long weight) {

    static final int ENCODED_SIZE = 40;

    /**
     * Reads a {@code Vec<(key, u64)>} that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no such list or are left over
     */
    public static List<Authority> decodeList(Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        List<Authority> list = readList(reader);
        reader.requireEnd();
        return list;
    }

    /** Reads a {@code Vec<(key, u64)>} and leaves the cursor after it. */
    public static List<Authority> readList(ScaleCodecReader reader) {
        return reader.readVector(ENCODED_SIZE, in -> new Authority(in.readHash(), in.readLong()));
    }

    public static Bytes encodeList(List<Authority> authorities) {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writeList(writer, authorities);
        return writer.toBytes();
    }

    public static void writeList(ScaleCodecWriter writer, List<Authority> authorities) {
        writer.writeVector(
                authorities, (out, each) -> out.writeHash(each.key).writeLong(each.weight));
    }

    @Override
    public String toString() {
        return key.toShortHex() + "×" + Long.toUnsignedString(weight);
    }
}
