package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/**
 * Hops from one set of voters to the next: headers that change the set, each with its
 * justification.
 *
 * @param finished whether the last fragment is the newest that the sender could prove
 */
public record WarpProof(List<Fragment> fragments, boolean finished) {

    /** A sender fills at most 8 MiB, and one fragment has more than 150 bytes. */
    public static final int MAX_FRAGMENTS = 65_536;

    private static final int LEAST_FRAGMENT_SIZE = 144;

    /** A header and the proof that it is final. */
    public record Fragment(Header header, Justification justification) {

        private static Fragment read(ScaleCodecReader reader) {
            return new Fragment(Header.read(reader), Justification.read(reader));
        }

        private void write(ScaleCodecWriter writer) {
            header.write(writer);
            justification.write(writer);
        }
    }

    public WarpProof {
        fragments = List.copyOf(fragments);
    }

    /**
     * Reads {@code Vec<Header ‖ Justification> ‖ bool} that takes all the bytes.
     *
     * @throws ScaleException when the bytes are no warp proof, claim too much or are left over
     */
    public static WarpProof decode(Bytes encoded) {
        ScaleCodecReader reader = new ScaleCodecReader(encoded);
        List<Fragment> fragments =
                Bounded.readVector(
                        reader, "fragments", MAX_FRAGMENTS, LEAST_FRAGMENT_SIZE, Fragment::read);
        boolean finished = reader.readBoolean();
        reader.requireEnd();
        return new WarpProof(fragments, finished);
    }

    public Bytes encode() {
        ScaleCodecWriter writer = new ScaleCodecWriter();
        writer.writeVector(fragments, (out, each) -> each.write(out));
        return writer.writeBoolean(finished).toBytes();
    }
}
