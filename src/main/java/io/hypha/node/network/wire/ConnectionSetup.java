package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.util.function.Predicate;

/**
 * What a connection starts with.
 *
 * @param self the identity that is proved to the remote
 * @param entropy 32 bytes of chance, fresh for every connection and used for nothing else: the keys
 *     of the Noise handshake and WebSocket masks are derived from it
 * @param supported which protocols of inbound substreams this side speaks; called on the thread
 *     that calls {@code receive}
 */
public record ConnectionSetup(
        Identity self, Bytes entropy, Predicate<String> supported, ConnectionLimits limits) {

    public ConnectionSetup {
        if (entropy.size() != 32) {
            throw new IllegalArgumentException("entropy has 32 bytes, found " + entropy.size());
        }
    }

    /** Never prints entropy. */
    @Override
    public String toString() {
        return "ConnectionSetup[" + self.peerId() + "]";
    }
}
