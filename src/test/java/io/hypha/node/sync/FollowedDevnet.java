package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.NetworkLimits;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import io.hypha.node.runtime.PatientCalls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A devnet for each test that makes blocks when it is told to, and light nodes that follow it. */
public abstract class FollowedDevnet {

    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    /** Begins where the devnet's clock stands: what a node puts off must become due. */
    static final Clock GOING =
            Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), CLOCK.instant()));

    /** For an honest node that may be slow: its answers are waited for, here as at peers. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final RpcLimits PATIENT =
            new RpcLimits(
                    32 << 20, PATIENCE, PATIENCE, Duration.ofMillis(1), Duration.ofMillis(50));

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
                NodeOptions.overPeers(record)
                        .withPeers(patient(record, address))
                        .withClock(GOING)
                        .withCallLimits(PatientCalls.LIMITS));
    }

    /** For a light node that asks an honest one as a peer, and waits for it. */
    static NetworkOptions patient(NetworkRecord record, Multiaddr address) {
        return NetworkOptions.light(record.network().genesisHash(), List.of(address))
                .withForkId(record.forkId())
                .withLimits(patient(NetworkLimits.DEFAULT));
    }

    static NetworkLimits patient(NetworkLimits usual) {
        return new NetworkLimits(
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                PATIENCE,
                usual.firstRetry(),
                usual.lastRetry(),
                usual.responseBytes(),
                usual.peerBytes(),
                usual.served(),
                usual.servedPerPeer(),
                usual.queued(),
                usual.perHost());
    }

    RunningNode overRpc() {
        return LightNodes.start(options(record, devnet.rpcWebSocket(), GOING));
    }

    /** For a node that asks an honest one over JSON-RPC, and waits for it. */
    public static NodeOptions options(NetworkRecord record, URI address, Clock clock) {
        return new NodeOptions(
                        record,
                        List.of(patient(address)),
                        Optional.empty(),
                        clock,
                        Duration.ofSeconds(1))
                .withCallLimits(PatientCalls.LIMITS);
    }

    static RpcEndpoint patient(URI address) {
        return RpcEndpoint.at(address, PATIENT);
    }

    static void await(LightNode node, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
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
