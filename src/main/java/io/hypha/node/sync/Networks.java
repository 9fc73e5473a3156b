package io.hypha.node.sync;

import io.hypha.node.Network;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The networks compiled in, from one resource file each. The genesis hash tells networks apart:
 * both public ones share their id and protocol id.
 */
public final class Networks {

    private static final int MAX_SPEC_BYTES = 64 << 20;

    private static final NetworkRecord FINNEY = compiledIn("finney");
    private static final NetworkRecord TEST = compiledIn("test");

    private Networks() {}

    /** The main network; trust begins at block 8 867 448, set 6 after it. */
    public static NetworkRecord finney() {
        return FINNEY;
    }

    /** The test network; no checkpoint of it is known, one must be given. */
    public static NetworkRecord test() {
        return TEST;
    }

    /**
     * {@code finney}, {@code test}, or the path of a chain spec file.
     *
     * @throws RecordException when it is neither, or the file cannot be used
     */
    public static NetworkRecord named(String name) {
        return switch (name) {
            case "finney" -> FINNEY;
            case "test" -> TEST;
            default -> ChainSpec.read(file(Path.of(name)), name);
        };
    }

    static Optional<NetworkRecord> withGenesis(Hash256 genesis) {
        return List.of(FINNEY, TEST).stream()
                .filter(each -> each.network().genesisHash().equals(genesis))
                .findFirst();
    }

    private static Bytes file(Path path) {
        try {
            if (!Files.isRegularFile(path)) {
                throw new RecordException(
                        "network "
                                + path
                                + ": expected devnet, finney, test or the path of a chain spec file; there is no such file");
            }
            if (Files.size(path) > MAX_SPEC_BYTES) {
                throw new RecordException(
                        "chain spec " + path + " is larger than " + MAX_SPEC_BYTES + " bytes");
            }
            return Bytes.of(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new RecordException(
                    "chain spec " + path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static NetworkRecord compiledIn(String name) {
        String resource = "/networks/" + name + ".json";
        try (InputStream in = Networks.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("resource " + resource + " is not packed");
            }
            return read(Bytes.of(in.readAllBytes()), resource);
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + resource, e);
        }
    }

    private static NetworkRecord read(Bytes json, String resource) {
        JsonNode node = RecordJson.object(json, resource);
        Anchor anchor =
                RecordJson.optional(node, "checkpoint")
                        .<Anchor>map(each ->
                                new Anchor.Trusted(
                                        CheckpointFile.read(each, resource), "compiled in"))
                        .orElseGet(() ->
                                new Anchor.None(
                                        "no checkpoint of this network is known; give one with --checkpoint FILE"));
        return new NetworkRecord(
                new Network(
                        RecordJson.text(node, "name", resource),
                        RecordJson.hash(node, "genesisHash", resource),
                        RecordJson.positiveInt(node.path("ss58Prefix"), resource),
                        RecordJson.text(node, "tokenSymbol", resource),
                        RecordJson.positiveInt(node.path("tokenDecimals"), resource)),
                anchor,
                Duration.ofMillis(
                        RecordJson.positiveInt(node.path("slotDurationMillis"), resource)),
                ChainSpec.pins(node.path("metadataHashes"), resource),
                RecordJson.addresses(node.path("rpc"), resource),
                RecordJson.peers(node.path("bootnodes"), resource),
                Optional.empty());
    }
}
