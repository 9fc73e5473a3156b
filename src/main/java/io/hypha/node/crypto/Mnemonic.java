package io.hypha.node.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * BIP-39 phrases of English words, and Substrate's own way to a mini secret: PBKDF2 over the
 * entropy behind the phrase (substrate-bip39), not over its text as BIP-39 has it.
 */
final class Mnemonic {

    private static final int BITS_PER_WORD = 11;
    private static final int ROUNDS = 2048;

    private Mnemonic() {}

    /** The 16 to 32 bytes behind a phrase of 12, 15, 18, 21 or 24 words. */
    static byte[] entropy(String phrase) throws SecretUriException {
        String[] words =
                Normalizer.normalize(phrase.strip(), Normalizer.Form.NFKD).split("\\s+", 25);
        if (words.length < 12 || words.length > 24 || words.length % 3 != 0) {
            throw new SecretUriException("a phrase has 12, 15, 18, 21 or 24 words");
        }
        byte[] bits = new byte[(words.length * BITS_PER_WORD + 7) / 8];
        for (int i = 0; i < words.length; i++) {
            Integer index = Words.INDEX.get(words[i]);
            if (index == null) {
                throw new SecretUriException(
                        "word " + (i + 1) + " of the phrase is not in the BIP-39 list");
            }
            for (int bit = 0; bit < BITS_PER_WORD; bit++) {
                int at = i * BITS_PER_WORD + bit;
                bits[at >> 3] |=
                        (byte) ((index >> (BITS_PER_WORD - 1 - bit) & 1) << (7 - (at & 7)));
            }
        }
        int checksumBits = words.length / 3;
        byte[] entropy = Arrays.copyOf(bits, words.length / 3 * 4);
        int expected = sha256(entropy)[0] & 0xff;
        int found = bits[entropy.length] & 0xff;
        if ((expected ^ found) >> (8 - checksumBits) != 0) {
            throw new SecretUriException(
                    "the checksum of the phrase does not fit: a word is wrong or out of place");
        }
        return entropy;
    }

    /** 32 bytes: the mini secret of sr25519, the seed of ed25519. */
    static byte[] miniSecret(String phrase, String password) throws SecretUriException {
        String salt = "mnemonic" + Normalizer.normalize(password, Normalizer.Form.NFKD);
        PKCS5S2ParametersGenerator pbkdf2 = new PKCS5S2ParametersGenerator(new SHA512Digest());
        pbkdf2.init(entropy(phrase), salt.getBytes(StandardCharsets.UTF_8), ROUNDS);
        KeyParameter key = (KeyParameter) pbkdf2.generateDerivedParameters(512);
        return Arrays.copyOf(key.getKey(), 32);
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The word list of BIP-39, read when the first phrase is. */
    private static final class Words {

        static final Map<String, Integer> INDEX = read();

        private static Map<String, Integer> read() {
            try (InputStream in = Mnemonic.class.getResourceAsStream("bip39-english.txt")) {
                if (in == null) {
                    throw new IllegalStateException("bip39-english.txt is not on the class path");
                }
                Map<String, Integer> index = new HashMap<>();
                for (String word :
                        new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n", -1)) {
                    if (!word.isEmpty()) {
                        index.put(word, index.size());
                    }
                }
                if (index.size() != 1 << BITS_PER_WORD) {
                    throw new IllegalStateException(
                            "the word list has 2048 words, found " + index.size());
                }
                return Map.copyOf(index);
            } catch (IOException e) {
                throw new UncheckedIOException("bip39-english.txt", e);
            }
        }
    }
}
