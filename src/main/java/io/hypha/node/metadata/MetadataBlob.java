package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds metadata in the forms in which nodes and files carry it. */
public final class MetadataBlob {

    /** {@code meta}: the first four bytes of metadata. */
    static final Bytes MAGIC = Bytes.ofInts('m', 'e', 't', 'a');

    private MetadataBlob() {}

    /**
     * Metadata bytes from {@code meta} on: as they are, as hex text with {@code 0x}, or within
     * {@code Vec<u8>} or {@code Option<Vec<u8>>} (what {@code Metadata_metadata} and {@code
     * Metadata_metadata_at_version} return), also as hex.
     *
     * @throws ScaleException when it is none of these
     */
    public static Bytes unwrap(Bytes input) {
        if (input.startsWith(MAGIC)) {
            return input;
        }
        Bytes bytes = isHexText(input) ? hex(input) : input;
        if (bytes.startsWith(MAGIC)) {
            return bytes;
        }
        return inVector(bytes, 0)
                .or(() ->
                        !bytes.isEmpty() && bytes.at(0) == 1
                                ? inVector(bytes, 1)
                                : Optional.empty())
                .orElseThrow(() ->
                        new ScaleException(
                                0,
                                "no metadata: expected \"meta\", hex text, Vec<u8> or Option<Vec<u8>> around it"));
    }

    private static Optional<Bytes> inVector(Bytes bytes, int from) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(bytes.slice(from, bytes.size()));
            Bytes inner = reader.readByteVector();
            return reader.hasNext() || !inner.startsWith(MAGIC)
                    ? Optional.empty()
                    : Optional.of(inner);
        } catch (ScaleException notThat) {
            return Optional.empty();
        }
    }

    private static boolean isHexText(Bytes input) {
        return input.size() >= 2
                && input.at(0) == '0'
                && (input.at(1) == 'x' || input.at(1) == 'X');
    }

    private static Bytes hex(Bytes text) {
        try {
            return Bytes.fromHex(new String(text.toArray(), StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            throw new ScaleException(0, "metadata as hex text: " + e.getMessage());
        }
    }
}
