package io.hypha.node.bundle;

import io.hypha.node.ProofLink;
import io.hypha.node.bytes.Hash256;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What a bundle says; nothing of it is believed before {@link BundleVerifier} walked it.
 *
 * @param genesisHash of the network it claims to be from
 * @param blocks the blocks of the inputs
 * @param fragments the last block of each set of voters from the checkpoint on, oldest first
 */
public record Bundle(
        Hash256 genesisHash,
        Figure figure,
        List<BundleBlock> blocks,
        List<ProofLink.Fragment> fragments) {

    /** The form that this room reads and writes. */
    public static final String FORMAT = "hypha-bundle/1";

    public Bundle {
        blocks = List.copyOf(blocks);
        fragments = List.copyOf(fragments);
    }

    /**
     * Reads the JSON form.
     *
     * @throws BundleFormatException when it is none; bytes inside are not judged yet
     */
    public static Bundle read(JsonNode json) {
        return BundleJson.read(json);
    }

    public JsonNode toJson() {
        return BundleWriter.write(this);
    }

    /**
     * Writes the JSON form in UTF-8, without ever holding it whole; {@code out} stays open.
     *
     * @throws IOException when {@code out} takes no more
     */
    public void writeTo(OutputStream out) throws IOException {
        BundleWriter.write(this, out);
    }
}
