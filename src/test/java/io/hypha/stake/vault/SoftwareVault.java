package io.hypha.stake.vault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Blake3;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.scale.ScaleCodecReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Polkadot Vault does with scanned frames, written from its description and sharing nothing
 * with what made them but hashes and keys: puts them together, checks the proof against the hash
 * that is signed, hashes what is longer than 257 bytes (as Vault does), signs, and answers with the
 * text of its QR code. It reads only extensions as Bittensor has them: all that carry no data are
 * empty.
 */
public final class SoftwareVault {

    private final byte[] seed;
    private final Schnorrkel.KeyPair pair;

    /** The request that the frames held, as the phone shows it. */
    public record Request(
            int crypto,
            int command,
            Hash256 signer,
            Bytes call,
            Bytes extensions,
            Hash256 genesis) {}

    /**
     * A phone with one mini secret, for both schemes.
     *
     * @param seed 32 bytes
     */
    public SoftwareVault(byte[] seed) {
        this(seed, Schnorrkel.KeyPair.fromMiniSecret(seed));
    }

    public SoftwareVault(byte[] ed25519Seed, Schnorrkel.KeyPair pair) {
        this.seed = ed25519Seed.clone();
        this.pair = pair;
    }

    /** Takes frames in any order, some of them twice, and says what its answer code holds. */
    public String sign(List<Bytes> frames) {
        Request request = read(frames);
        boolean sr25519 = request.crypto() == 1;
        assertEquals(
                sr25519 ? pair.publicKey() : Hash256.of(Ed25519.publicKey(seed)),
                request.signer(),
                "the phone has no such key");
        Bytes payload = Bytes.concat(request.call(), request.extensions());
        byte[] message =
                payload.size() > 257 ? Blake2b.hash256(payload).toArray() : payload.toArray();
        Bytes signature = Bytes.of(sr25519 ? pair.sign(message) : Ed25519.sign(seed, message));
        return Bytes.concat(Bytes.ofInts(request.crypto()), signature).toHex().substring(2);
    }

    public static Request read(List<Bytes> frames) {
        Map<Integer, Bytes> parts = new TreeMap<>();
        int count = -1;
        for (Bytes frame : frames) {
            assertEquals(0, frame.unsignedAt(0), "a legacy frame begins with 00");
            int total = frame.unsignedAt(1) << 8 | frame.unsignedAt(2);
            int number = frame.unsignedAt(3) << 8 | frame.unsignedAt(4);
            assertTrue(number < total && (count == -1 || count == total));
            count = total;
            parts.put(number, frame.slice(5, frame.size()));
        }
        assertEquals(count, parts.size(), "not all frames were scanned");
        return request(Bytes.concat(parts.values()));
    }

    private static Request request(Bytes content) {
        assertEquals(0x53, content.unsignedAt(0));
        int crypto = content.unsignedAt(1);
        int command = content.unsignedAt(2);
        assertTrue(crypto == 0 || crypto == 1);
        Hash256 signer = Hash256.of(content.slice(3, 35));
        Hash256 genesis = Hash256.of(content.slice(content.size() - 32, content.size()));
        ScaleCodecReader body = new ScaleCodecReader(content.slice(35, content.size() - 32));
        Hash256 proven = Hash256.ZERO;
        switch (command) {
            case 0x02 -> {}
            case 0x06 -> proven = metadataHash(body);
            default -> throw new AssertionError("command " + command);
        }
        Bytes call = body.readByteVector();
        Bytes extensions = body.readFixed(body.remaining());
        assertTrue(containsGenesis(extensions, genesis), "another network is signed");
        if (command == 0x06) {
            assertEquals(
                    Bytes.concat(Bytes.ofInts(1), proven.toBytes()),
                    extensions.slice(extensions.size() - 33, extensions.size()),
                    "the proof is for another hash than the one that is signed");
        }
        return new Request(crypto, command, signer, call, extensions, genesis);
    }

    private static boolean containsGenesis(Bytes extensions, Hash256 genesis) {
        return extensions.toHex().contains(genesis.toHex().substring(2));
    }

    /** Reads a metadata proof and makes the hash that it proves. */
    private static Hash256 metadataHash(ScaleCodecReader in) {
        List<Bytes> leaves = in.readVector(1, SoftwareVault::leaf);
        List<Long> places = in.readVector(4, ScaleCodecReader::readUint32);
        List<Hash256> nodes = new ArrayList<>(in.readVector(32, ScaleCodecReader::readHash));
        Bytes extrinsic = part(in, SoftwareVault::extrinsicMetadata);
        Bytes extraInfo =
                part(
                        in,
                        info -> {
                            info.readUint32();
                            info.readString();
                            assertEquals(42, info.readUint16());
                            assertEquals(9, info.readUByte());
                            assertEquals("TAO", info.readString());
                        });
        Map<Long, Hash256> known = new HashMap<>();
        for (int i = 0; i < leaves.size(); i++) {
            known.put(places.get(i), blake3(leaves.get(i)));
        }
        Hash256 root = root(0, known, nodes);
        assertTrue(nodes.isEmpty());
        return blake3(
                Bytes.concat(
                        Bytes.ofInts(1), root.toBytes(), blake3(extrinsic).toBytes(), extraInfo));
    }

    private static Hash256 root(long at, Map<Long, Hash256> known, List<Hash256> nodes) {
        if (known.containsKey(at)) {
            return known.get(at);
        }
        if (known.keySet().stream().noneMatch(leaf -> isBelow(leaf, at))) {
            return nodes.removeFirst();
        }
        Hash256 left = root(2 * at + 1, known, nodes);
        return blake3(Bytes.concat(left.toBytes(), root(2 * at + 2, known, nodes).toBytes()));
    }

    private static boolean isBelow(long leaf, long node) {
        long at = leaf;
        while (at > node) {
            at = (at - 1) / 2;
        }
        return at == node;
    }

    private static Bytes leaf(ScaleCodecReader in) {
        return part(
                in,
                type -> {
                    type.readVector(1, ScaleCodecReader::readString);
                    switch (type.readUByte()) {
                        case 0 -> fields(type);
                        case 1 -> {
                            type.readString();
                            fields(type);
                            type.readCompactInt();
                        }
                        case 2 -> reference(type);
                        case 3 -> {
                            type.readUint32();
                            reference(type);
                        }
                        case 4 -> type.readVector(1, SoftwareVault::reference);
                        case 5 -> type.skip(2);
                        default -> throw new AssertionError("no such type");
                    }
                    type.readCompactInt();
                });
    }

    private static void fields(ScaleCodecReader in) {
        in.readVector(
                3,
                field -> {
                    field.readOptional(ScaleCodecReader::readString);
                    reference(field);
                    return field.readOptional(ScaleCodecReader::readString);
                });
    }

    private static int reference(ScaleCodecReader in) {
        int code = in.readUByte();
        return code == 22 ? in.readCompactInt() : -code;
    }

    private static void extrinsicMetadata(ScaleCodecReader in) {
        assertEquals(4, in.readUByte());
        reference(in);
        reference(in);
        reference(in);
        in.readVector(
                3,
                extension -> {
                    extension.readString();
                    reference(extension);
                    return reference(extension);
                });
    }

    private static Bytes part(
            ScaleCodecReader in, java.util.function.Consumer<ScaleCodecReader> read) {
        int start = in.offset();
        read.accept(in);
        return in.between(start, in.offset());
    }

    private static Hash256 blake3(Bytes input) {
        return Hash256.of(Blake3.hash256(input.toArray()));
    }
}
