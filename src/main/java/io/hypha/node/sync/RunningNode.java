package io.hypha.node.sync;

import io.hypha.node.LightNode;

/** A light node that follows its network until it is closed. */
public interface RunningNode extends LightNode, AutoCloseable {

    /** Ends every thread and connection; what was proven is kept. */
    @Override
    void close();
}
