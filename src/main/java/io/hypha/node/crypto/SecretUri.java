package io.hypha.node.crypto;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Substrate's secret URI: {@code [phrase or 0x seed](/soft | //hard)*[///password]}. Without a
 * phrase it means the well-known development phrase, so {@code //Alice} is the Alice of every
 * devnet.
 *
 * <p>For the devnet and tests only: Hypha holds nobody's keys.
 */
public final class SecretUri {

    /** The phrase that every Substrate development chain uses; it protects nothing. */
    public static final String DEVELOPMENT_PHRASE =
            "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

    private static final int MAX_LENGTH = 1024;
    private static final int MAX_JUNCTIONS = 32;
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?<phrase>[^/]*)(?<path>(?:/{1,2}[^/]+)*+)(?:///(?<password>.*))?",
                    Pattern.DOTALL);
    private static final Pattern JUNCTION = Pattern.compile("/(?<hard>/?)(?<code>[^/]+)");
    private static final Pattern HEX_SEED = Pattern.compile("0x[0-9a-fA-F]{64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final byte[] ED25519_DERIVATION = scaleString("Ed25519HDKD");

    private final byte[] miniSecret;
    private final List<Junction> junctions;

    private SecretUri(byte[] miniSecret, List<Junction> junctions) {
        this.miniSecret = miniSecret;
        this.junctions = List.copyOf(junctions);
    }

    private record Junction(boolean isHard, Bytes chainCode) {}

    /**
     * Reads a secret URI.
     *
     * @throws SecretUriException when the shape is wrong, a word is not in the BIP-39 list, or the
     *     phrase's checksum does not fit
     */
    public static SecretUri parse(String text) throws SecretUriException {
        if (text.length() > MAX_LENGTH) {
            throw new SecretUriException("a secret URI has at most " + MAX_LENGTH + " characters");
        }
        Matcher shape = SHAPE.matcher(text);
        if (!shape.matches()) {
            throw new SecretUriException(
                    "a secret URI is a phrase or 0x seed, then /soft or //hard, then ///password");
        }
        String phrase = group(shape, "phrase");
        List<Junction> junctions = new ArrayList<>();
        Matcher junction = JUNCTION.matcher(group(shape, "path"));
        while (junction.find()) {
            junctions.add(
                    new Junction(
                            !group(junction, "hard").isEmpty(),
                            chainCode(group(junction, "code"))));
        }
        if (junctions.size() > MAX_JUNCTIONS) {
            throw new SecretUriException(
                    "a secret URI has at most " + MAX_JUNCTIONS + " junctions");
        }
        byte[] miniSecret =
                HEX_SEED.matcher(phrase).matches()
                        ? Bytes.fromHex(phrase).toArray()
                        : Mnemonic.miniSecret(
                                phrase.isEmpty() ? DEVELOPMENT_PHRASE : phrase,
                                group(shape, "password"));
        return new SecretUri(miniSecret, junctions);
    }

    /** 32 bytes before any junction. A copy. */
    public byte[] miniSecret() {
        return miniSecret.clone();
    }

    /** The sr25519 pair after all junctions. */
    public Schnorrkel.KeyPair sr25519() {
        Schnorrkel.KeyPair pair = Schnorrkel.KeyPair.fromMiniSecret(miniSecret);
        for (Junction junction : junctions) {
            byte[] chainCode = junction.chainCode().toArray();
            pair = junction.isHard() ? pair.deriveHard(chainCode) : pair.deriveSoft(chainCode);
        }
        return pair;
    }

    /**
     * The ed25519 seed (32 bytes) after all junctions.
     *
     * @throws SecretUriException when a junction is soft: ed25519 has none
     */
    public byte[] ed25519Seed() throws SecretUriException {
        byte[] seed = miniSecret();
        for (Junction junction : junctions) {
            if (!junction.isHard()) {
                throw new SecretUriException("ed25519 has no soft derivation");
            }
            seed =
                    Blake2b.hash256(
                            Bytes.concat(
                                            Bytes.of(ED25519_DERIVATION),
                                            Bytes.of(seed),
                                            junction.chainCode())
                                    .toArray());
        }
        return seed;
    }

    /**
     * A number as u64, anything else as a SCALE string; what exceeds 32 bytes is hashed, the rest
     * padded.
     */
    private static Bytes chainCode(String code) {
        if (NUMBER.matcher(code).matches()) {
            BigInteger number = new BigInteger(code);
            if (number.bitLength() <= 64) {
                return Bytes.of(Scalar.toBytes(number));
            }
        }
        byte[] encoded = scaleString(code);
        return Bytes.of(
                encoded.length > 32 ? Blake2b.hash256(encoded) : Arrays.copyOf(encoded, 32));
    }

    /** Length as a compact, then UTF-8. Written out here because this room uses no codec. */
    private static byte[] scaleString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (utf8.length < 1 << 6) {
            out.write(utf8.length << 2);
        } else {
            // MAX_LENGTH characters make less than 2^14 bytes: two-byte mode
            out.write(utf8.length << 2 | 1);
            out.write(utf8.length >> 6);
        }
        out.write(utf8, 0, utf8.length);
        return out.toByteArray();
    }

    private static String group(Matcher matcher, String name) {
        String value = matcher.group(name);
        return value == null ? "" : value;
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "SecretUri[" + junctions.size() + " junctions]";
    }
}
