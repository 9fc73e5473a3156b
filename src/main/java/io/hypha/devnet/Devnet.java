package io.hypha.devnet;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.net.URI;
import java.time.InstantSource;

/** A running devnet. {@link #start} gives one; {@link #close} stops it, and its store can be opened again. */
public final class Devnet implements AutoCloseable {

    private Devnet() {}

    /**
     * Opens or makes the chain, writes its history, serves it, and authors a block in each slot.
     *
     * @throws DevnetException when the store is in use or belongs to another chain, or the port is taken
     */
    public static Devnet start(DevnetOptions options, Progress progress) {
        return unbuilt();
    }

    /** As {@link #start} by another clock, and no block is authored but by {@link #author}: for tests. */
    public static Devnet manual(DevnetOptions options, InstantSource clock) {
        return unbuilt();
    }

    /** Makes one block now, with what the pool holds. Its slot is the clock's, or the next one if that is taken. */
    public BlockId author() {
        return unbuilt();
    }

    /** The newest block; it is final. */
    public BlockId head() {
        return unbuilt();
    }

    public URI rpcWebSocket() {
        return unbuilt();
    }

    public URI rpcHttp() {
        return unbuilt();
    }

    public Hash256 genesisHash() {
        return networkRecord().genesisHash();
    }

    public DevnetRecord networkRecord() {
        return unbuilt();
    }

    /**
     * The chain spec as JSON text: standard fields with the raw genesis state. The hashes of the metadata are in
     * its {@code properties}, the one place where other readers tolerate more.
     */
    public String chainSpec() {
        return unbuilt();
    }

    @Override
    public void close() {
        unbuilt();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T unbuilt() {
        throw new IllegalStateException("not built yet");
    }
}
