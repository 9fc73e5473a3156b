package io.hypha.node.extrinsic;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;

/** Takes extrinsic bytes apart by the extensions that the metadata lists. */
final class ExtrinsicReader {

    private static final int BARE_V4 = 0x04;
    private static final int BARE_V5 = 0x05;
    private static final int GENERAL_V5 = 0x45;

    private final RuntimeMetadata metadata;
    private final ScaleCodecReader in;
    private Era era = Era.immortal();
    private long nonce;
    private BigInteger tip = BigInteger.ZERO;
    private int mode;

    private ExtrinsicReader(RuntimeMetadata metadata, Bytes body) {
        this.metadata = metadata;
        this.in = new ScaleCodecReader(body);
    }

    static DecodedExtrinsic read(RuntimeMetadata metadata, Bytes bytes) {
        int prefix = prefixSize(bytes);
        if (prefix == 0) {
            return readBody(metadata, bytes, 0);
        }
        DecodedExtrinsic prefixed = readBody(metadata, bytes.slice(prefix, bytes.size()), prefix);
        // The first bytes of an unprefixed one can happen to look like a length.
        if (prefixed instanceof DecodedExtrinsic.Malformed) {
            DecodedExtrinsic whole = readBody(metadata, bytes, 0);
            return whole instanceof DecodedExtrinsic.Malformed ? prefixed : whole;
        }
        return prefixed;
    }

    /** Bytes of the length prefix, 0 where the first bytes are not the length of the rest. */
    private static int prefixSize(Bytes bytes) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(bytes);
            long length = reader.readCompactLong();
            return length == reader.remaining() ? reader.offset() : 0;
        } catch (ScaleException noLength) {
            return 0;
        }
    }

    private static DecodedExtrinsic readBody(RuntimeMetadata metadata, Bytes body, int offset) {
        try {
            return new ExtrinsicReader(metadata, body).body(body);
        } catch (ScaleException e) {
            return new DecodedExtrinsic.Malformed(
                    offset + e.offset(), String.valueOf(e.getMessage()));
        }
    }

    private DecodedExtrinsic body(Bytes body) {
        int versionByte = in.readUByte();
        return switch (versionByte) {
            case SigningPayload.SIGNED_V4 -> signed(body);
            case BARE_V4, BARE_V5 -> {
                Call call = wholeCall();
                Bytes encoded = prefixed(body);
                yield new DecodedExtrinsic.Bare(call, encoded, Blake2b.hash256(encoded));
            }
            case GENERAL_V5 ->
                    new DecodedExtrinsic.Unsupported(
                            versionByte,
                            "a general transaction of extrinsic version 5: it carries no signature to check");
            default -> unknown(versionByte);
        };
    }

    /**
     * The two high bits tell the kind, the others the version; versions that never were are no
     * extrinsics.
     */
    private static DecodedExtrinsic unknown(int versionByte) {
        int version = versionByte & 0x3f;
        return version >= 1 && version <= 5
                ? new DecodedExtrinsic.Unsupported(
                        versionByte, "an extrinsic of version " + version)
                : new DecodedExtrinsic.Malformed(
                        0,
                        "version byte 0x"
                                + Integer.toHexString(versionByte)
                                + " is that of no extrinsic");
    }

    private DecodedExtrinsic signed(Bytes body) {
        Hash256 signer = Addresses.read(metadata, in);
        MultiSignature signature = MultiSignature.read(in);
        int extraFrom = in.offset();
        metadata.extrinsic().extensions().forEach(this::extension);
        Bytes extra = in.between(extraFrom, in.offset());
        Call call = wholeCall();
        Bytes encoded = prefixed(body);
        return new DecodedExtrinsic.Signed(
                signer,
                signature,
                era,
                nonce,
                tip,
                mode,
                extra,
                call,
                encoded,
                Blake2b.hash256(encoded));
    }

    private void extension(ExtrinsicFormat.Extension extension) {
        switch (extension.identifier()) {
            case "CheckMortality", "CheckEra" -> era = Era.read(in);
            case "CheckNonce" -> nonce = u32(number(extension));
            case "ChargeTransactionPayment" -> tip = number(extension);
            case "CheckMetadataHash" -> {
                mode = in.readUByte();
                if (mode > 1) {
                    throw new ScaleException(
                            in.offset() - 1, "a metadata hash mode is 0 or 1, found " + mode);
                }
            }
            default -> metadata.codec().decode(extension.extraType(), in);
        }
    }

    /** A nonce or a tip, whatever whole number the metadata says it is. */
    private BigInteger number(ExtrinsicFormat.Extension extension) {
        int start = in.offset();
        JsonNode value = metadata.codec().decode(extension.extraType(), in);
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (value.isString() && value.stringValue().matches("[0-9]{1,78}")) {
            return new BigInteger(value.stringValue());
        }
        throw new ScaleException(start, extension.identifier() + " holds no number");
    }

    private static long u32(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 32) {
            throw new ScaleException(0, "nonce " + value + " does not fit u32");
        }
        return value.longValueExact();
    }

    private Call wholeCall() {
        Call call = Call.read(metadata, in);
        in.requireEnd();
        return call;
    }

    private static Bytes prefixed(Bytes body) {
        return new ScaleCodecWriter().writeByteVector(body).toBytes();
    }
}
