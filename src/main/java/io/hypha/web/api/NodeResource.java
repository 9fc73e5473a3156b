package io.hypha.web.api;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.Subtensor;
import io.hypha.node.bytes.BlockId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/node}: how far the node is, whom it asks, what it saw. Answers from memory. Times
 * are seconds or milliseconds as their names say, sizes bytes; what peers and endpoints say of
 * themselves or of blocks ({@code agent}, {@code software}, {@code best}, {@code finalized}) is a
 * claim.
 */
@RestController
class NodeResource {

    /** Not proven yet, or not known yet. */
    private static final String UNREAD = "unread";

    private final Subtensor subtensor;
    private final InstantSource clock;

    NodeResource(Subtensor subtensor, InstantSource clock) {
        this.subtensor = subtensor;
        this.clock = clock;
    }

    @GetMapping("/api/v1/node")
    Map<String, @Nullable Object> node() {
        ChainStatus status = subtensor.status();
        Json json =
                new Json()
                        .put("network", status.network().name())
                        .put("genesisHash", status.network().genesisHash().toHex())
                        .put("state", code(status.state()))
                        .put("explanation", status.explanation());
        finality(json, status);
        return json.putIf("setId", status.voters().map(set -> number(set.setId())), UNREAD)
                .putIf("voters", status.voters().map(ChainStatus.Voters::count), UNREAD)
                .putIf(
                        "totalWeight",
                        status.voters().map(set -> Long.toString(set.totalWeight())),
                        UNREAD)
                .putIf(
                        "threshold",
                        status.voters().map(set -> Long.toString(set.threshold())),
                        UNREAD)
                .put("checkpoint", checkpoint(status.checkpoint()))
                .putIf("warp", status.warp().map(NodeResource::warp), UNREAD)
                .putIf(
                        "chainInformation",
                        status.information().map(NodeResource::information),
                        UNREAD)
                .putIf("runtime", status.runtime().map(NodeResource::runtime), UNREAD)
                .putIf("code", status.code().map(NodeResource::code), UNREAD)
                .put("peers", status.peers().stream().map(NodeResource::peer).toList())
                .put("endpoints", status.endpoints().stream().map(NodeResource::endpoint).toList())
                .put(
                        "disagreements",
                        status.disagreements().stream().map(NodeResource::disagreement).toList())
                .put("bytesReceived", status.bytesReceived())
                .toMap();
    }

    private void finality(Json json, ChainStatus status) {
        json.putIf("block", status.finalized().map(BlockRef::number), UNREAD)
                .putIf("blockHash", status.finalized().map(block -> block.hash().toHex()), UNREAD)
                .putIf("level", status.finalized().map(_ -> "proven"), UNREAD)
                .putIf(
                        "finalityAgeSeconds",
                        status.finalityAge(clock.instant()).map(Duration::toSeconds),
                        UNREAD)
                .put("freshness", freshness(status.freshness()))
                .putIf(
                        "finalitySource",
                        status.finalitySource()
                                .map(source ->
                                        new Json()
                                                .put("source", source.wire().code())
                                                .put("peer", source.peer())
                                                .toMap()),
                        UNREAD)
                .putIf("readable", status.readable().map(BlockRef::number), UNREAD)
                .putIf("sealed", status.sealed().map(BlockId::number), UNREAD);
    }

    private static Map<String, @Nullable Object> freshness(ChainStatus.Freshness freshness) {
        return new Json()
                .put("verdict", code(freshness.kind()))
                .put("sources", freshness.sources())
                .put("text", freshness.text())
                .toMap();
    }

    private static Map<String, @Nullable Object> checkpoint(ChainStatus.Checkpoint checkpoint) {
        return new Json()
                .putIf("block", checkpoint.block().map(BlockId::number), "absent")
                .putIf("blockHash", checkpoint.block().map(block -> block.hash().toHex()), "absent")
                .putIf("setIdAfter", checkpoint.after().map(set -> number(set.setId())), UNREAD)
                .putIf("voters", checkpoint.after().map(ChainStatus.Voters::count), UNREAD)
                .put("origin", checkpoint.origin())
                .toMap();
    }

