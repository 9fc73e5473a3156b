package io.hypha.node.network.wire;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libp2p's Noise over a byte stream: frames of a 2-byte big-endian length; three of them shake
 * hands and prove identities, all later ones carry the bytes of the layer above.
 */
final class SecureChannel {

    static final int LENGTH = 2;
    static final int MAX_PLAIN = NoiseXx.MAX_MESSAGE - NoiseCipher.TAG;

    private static final byte[] NONE = new byte[0];

    private final boolean dialer;
    private final Identity self;
    private final Optional<PeerId> expected;
    private final byte[] staticKey;
    private final byte[] ephemeralKey;
    private final ByteFifo handshakeOutput;

    private @Nullable NoiseXx handshake;
    private Optional<PeerId> remote = Optional.empty();
    private NoiseCipher[] ciphers = {};

    private byte[] partial = NONE;
    private int filled;
    private byte[] plain = NONE;

    SecureChannel(
            boolean dialer,
            Identity self,
            Optional<PeerId> expected,
            byte[] staticKey,
            byte[] ephemeralKey,
            ByteFifo output) {
        this.dialer = dialer;
        this.self = self;
        this.expected = expected;
        this.staticKey = staticKey;
        this.ephemeralKey = ephemeralKey;
        this.handshakeOutput = output;
    }

    /** Made when it is needed: whoever only knocks on the port costs no arithmetic. */
    private NoiseXx handshake() {
        NoiseXx existing = handshake;
        if (existing == null) {
            existing = new NoiseXx(dialer, NONE, staticKey, ephemeralKey);
            handshake = existing;
        }
        return existing;
    }

    /** The dialer's first message. */
    void start() throws WireException {
        write(handshake().write(NONE));
    }

    /** Whether both sides have proved themselves and {@link #seal} can be used. */
    boolean isSecured() {
        return ciphers.length > 0;
    }

    PeerId remote() {
        return remote.orElseThrow();
    }

    /** Takes bytes of the stream; what they decrypt to goes to {@code above}, in pieces. */
    void receive(byte[] bytes, int offset, int length, ByteSink above) throws WireException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (filled == 0 && end - at >= LENGTH) {
                int size = size(bytes, at);
                if (end - at - LENGTH >= size) {
                    accept(bytes, at + LENGTH, size, above);
                    at += LENGTH + size;
                    continue;
                }
            }
            at += assemble(bytes, at, end - at, above);
        }
    }

    /** Keeps the part of a frame whose rest comes later. */
    private int assemble(byte[] bytes, int at, int count, ByteSink above) throws WireException {
        int wanted = filled < LENGTH ? LENGTH : LENGTH + size(partial, 0);
        if (partial.length < wanted) {
            byte[] larger = new byte[wanted <= 256 ? 256 : LENGTH + NoiseXx.MAX_MESSAGE];
            System.arraycopy(partial, 0, larger, 0, filled);
            partial = larger;
        }
        int take = Math.min(count, wanted - filled);
        System.arraycopy(bytes, at, partial, filled, take);
        filled += take;
        if (filled >= LENGTH && filled == LENGTH + size(partial, 0)) {
            filled = 0;
            accept(partial, LENGTH, size(partial, 0), above);
        }
        return take;
    }

    private static int size(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }

    private void accept(byte[] bytes, int offset, int size, ByteSink above) throws WireException {
        if (!isSecured()) {
            shake(Arrays.copyOfRange(bytes, offset, offset + size));
            return;
        }
        if (plain.length < size) {
            plain = new byte[size <= 4_096 ? 4_096 : NoiseXx.MAX_MESSAGE];
        }
        int length = ciphers[1].open(NONE, bytes, offset, size, plain, 0);
        if (length > 0) {
            above.accept(plain, 0, length);
        }
    }

    private void shake(byte[] message) throws WireException {
        NoiseXx noise = handshake();
        byte[] payload = noise.read(message);
        if (!noise.hasRemoteStatic()) {
            if (payload.length > 0) {
                // libp2p leaves it empty; nothing in it could be secret or authentic
                throw new WireException(
                        WireFault.Kind.BAD_NOISE, "noise: a payload in the first message");
            }
            writeIdentity(noise);
            return;
        }
        PeerId peer = NoiseIdentity.verify(payload, noise.remoteStatic());
        if (expected.isPresent() && !expected.orElseThrow().equals(peer)) {
            throw new WireException(
                    WireFault.Kind.WRONG_PEER,
                    "expected peer " + expected.orElseThrow() + ", " + peer + " answered");
        }
        if (peer.equals(self.peerId())) {
            throw new WireException(WireFault.Kind.WRONG_PEER, "the remote is this node itself");
        }
        remote = Optional.of(peer);
        if (!noise.isDone()) {
            writeIdentity(noise);
        }
        ciphers = noise.split();
        handshake = null;
        Arrays.fill(staticKey, (byte) 0);
        Arrays.fill(ephemeralKey, (byte) 0);
    }

    private void writeIdentity(NoiseXx noise) throws WireException {
        write(noise.write(NoiseIdentity.encode(self, noise.staticPublic())));
    }

    private void write(byte[] message) {
        handshakeOutput.add(new byte[] {(byte) (message.length >> 8), (byte) message.length});
        handshakeOutput.add(message);
    }

    /**
     * Encrypts one frame of up to {@value #MAX_PLAIN} bytes into {@code out}.
     *
     * @return its size
     */
    int seal(byte[] bytes, int offset, int length, byte[] out, int to) throws WireException {
        int size = ciphers[0].seal(NONE, bytes, offset, length, out, to + LENGTH);
        out[to] = (byte) (size >> 8);
        out[to + 1] = (byte) size;
        return LENGTH + size;
    }
}
