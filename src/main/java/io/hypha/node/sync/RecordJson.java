package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.network.wire.AddressException;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the pieces of chain specs, checkpoint and record files; every fault names its field. */
final class RecordJson {

    /** Finney's raw spec has 12 MB; its longest text is a runtime. */
    private static final int MAX_TEXT = 64 << 20;

    static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxStringLength(MAX_TEXT)
                                                    .build())
                                    .build())
                    .build();

    private RecordJson() {}

    static JsonNode object(Bytes json, String what) {
        try {
            JsonNode node = JSON.readTree(json.toArray());
            if (node == null || !node.isObject()) {
                throw new RecordException(what + ": expected a JSON object");
            }
            return node;
        } catch (JacksonException e) {
            throw new RecordException(what + ": not JSON: " + e.getOriginalMessage(), e);
        }
    }

    static JsonNode required(JsonNode node, String field, String what) {
        JsonNode found = node.get(field);
        if (found == null || found.isNull()) {
            throw new RecordException(what + ": field " + field + " is missing");
        }
        return found;
    }

    static String text(JsonNode node, String field, String what) {
        JsonNode found = required(node, field, what);
        if (!found.isString()) {
            throw new RecordException(
                    what + ": " + field + " is text, found " + found.getNodeType());
        }
        return found.stringValue();
    }

    static Bytes hex(JsonNode node, String field, String what) {
        String text = text(node, field, what);
        try {
            if (!text.startsWith("0x")) {
                throw new IllegalArgumentException("no 0x");
            }
            return Bytes.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw new RecordException(
                    what + ": " + field + " is hex with 0x: " + e.getMessage(), e);
        }
    }

    static Hash256 hash(JsonNode node, String field, String what) {
        Bytes value = hex(node, field, what);
        if (value.size() != Hash256.SIZE) {
            throw new RecordException(what + ": " + field + " has 32 bytes, found " + value.size());
        }
        return Hash256.of(value);
    }

    static Header header(Bytes encoded, String what) {
        try {
            return Header.decode(encoded);
        } catch (ScaleException e) {
            throw new RecordException(what + ": no block header: " + e.getMessage(), e);
        }
    }

    /** A u64 as a number or decimal text, in the 64 bits of a long. */
    static long u64(JsonNode node, String what) {
        try {
            BigInteger value =
                    node.isIntegralNumber()
                            ? node.bigIntegerValue()
                            : new BigInteger(node.isString() ? node.stringValue() : "none");
            if (value.signum() < 0 || value.bitLength() > 64) {
                throw new RecordException(what + " is a u64, found " + value);
            }
            return value.longValue();
        } catch (NumberFormatException e) {
            throw new RecordException(what + " is a whole number, found " + node.getNodeType(), e);
        }
    }

    static int positiveInt(JsonNode node, String what) {
        long value = u64(node, what);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new RecordException(
                    what
                            + " is 0.."
                            + Integer.MAX_VALUE
                            + ", found "
                            + Long.toUnsignedString(value));
        }
        return (int) value;
    }

    /** SCALE hex of {@code Vec<(key, u64)>}, or {@code [[hex, weight], …]}. */
    static VoterSet voters(long setId, JsonNode authorities, String what) {
        try {
            return new VoterSet(setId, authorities(authorities, what));
        } catch (ScaleException e) {
            throw new RecordException(what + ": authorities: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new RecordException(what + ": authorities: " + e.getMessage(), e);
        }
    }

    private static List<Authority> authorities(JsonNode node, String what) {
        if (node.isString()) {
            return Authority.decodeList(Bytes.fromHex(node.stringValue()));
        }
        if (!node.isArray()) {
            throw new RecordException(
                    what + ": authorities are SCALE hex or a list of [hex, weight]");
        }
        List<Authority> list = new ArrayList<>(node.size());
        for (JsonNode each : node) {
            if (!each.isArray() || each.size() != 2 || !each.get(0).isString()) {
                throw new RecordException(what + ": an authority is [hex, weight]");
            }
            list.add(
                    new Authority(
                            Hash256.fromHex(each.get(0).stringValue()),
                            u64(each.get(1), what + ": a weight")));
        }
        return list;
    }

    static List<URI> addresses(JsonNode list, String what) {
        List<URI> found = new ArrayList<>();
        for (JsonNode each : list) {
            try {
                found.add(URI.create(each.asString()));
            } catch (IllegalArgumentException e) {
                throw new RecordException(what + ": no address: " + each, e);
            }
        }
        return found;
    }

    /** Peers' addresses, each with the identity that must be found there. */
    static List<Multiaddr> peers(JsonNode list, String what) {
        List<Multiaddr> found = new ArrayList<>();
        for (JsonNode each : list) {
            try {
                Multiaddr address = Multiaddr.parse(each.asString());
                if (address.peerId().isEmpty()) {
                    throw new RecordException(what + ": bootnode " + each + " has no /p2p/ part");
                }
                found.add(address);
            } catch (AddressException e) {
                throw new RecordException(what + ": no bootnode: " + each, e);
            }
        }
        return found;
    }

    static Optional<JsonNode> optional(JsonNode node, String field) {
        JsonNode found = node.get(field);
        return found == null || found.isNull() ? Optional.empty() : Optional.of(found);
    }
}
