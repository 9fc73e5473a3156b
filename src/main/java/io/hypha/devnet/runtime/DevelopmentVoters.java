package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SecretUriException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who can vote on a devnet: the holders of public secrets, {@code //Alice} to {@code //Ferdie} and
 * {@code //0} to {@code //31} of Substrate's development phrase.
 */
public final class DevelopmentVoters {

    /** As many numbered seeds as a set has places on the main network. */
    private static final int NUMBERED = 32;

    private DevelopmentVoters() {}

    /** The ed25519 seed of a voter's key. */
    public static Optional<Bytes> seed(Hash256 key) {
        return Optional.ofNullable(Named.SEEDS.get(key))
                .or(() -> Optional.ofNullable(Numbered.SEEDS.get(key)));
    }

    public static boolean isKnown(Hash256 key) {
        return seed(key).isPresent();
    }

    /**
     * The ed25519 seed of a secret URI.
     *
     * @param path such as {@code //Alice}
     */
    public static Bytes seed(String path) {
        try {
            return Bytes.of(SecretUri.parse(Named.PHRASE_SECRET + path).ed25519Seed());
        } catch (SecretUriException e) {
            throw new IllegalArgumentException("no path of a secret URI: " + path, e);
        }
    }

    private static Map<Hash256, Bytes> keyed(Stream<String> paths) {
        Map<Hash256, Bytes> seeds = new LinkedHashMap<>();
        paths.forEach(path -> {
            Bytes seed = seed(path);
            seeds.put(Hash256.of(Ed25519.publicKey(seed.toArray())), seed);
        });
        return Map.copyOf(seeds);
    }

    private static final class Named {
        /** The phrase's mini secret in hex: from it a path derives at once. */
        static final String PHRASE_SECRET = phraseSecret();

        static final Map<Hash256, Bytes> SEEDS =
                keyed(
                        List.of("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie").stream()
                                .map(name -> "//" + name));

        private static String phraseSecret() {
            try {
                return Bytes.of(SecretUri.parse(SecretUri.DEVELOPMENT_PHRASE).miniSecret()).toHex();
            } catch (SecretUriException e) {
                throw new IllegalStateException("the development phrase is none", e);
            }
        }
    }

    private static final class Numbered {
        static final Map<Hash256, Bytes> SEEDS =
                keyed(IntStream.range(0, NUMBERED).mapToObj(number -> "//" + number));
    }
}