    private static Map<String, @Nullable Object> warp(ChainStatus.Warp warp) {
        return new Json()
                .put("reached", warp.reached())
                .put("claimed", warp.claimed())
                .put("fragments", warp.fragments())
                .toMap();
    }

    private static Map<String, @Nullable Object> information(ChainStatus.Information known) {
        return new Json()
                .put("block", known.at().number())
                .put("blockHash", known.at().hash().toHex())
                .put("level", "proven")
                .put("codeHash", known.codeHash().toHex())
                .put("auraAuthorities", known.auraAuthorities())
                .toMap();
    }

    private static Map<String, @Nullable Object> runtime(ChainStatus.RuntimeTrust runtime) {
        return new Json()
                .put("specName", runtime.specName())
                .put("specVersion", runtime.specVersion())
                .put("metadataTrust", runtime.why())
                .toMap();
    }

    private static Map<String, @Nullable Object> code(ChainStatus.Code code) {
        return new Json()
                .put("codeHash", code.hash().toHex())
                .put("level", "proven")
                .put("specName", code.specName())
                .put("specVersion", code.specVersion())
                .put("compiled", code.compiled())
                .putIf("pending", code.pending().map(NodeResource::upgrade), "absent")
                .toMap();
    }

    private static Map<String, @Nullable Object> upgrade(ChainStatus.Upgrade upgrade) {
        return new Json()
                .put("block", upgrade.at().number())
                .put("blockHash", upgrade.at().hash().toHex())
                .put("final", upgrade.isFinal())
                .putIf("codeHash", upgrade.codeHash().map(hash -> hash.toHex()), UNREAD)
                .putIf("specVersion", upgrade.specVersion(), UNREAD)
                .toMap();
    }

    private static Map<String, @Nullable Object> peer(ChainStatus.Peer peer) {
        return new Json()
                .putIf("id", given(peer.id()), UNREAD)
                .put("address", peer.address())
                .putIf("agent", given(peer.agent()), UNREAD)
                .put("state", code(peer.state()))
                .putIf("latencyMillis", peer.latency().map(Duration::toMillis), UNREAD)
                .put("bytesReceived", peer.bytesReceived())
                .put("bytesSent", peer.bytesSent())
                .put("faults", peer.faults())
                .putIf("best", peer.best().map(BlockId::number), UNREAD)
                .putIf("bestHash", peer.best().map(block -> block.hash().toHex()), UNREAD)
                .putIf("finalized", peer.finalizedNumber(), UNREAD)
                .putIf("lastFailure", given(peer.lastFailure()), "absent")
                .toMap();
    }

    private static Map<String, @Nullable Object> endpoint(ChainStatus.Endpoint endpoint) {
        return new Json()
                .put("address", endpoint.address())
                .put("software", endpoint.software())
                .put("state", code(endpoint.state()))
                .putIf("latencyMillis", endpoint.latency().map(Duration::toMillis), UNREAD)
                .put("bytesReceived", endpoint.bytesReceived())
                .put("faults", endpoint.faults())
                .putIf("best", endpoint.claimedHead().map(BlockId::number), UNREAD)
                .put("servesReadProofs", endpoint.servesReadProofs())
                .put("servesJustifications", endpoint.servesJustifications())
                .toMap();
    }

    private static Map<String, @Nullable Object> disagreement(ChainStatus.Disagreement seen) {
        return new Json()
                .put("at", seen.at().toString())
                .put("endpoint", seen.endpoint())
                .put("about", seen.about())
                .put("text", seen.text())
                .toMap();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(each -> !each.isEmpty());
    }

    /** Hypha's own numbers are strings above 2^53. */
    private static Object number(long unsigned) {
        return unsigned >>> 53 == 0 ? unsigned : Long.toUnsignedString(unsigned);
    }

    private static String code(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
