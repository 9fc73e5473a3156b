package io.hypha.node.network.wire;

/** Takes a piece of an array that is valid only during the call. */
@FunctionalInterface
interface ByteSink {
    void accept(byte[] bytes, int offset, int length) throws WireException;
}
