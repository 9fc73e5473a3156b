package io.hypha.node.extrinsic;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.TypeRegistry;
import io.hypha.node.metadata.TypeRegistryBuilder;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleCodecReader;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** An extrinsic as people write it down: the SPEC of the contract's {@code extrinsic build}. */
public record ExtrinsicSpec(Bytes call, Hash256 signer, Terms terms) {

    private static final TypeRegistryBuilder PLAIN = new TypeRegistryBuilder();
    private static final int U8 = PLAIN.primitive(Primitive.U8);
    private static final int U32 = PLAIN.primitive(Primitive.U32);
    private static final int U128 = PLAIN.primitive(Primitive.U128);
    private static final int ACCOUNT = PLAIN.accountId();
    private static final int H256 = PLAIN.h256();
    private static final TypeRegistry TYPES = PLAIN.build();

    /**
     * Reads {@code {call:{pallet, name, args}, signer, nonce, tip, era, blockHash, genesisHash,
     * specVersion, transactionVersion, mode, metadataHash?}}. Mode 1 without a hash takes the
     * metadata's own.
     *
     * @throws ValueException when a field is missing or does not fit, with its path
     */
    public static ExtrinsicSpec parse(RuntimeMetadata metadata, JsonNode spec) {
        if (!spec.isObject()) {
            throw new ValueException(
                    "", "expected an object with call, signer, nonce, tip, era, …");
        }
        JsonNode call = required(spec, "call", "call");
        Bytes encoded =
                metadata.encodeCall(
                        text(call, "pallet", "call.pallet"),
                        text(call, "name", "call.name"),
                        required(call, "args", "call.args"));
        Hash256 signer = Hash256.of(plain(ACCOUNT, spec, "signer"));
        Hash256 blockHash = Hash256.of(plain(H256, spec, "blockHash"));
        JsonNode era = required(spec, "era", "era");
        long block =
                era.isObject()
                        ? number(U32, required(era, "block", "era.block"), "era.block")
                                .longValueExact()
                        : 0;
        BigInteger tip = number(U128, required(spec, "tip", "tip"), "tip");
        requireFits(metadata, tip);
        Terms terms =
                new Terms(
                        u32(spec, "nonce"),
                        tip,
                        era(era, block),
                        new BlockId(block, blockHash),
                        Hash256.of(plain(H256, spec, "genesisHash")),
                        u32(spec, "specVersion"),
                        u32(spec, "transactionVersion"),
                        metadataCheck(metadata, spec));
        return new ExtrinsicSpec(encoded, signer, terms);
    }

    /** The payload, or the extension that stands in its way. */
    public Preparation prepare(RuntimeMetadata metadata) {
        return SigningPayload.prepare(metadata, call, signer, terms);
    }

    private static Era era(JsonNode era, long block) {
        if (era.isString() && era.stringValue().equals("immortal")) {
            return Era.immortal();
        }
        if (!era.isObject()) {
            throw new ValueException("era", "expected \"immortal\" or {period, block}");
        }
        long period =
                number(U32, required(era, "period", "era.period"), "era.period").longValueExact();
        if (period < 1 || period > Era.MAX_PERIOD) {
            throw new ValueException("era.period", "expected 4..65536 blocks, found " + period);
        }
        return Era.mortal(period, block);
    }

    private static MetadataCheck metadataCheck(RuntimeMetadata metadata, JsonNode spec) {
        int mode = number(U8, required(spec, "mode", "mode"), "mode").intValueExact();
        return switch (mode) {
            case 0 -> new MetadataCheck.Off();
            case 1 ->
                    new MetadataCheck.On(
                            spec.path("metadataHash").isMissingNode()
                                            || spec.path("metadataHash").isNull()
                                    ? ownHash(metadata)
                                    : Hash256.of(plain(H256, spec, "metadataHash")));
            default -> throw new ValueException("mode", "expected 0 or 1, found " + mode);
        };
    }

    private static Hash256 ownHash(RuntimeMetadata metadata) {
        return switch (MetadataDigest.of(metadata, MetadataDigest.Token.TAO)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) -> digest.hash();
            case MetadataDigest.Outcome.None(String reason) ->
                    throw new ValueException(
                            "metadataHash", "missing, and the metadata gives none: " + reason);
        };
    }

    /** Whether the tip fits what the runtime takes, u64 on Bittensor. */
    private static void requireFits(RuntimeMetadata metadata, BigInteger tip) {
        metadata.extrinsic().extensions().stream()
                .filter(each -> each.identifier().equals("ChargeTransactionPayment"))
                .forEach(each ->
                        metadata.codec()
                                .encode(
                                        each.extraType(),
                                        JsonNodeFactory.instance.stringNode(tip.toString()),
                                        "tip"));
    }

    private static long u32(JsonNode spec, String name) {
        return number(U32, required(spec, name, name), name).longValueExact();
    }

    private static BigInteger number(int type, JsonNode value, String path) {
        Bytes encoded = TYPES.codec().encode(type, value, path);
        return new ScaleCodecReader(encoded).readUint(encoded.size());
    }

    private static Bytes plain(int type, JsonNode spec, String name) {
        return TYPES.codec().encode(type, required(spec, name, name), name);
    }

    private static String text(JsonNode object, String name, String path) {
        JsonNode value = required(object, name, path);
        if (!value.isString()) {
            throw new ValueException(path, "expected a name");
        }
        return value.stringValue();
    }

    private static JsonNode required(JsonNode object, String name, String path) {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            throw new ValueException(path, "expected " + expected(path) + ", found nothing");
        }
        return value;
    }

    private static String expected(String path) {
        return switch (path) {
            case "call" -> "{pallet, name, args}";
            case "call.pallet", "call.name" -> "a name";
            case "call.args" -> "an object or a list";
            case "signer" -> "an SS58 address or hex with 0x";
            case "era" -> "\"immortal\" or {period, block}";
            case "blockHash", "genesisHash" -> "32 bytes of hex with 0x";
            case "mode" -> "0 or 1";
            default -> "a whole number";
        };
    }
}
