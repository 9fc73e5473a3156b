package io.hypha.node.sync;

import io.hypha.node.ProofLink.Fragment;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the way from the checkpoint in {@code <data dir>/<genesis hash>/light-node.json}. The file
 * is not trusted: what it says is walked again from the checkpoint, so whoever writes to it can
 * only make the node start lower.
 */
final class StateFile {

    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);
    private static final String NAME = "light-node.json";
    private static final long MAX_BYTES = 64L << 20;

    private final Path file;
    private final GrandpaVerifier grandpa;

    StateFile(Path dataDir, Hash256 genesis, GrandpaVerifier grandpa) {
        this.file = dataDir.resolve(genesis.toHex().substring(2)).resolve(NAME);
        this.grandpa = grandpa;
    }

    /**
     * What an earlier run reached from this checkpoint; empty where there is none, or it cannot be
     * walked.
     */
    Optional<TrustPath> load(Checkpoint checkpoint) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new RecordException("it is larger than " + MAX_BYTES + " bytes");
            }
            return Optional.of(
                    walk(checkpoint, RecordJson.object(Bytes.of(Files.readAllBytes(file)), "it")));
        } catch (IOException | RecordException e) {
            LOG.warn(
                    "{} cannot be used, starting from the checkpoint #{}: {}",
                    file,
                    checkpoint.header().number(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private TrustPath walk(Checkpoint checkpoint, JsonNode node) {
        if (!RecordJson.hash(node, "checkpoint", "it").equals(checkpoint.header().hash())) {
            throw new RecordException("it begins at another checkpoint");
        }
        List<Fragment> fragments = new ArrayList<>();
        for (JsonNode each : RecordJson.required(node, "fragments", "it")) {
            List<Bytes> announcement = new ArrayList<>();
            for (JsonNode header : RecordJson.required(each, "announcement", "a fragment")) {
                announcement.add(bytes(header.asString()));
            }
            fragments.add(
                    new Fragment(
                            RecordJson.hex(each, "header", "a fragment"),
                            RecordJson.hex(each, "justification", "a fragment"),
                            announcement));
        }
        TrustPath.Step step =
                TrustPath.walk(
                        checkpoint,
                        fragments,
                        RecordJson.hex(node, "justified", "it"),
                        RecordJson.hex(node, "justification", "it"),
                        grandpa);
        return switch (step) {
            case TrustPath.Extended(TrustPath path) -> path;
            case TrustPath.Refused(var verdict) ->
                    throw new RecordException(verdict.name() + ": " + verdict.reason());
            case TrustPath.NotNewer(var found) ->
                    throw new RecordException(found + " does not rise");
            case TrustPath.NeedsCheckpoint(var at, String reason) ->
                    throw new RecordException(at + ": " + reason);
        };
    }

    private static Bytes bytes(String hex) {
        try {
            return Bytes.fromHex(hex);
        } catch (IllegalArgumentException e) {
            throw new RecordException("not hex: " + e.getMessage(), e);
        }
    }

    /** Writes beside and renames: a kill at any point leaves the old file or the new one. */
    synchronized void save(TrustPath path) {
        ObjectNode node = RecordJson.JSON.createObjectNode();
        node.put("checkpoint", path.checkpoint().header().hash().toHex());
        ArrayNode fragments = node.putArray("fragments");
        for (Fragment each : path.fragments()) {
            ObjectNode fragment = fragments.addObject();
            fragment.put("header", each.header().toHex());
            fragment.put("justification", each.justification().toHex());
            ArrayNode announcement = fragment.putArray("announcement");
            each.announcement().forEach(header -> announcement.add(header.toHex()));
        }
        node.put("justified", path.justified().encode().toHex());
        node.put("justification", path.justification().toHex());
        try {
            Files.createDirectories(file.getParent());
            Path beside = file.resolveSibling(NAME + ".new");
            write(beside, RecordJson.JSON.writeValueAsBytes(node));
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written; a restart will begin lower: {}", file, e.toString());
        }
    }

    private static void write(Path target, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        target,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }
}
