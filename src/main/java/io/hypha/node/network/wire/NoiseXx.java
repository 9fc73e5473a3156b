package io.hypha.node.network.wire;

import io.hypha.node.crypto.X25519;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The handshake Noise_XX_25519_ChaChaPoly_SHA256 (noiseprotocol.org, revision 34): {@code → e},
 * {@code ← e, ee, s, es}, {@code → s, se}. Keys come from outside; nothing here draws chance.
 */
final class NoiseXx {

    static final int DH = X25519.SIZE;
    static final int MAX_MESSAGE = 65_535;

    // has exactly the size of the hash, so it is the first hash and chaining key itself
    private static final byte[] NAME =
            "Noise_XX_25519_ChaChaPoly_SHA256".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] NONE = new byte[0];

    private final boolean initiator;
    private final byte[] staticPrivate;
    private final byte[] staticPublic;
    private final byte[] ephemeralPrivate;
    private final byte[] remoteEphemeral = new byte[DH];
    private final byte[] remoteStatic = new byte[DH];
    private byte[] hash = NAME.clone();
    private byte[] chainingKey = NAME.clone();
    private NoiseCipher[] cipher = {}; // none before the first key
    private int messages;

    NoiseXx(boolean initiator, byte[] prologue, byte[] staticPrivate, byte[] ephemeralPrivate) {
        this.initiator = initiator;
        this.staticPrivate = staticPrivate.clone();
        this.staticPublic = X25519.publicKey(staticPrivate);
        this.ephemeralPrivate = ephemeralPrivate.clone();
        mixHash(prologue, 0, prologue.length);
    }

    /** A handshake with itself: classes and providers are loaded, nothing is kept. */
    static void warmUp() {
        byte[] secret = new byte[DH];
        NoiseXx one = new NoiseXx(true, NONE, secret, secret);
        NoiseXx other = new NoiseXx(false, NONE, secret, secret);
        try {
            other.read(one.write(NONE));
            one.read(other.write(NONE));
            other.read(one.write(NONE));
        } catch (WireException e) {
            throw new IllegalStateException("a handshake with itself", e);
        }
    }

    byte[] staticPublic() {
        return staticPublic.clone();
    }

    boolean isDone() {
        return messages == 3;
    }

    boolean isOurTurn() {
        return !isDone() && messages % 2 == 0 == initiator;
    }

    byte[] handshakeHash() {
        return hash.clone();
    }

    /** Whether the remote's static key has come: with message 2 or 3. */
    boolean hasRemoteStatic() {
        return initiator ? messages > 1 : messages > 2;
    }

    /** The static key that the remote has shown; zero before {@link #hasRemoteStatic}. */
    byte[] remoteStatic() {
        return remoteStatic.clone();
    }

    /** The next message of this side. */
    byte[] write(byte[] payload) throws WireException {
        if (!isOurTurn()) {
            throw new IllegalStateException("it is not our turn to write");
        }
        byte[] out = new byte[2 * DH + 2 * NoiseCipher.TAG + payload.length];
        int at = 0;
        if (messages < 2) {
            byte[] ephemeral = X25519.publicKey(ephemeralPrivate);
            System.arraycopy(ephemeral, 0, out, 0, DH);
            mixHash(ephemeral, 0, DH);
            at = DH;
        }
        if (messages == 1) {
            mixKey(ephemeralPrivate, remoteEphemeral);
        }
        if (messages > 0) {
            at += seal(staticPublic, out, at);
            mixKey(staticPrivate, remoteEphemeral);
        }
        at += seal(payload, out, at);
        messages++;
        return Arrays.copyOf(out, at);
    }

    /** The payload of the remote's next message. */
    byte[] read(byte[] message) throws WireException {
        if (isDone() || isOurTurn()) {
            throw new IllegalStateException("it is not the remote's turn");
        }
        int at = 0;
        if (messages < 2) {
            need(message, DH);
            System.arraycopy(message, 0, remoteEphemeral, 0, DH);
            mixHash(message, 0, DH);
            at = DH;
        }
        if (messages == 1) {
            mixKey(ephemeralPrivate, remoteEphemeral);
        }
        if (messages > 0) {
            need(message, at + DH + NoiseCipher.TAG);
            open(message, at, DH + NoiseCipher.TAG, remoteStatic);
            at += DH + NoiseCipher.TAG;
            mixKey(ephemeralPrivate, remoteStatic);
        }
        int tag = cipher.length == 0 ? 0 : NoiseCipher.TAG;
        need(message, at + tag);
        byte[] payload = new byte[message.length - at - tag];
        open(message, at, message.length - at, payload);
        messages++;
        return payload;
    }

    private static void need(byte[] message, int size) throws WireException {
        if (message.length < size) {
            throw new WireException(
                    WireFault.Kind.BAD_NOISE,
                    "noise: a handshake message of "
                            + message.length
                            + " bytes where at least "
                            + size
                            + " are needed");
        }
    }

    /** The ciphers of the two directions: what this side sends with, then what it reads with. */
    NoiseCipher[] split() {
        if (!isDone()) {
            throw new IllegalStateException("the handshake is not done");
        }
        byte[][] keys = expand(NONE);
        NoiseCipher first = new NoiseCipher(keys[0], 0);
        NoiseCipher second = new NoiseCipher(keys[1], 0);
        Arrays.fill(staticPrivate, (byte) 0);
        Arrays.fill(ephemeralPrivate, (byte) 0);
        Arrays.fill(chainingKey, (byte) 0);
        return initiator ? new NoiseCipher[] {first, second} : new NoiseCipher[] {second, first};
    }

    private int seal(byte[] plain, byte[] out, int at) throws WireException {
        int size = plain.length;
        if (cipher.length == 0) {
            System.arraycopy(plain, 0, out, at, size);
        } else {
            size = cipher[0].seal(hash, plain, 0, plain.length, out, at);
        }
        mixHash(out, at, size);
        return size;
    }

    private void open(byte[] message, int at, int size, byte[] out) throws WireException {
        if (cipher.length == 0) {
            System.arraycopy(message, at, out, 0, size);
        } else {
            cipher[0].open(hash, message, at, size, out, 0);
        }
        mixHash(message, at, size);
    }

    private void mixHash(byte[] data, int offset, int length) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(hash);
            sha.update(data, offset, length);
            hash = sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private void mixKey(byte[] secret, byte[] point) throws WireException {
        byte[] shared = X25519.agree(secret, point);
        if (X25519.isZero(shared)) {
            throw new WireException(
                    WireFault.Kind.BAD_NOISE, "noise: a key of small order (shared secret zero)");
        }
        byte[][] keys = expand(shared);
        chainingKey = keys[0];
        cipher = new NoiseCipher[] {new NoiseCipher(keys[1], 0)};
    }

    /** HKDF with two outputs. */
    private byte[][] expand(byte[] input) {
        byte[] temporary = hmac(chainingKey, input);
        byte[] first = hmac(temporary, new byte[] {1});
        byte[] more = Arrays.copyOf(first, first.length + 1);
        more[first.length] = 2;
        return new byte[][] {first, hmac(temporary, more)};
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
