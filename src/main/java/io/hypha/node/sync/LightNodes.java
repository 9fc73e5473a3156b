package io.hypha.node.sync;

/** Starts light nodes. */
public final class LightNodes {

    private LightNodes() {}

    /**
     * Starts to follow a network at once, on threads of its own; returns before anything was asked.
     *
     * @throws RecordException when the checkpoint is no place to start from, or what is kept in the data folder
     *     belongs to another network
     */
    public static RunningNode start(NodeOptions options) {
        return unbuilt(options.network().network().name());
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T unbuilt(String name) {
        throw new IllegalStateException("not built yet: " + name);
    }
}
