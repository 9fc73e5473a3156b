package io.hypha.node.network.wire;

/** What yamux tells the layer above while it reads frames. */
interface YamuxEvents {

    /** The remote opened a substream. */
    void inbound(int stream);

    void data(int stream, byte[] bytes, int offset, int length);

    /** The remote sends nothing more. */
    void finished(int stream);

    /** The remote dropped a substream; it is gone. */
    void reset(int stream);

    /** There is room to write again. */
    void writable(int stream);

    /** The answer to our ping. */
    void pong();
}
