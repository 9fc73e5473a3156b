package io.hypha.node.bundle;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * One call of the chain's own code that a figure rests on. Whoever checks the bundle runs it again,
 * on the state that the bundle proves.
 *
 * @param name what the formula calls it; unique among the calls of its figure
 * @param block hash of the block whose state the call runs on
 * @param codeHash BLAKE2b-256 of the code, which that state holds under {@code :code}
 * @param method name of the exported function
 * @param parameters SCALE
 * @param result what the bundle claims the code returns
 */
public record FigureCall(
        String name,
        Hash256 block,
        Hash256 codeHash,
        String method,
        Bytes parameters,
        Bytes result) {}
