package io.hypha.stake.vault;

import io.hypha.node.bytes.Bytes;
import java.util.Locale;

/**
 * What came back over the air gap: scanned, pasted or read from a file. Nothing of it is checked
 * but its form.
 */
public sealed interface VaultAnswer {

    /** More bytes than a signed staking call has, a batch of many included. */
    int MAX_TRANSACTION_BYTES = 16_384;

    /** Its hex, with room for 0x and the ends of lines. */
    int MAX_CHARACTERS = 2 * MAX_TRANSACTION_BYTES + 64;

    /**
     * A signature.
     *
     * @param bytes 65 with the scheme first, as Polkadot Vault shows it, or 64 without
     */
    record Signature(Bytes bytes) implements VaultAnswer {}

    /** Bytes longer than a signature: a whole signed extrinsic, if anything. */
    record SignedExtrinsic(Bytes bytes) implements VaultAnswer {}

    /** Neither; the sentence says what it looks like. */
    record Unusable(String sentence) implements VaultAnswer {}

    /** Reads hex with or without 0x; white space around and within it is left out. */
    static VaultAnswer parse(String scanned) {
        if (scanned.length() > MAX_CHARACTERS) {
            return new Unusable(
                    "That is longer than any signed transaction here: %d characters, at most %d are taken."
                            .formatted(scanned.length(), MAX_CHARACTERS));
        }
        String text = scanned.replaceAll("\\s+", "");
        if (text.isEmpty()) {
            return new Unusable("There is no signature in it.");
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("substrate:") || lower.startsWith("secret:")) {
            return new Unusable(
                    lower.startsWith("secret:")
                            ? "That is a secret key. Never show it to a page; it was not kept here."
                            : "That is the code of an account, not of a signature.");
        }
        String digits = lower.startsWith("0x") ? lower.substring(2) : lower;
        if (digits.length() % 2 != 0 || !digits.matches("[0-9a-f]*+")) {
            return new Unusable(
                    "A signature is hex: pairs of the digits 0 to 9 and a to f, with or without 0x.");
        }
        return of(Bytes.fromHex("0x" + digits));
    }

    private static VaultAnswer of(Bytes bytes) {
        return switch (bytes.size()) {
            case 64 -> new Signature(bytes);
            case 65 ->
                    bytes.unsignedAt(0) <= 1
                            ? new Signature(bytes)
                            : new Unusable(
                                    "That is no sr25519 or ed25519 signature: the first byte of 65 is 00 or 01,"
                                            + " here it is %02x.".formatted(bytes.unsignedAt(0)));
            case 66 ->
                    new Unusable(
                            "That is an ECDSA signature; only sr25519 and ed25519 accounts are taken here.");
            default -> {
                if (bytes.size() < 64) {
                    yield new Unusable(
                            "A signature has 64 bytes, or 65 with its scheme; this has %d."
                                    .formatted(bytes.size()));
                }
                yield bytes.size() > MAX_TRANSACTION_BYTES
                        ? new Unusable(
                                "A signed transaction has at most %d bytes here."
                                        .formatted(MAX_TRANSACTION_BYTES))
                        : new SignedExtrinsic(bytes);
            }
        };
    }
}
