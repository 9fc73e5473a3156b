package io.hypha.node.sync;

/** Starts light nodes. */
public final class LightNodes {

    private LightNodes() {}

    /**
     * Starts to follow a network at once, on threads of its own; returns before anything was asked.
     *
     * @throws RecordException when the checkpoint is no place to start from
     */
    public static RunningNode start(NodeOptions options) {
        VerifyingNode node = new VerifyingNode(options);
        node.start();
        return node;
    }
}
