package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.Multiaddr;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A devnet for each test that makes blocks when it is told to, and light nodes that follow it. */
abstract class FollowedDevnet {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    private final int history;

    @TempDir private Path dir;

    Devnet devnet;
    NetworkRecord record;

    FollowedDevnet(int history) {
        this.history = history;
    }

    @BeforeEach
    void start() {
        devnet = devnet(dir, history);
        record = record(devnet);
    }

    @AfterEach
    void stop() {
        devnet.close();
    }

    RunningNode overPeers() {
        return overPeers(devnet.p2pAddresses().getFirst());
    }

    RunningNode overPeers(Multiaddr address) {
        return LightNodes.start(
                NodeOptions.overPeers(record).withPeers(List.of(address)).withClock(CLOCK));
    }

    RunningNode overRpc() {
        return LightNodes.start(
                NodeOptions.of(record, List.of(devnet.rpcWebSocket())).withClock(CLOCK));
    }

    static void await(LightNode node, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> node.status().toString());
            LockSupport.parkNanos(5_000_000);
        }
    }

    static FinalizedHead awaitHead(LightNode node, BlockId block) {
        await(
                node,
                () -> node.finalizedHead().filter(head -> head.block().equals(block)).isPresent());
        return node.finalizedHead().orElseThrow();
    }

    static void awaitFollowing(LightNode node) {
        await(node, () -> node.status().state() == NodeStatus.State.FOLLOWING);
    }

    /** One that makes blocks when it is told to, with that many behind it. */
    static Devnet devnet(Path dir, int history) {
        return Devnet.manual(
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withDataDir(dir.resolve("devnet")),
                history,
                CLOCK);
    }

    static NetworkRecord record(Devnet devnet) {
        return ChainSpec.read(
                Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)), "the devnet's spec");
    }
}
