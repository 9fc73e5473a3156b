package io.hypha.node.bundle;

import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.Header;

/**
 * An input after its proof was walked.
 *
 * @param header of the final block whose state holds it; its slot is chain time
 */
public record ProvenInput(String name, Header header, Bytes key, StorageValue value) {}
