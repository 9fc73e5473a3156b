package io.hypha.node.network.wire;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Noise's CipherState with ChaCha20-Poly1305: one key, one direction, a counter as nonce (4 zero
 * bytes, 8 bytes little-endian). The JDK's cipher runs on the processor's vector instructions,
 * about eight times as fast as one in plain Java.
 */
final class NoiseCipher {

    static final int TAG = 16;
    static final int KEY = 32;

    private final Cipher cipher;
    private final SecretKeySpec key;
    private final byte[] nonce = new byte[12];
    private long counter;

    NoiseCipher(byte[] key, long counter) {
        try {
            this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has ChaCha20-Poly1305", e);
        }
        this.key = new SecretKeySpec(key, 0, KEY, "ChaCha20");
        this.counter = counter;
    }

    /**
     * Encrypts and appends the tag.
     *
     * @return {@code length + }{@value #TAG}
     */
    int seal(byte[] associated, byte[] in, int offset, int length, byte[] out, int to)
            throws WireException {
        try {
            start(Cipher.ENCRYPT_MODE, associated);
            return cipher.doFinal(in, offset, length, out, to);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing " + length + " bytes", e);
        }
    }

    /**
     * Checks the tag and decrypts.
     *
     * @return {@code length - }{@value #TAG}
     */
    int open(byte[] associated, byte[] in, int offset, int length, byte[] out, int to)
            throws WireException {
        if (length < TAG) {
            throw new WireException(
                    WireFault.Kind.BAD_NOISE, "noise: " + length + " bytes without a tag");
        }
        try {
            start(Cipher.DECRYPT_MODE, associated);
            return cipher.doFinal(in, offset, length, out, to);
        } catch (AEADBadTagException e) {
            throw new WireException(
                    WireFault.Kind.BAD_NOISE,
                    "noise: message " + (counter - 1) + " does not authenticate");
        } catch (ShortBufferException e) {
            throw new IllegalStateException("no room to decrypt " + length + " bytes", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening " + length + " bytes", e);
        }
    }

    private void start(int mode, byte[] associated) throws GeneralSecurityException, WireException {
        if (counter == -1) {
            // 2^64 - 1 is reserved; one more would repeat a nonce
            throw new WireException(WireFault.Kind.BAD_NOISE, "noise: the counter is used up");
        }
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] = (byte) (counter >>> (8 * i));
        }
        counter++;
        cipher.init(mode, key, new IvParameterSpec(nonce));
        if (associated.length > 0) {
            cipher.updateAAD(associated);
        }
    }
}
