package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.Header;
import tools.jackson.databind.JsonNode;

/** The file {@code {header, setId, authorities}}: a header and the set that signed it. */
public final class CheckpointFile {

    private CheckpointFile() {}

    /**
     * Reads one.
     *
     * @param name of the file, for the message
     * @throws RecordException when it is none: not JSON, a field missing, authorities that cannot
     *     vote, or a header after which the voters cannot be known
     */
    public static Checkpoint read(Bytes json, String name) {
        return read(RecordJson.object(json, name), name);
    }

    static Checkpoint read(JsonNode node, String name) {
        Header header = RecordJson.header(RecordJson.hex(node, "header", name), name + ": header");
        long setId = RecordJson.u64(RecordJson.required(node, "setId", name), name + ": setId");
        Checkpoint checkpoint =
                new Checkpoint(
                        header,
                        RecordJson.voters(
                                setId, RecordJson.required(node, "authorities", name), name));
        if (TrustPath.from(checkpoint)
                instanceof TrustPath.NeedsCheckpoint(var at, String reason)) {
            throw new RecordException(name + ": " + at + " is no place to start from: " + reason);
        }
        return checkpoint;
    }
}
