package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.network.HostilePeer.Rude;
import io.hypha.node.network.message.Protocol;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.network.wire.WindowAbuse;

/** A peer of a given chain that is rude on the wire itself, for tests of other rooms. */
public final class RudePeer implements AutoCloseable {

    private final HostilePeer hostile;

    private RudePeer(Hash256 genesis) {
        this.hostile = new HostilePeer(77, genesis, genesis);
    }

    /** Answers a question for a warp proof with one byte now and then, and never ends. */
    public static RudePeer slowLoris(Hash256 genesis) {
        RudePeer peer = new RudePeer(genesis);
        peer.hostile.rule(
                Protocol.WARP,
                link ->
                        new Rude(link) {
                            private boolean asked;

                            @Override
                            void finished() {
                                asked = true;
                                send(Bytes.ofInts(0xff, 0x7f));
                            }

                            @Override
                            void turn(long nowMillis) {
                                if (asked) {
                                    send(Bytes.ofInts(1));
                                }
                            }
                        });
        peer.hostile.start();
        return peer;
    }

    /** Answers a question for a warp proof with more than the window allows. */
    public static RudePeer windowAbuse(Hash256 genesis) {
        RudePeer peer = new RudePeer(genesis);
        peer.hostile.rule(
                Protocol.WARP,
                link ->
                        new Rude(link) {
                            @Override
                            void finished() {
                                WindowAbuse.begin(peer.hostile.machine());
                                send(
                                        Bytes.concat(
                                                Bytes.ofInts(0x80, 0x80, 0xc0, 1),
                                                TestChain.bytes(3 << 20, 1)));
                            }
                        });
        peer.hostile.start();
        return peer;
    }

    public Multiaddr address() {
        return hostile.address();
    }

    public String id() {
        return hostile.id().toString();
    }

    @Override
    public void close() {
        hostile.close();
    }
}
