package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a wallet does with a {@code SignerPayloadJSON}, written out byte by byte from the wallet
 * conventions, so that it shares nothing with the code it tests but the primitives. Fields can be
 * changed before it signs.
 */
public final class SigningWallet {

    private static final byte[] SEED = filled(7);

    public SignatureScheme scheme = SignatureScheme.SR25519;
    private byte[] seed = SEED;
    private Optional<Schnorrkel.KeyPair> derived = Optional.empty();
    public Hash256 signer = key(SignatureScheme.SR25519, SEED);
    public Bytes call = Bytes.EMPTY;
    public Bytes era = Bytes.EMPTY;
    public Hash256 blockHash = Hash256.ZERO;
    public Hash256 genesis = Hash256.ZERO;
    public long nonce;
    public long tip;
    public int mode;
    public Hash256 metadataHash = Hash256.ZERO;
    public long specVersion;
    public long transactionVersion;

    public static SigningWallet reading(String payloadJson) {
        JsonNode json = JsonMapper.builder().build().readTree(payloadJson);
        SigningWallet wallet = new SigningWallet();
        wallet.call = Bytes.fromHex(json.get("method").asString());
        wallet.era = Bytes.fromHex(json.get("era").asString());
        wallet.blockHash = Hash256.fromHex(json.get("blockHash").asString());
        wallet.genesis = Hash256.fromHex(json.get("genesisHash").asString());
        wallet.nonce = number(json, "nonce");
        wallet.tip = number(json, "tip");
        wallet.specVersion = number(json, "specVersion");
        wallet.transactionVersion = number(json, "transactionVersion");
        wallet.mode = json.get("mode").asInt();
        return wallet;
    }

    public static Hash256 key(SignatureScheme scheme, int seed) {
        return key(scheme, filled(seed));
    }

    public SigningWallet ed25519() {
        scheme = SignatureScheme.ED25519;
        return with(7);
    }

    /** Another key; the signer in the extrinsic is that key's. */
    public SigningWallet with(int otherSeed) {
        seed = filled(otherSeed);
        signer = key(scheme, seed);
        return this;
    }

    /** An sr25519 key that was derived, as those of the development accounts are. */
    public SigningWallet keyed(Schnorrkel.KeyPair pair) {
        derived = Optional.of(pair);
        signer = pair.publicKey();
        return this;
    }

    /** 64 bytes. */
    public Bytes bare() {
        Bytes payload =
                Bytes.concat(
                        call,
                        extra(),
                        new ScaleCodecWriter()
                                .writeUint32(specVersion)
                                .writeUint32(transactionVersion)
                                .toBytes(),
                        genesis.toBytes(),
                        blockHash.toBytes(),
                        mode == 0
                                ? Bytes.ofInts(0)
                                : Bytes.concat(Bytes.ofInts(1), metadataHash.toBytes()));
        byte[] message =
                payload.size() > 256 ? Blake2b.hash256(payload).toArray() : payload.toArray();
        return Bytes.of(
                scheme == SignatureScheme.ED25519
                        ? Ed25519.sign(seed, message)
                        : derived.orElseGet(() -> Schnorrkel.KeyPair.fromMiniSecret(seed))
                                .sign(message));
    }

    /** With its type byte. */
    public Bytes typed() {
        return Bytes.concat(Bytes.ofInts(scheme.index()), bare());
    }

    /** The whole signed extrinsic with its length prefix. */
    public Bytes signedTransaction() {
        return assembled(typed());
    }

    public Bytes assembled(Bytes typedSignature) {
        return new ScaleCodecWriter()
                .writeByteVector(
                        Bytes.concat(
                                Bytes.ofInts(0x84, 0),
                                signer.toBytes(),
                                typedSignature,
                                extra(),
                                call))
                .toBytes();
    }

    private Bytes extra() {
        return Bytes.concat(
                era,
                new ScaleCodecWriter()
                        .writeCompact(nonce)
                        .writeCompact(tip)
                        .writeUByte(mode)
                        .toBytes());
    }

    private static long number(JsonNode json, String field) {
        return new BigInteger(json.get(field).asString().substring(2), 16).longValueExact();
    }

    private static Hash256 key(SignatureScheme scheme, byte[] seed) {
        return scheme == SignatureScheme.ED25519
                ? Hash256.of(Ed25519.publicKey(seed))
                : Schnorrkel.KeyPair.fromMiniSecret(seed).publicKey();
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
