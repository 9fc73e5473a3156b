package io.hypha.node.bundle;

import io.hypha.node.header.Header;

/**
 * A call after it was run again and returned what the bundle claims.
 *
 * @param header of the final block on whose state it ran
 */
public record ProvenCall(Header header, FigureCall call) {}
