package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;
import java.util.List;

/**
 * A block as a full node tells it; nothing of it is checked.
 *
 * @param extrinsics its body, where it was asked for
 * @param justifications what the node calls a GRANDPA justification of it: one, or none
 */
record FullBlock(Header header, List<Bytes> extrinsics, List<Bytes> justifications) {

    FullBlock {
        extrinsics = List.copyOf(extrinsics);
        justifications = List.copyOf(justifications);
    }
}
