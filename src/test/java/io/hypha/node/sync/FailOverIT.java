package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.FreePorts;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two full nodes of one chain: one dies and comes back, the other lies and repents. Figures stay
 * true throughout.
 */
@Tag("long")
class FailOverIT {

    private static final int HISTORY = 40;
    private static final Duration SLOT = Duration.ofSeconds(2);
    private static final Bytes ACCOUNTS = StorageKeys.plain("System", "Account");

    /** Of the line that may lose an answer; for the others it is waited as long as it takes. */
    private static final RpcLimits LIMITS =
            new RpcLimits(
                    1 << 24,
                    Duration.ofSeconds(5),
                    Duration.ofMillis(1_500),
                    Duration.ofMillis(1),
                    Duration.ofMillis(2));

    private final SettableClock clock =
            new SettableClock(Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));

    @TempDir private Path dir;

    private Devnet mortal;
    private Devnet steady;
    private FlippingProxy line;
    private VerifyingNode node;

    @BeforeEach
    void start() throws IOException {
        // Bound again and again: one from those given to anybody could be given away meanwhile.
        mortal = devnet("mortal", FreePorts.next());
        steady = devnet("steady", 0);
        assertEquals(mortal.head(), steady.head(), "the same seed and clock give the same chain");
        line = new FlippingProxy(steady.rpcHttp());
        line.flip(0, Integer.MAX_VALUE);
        node =
                over(
                        FollowedDevnet.patient(mortal.rpcWebSocket()),
                        RpcEndpoint.at(line.address(), LIMITS));
    }

    @AfterEach
    void stop() {
        node.close();
        line.close();
        steady.close();
        mortal.close();
    }

    private Devnet devnet(String name, int port) {
        return Devnet.manual(
                DevnetOptions.defaults(dir)
                        .withDataDir(dir.resolve(name))
                        .withRpcPort(port)
                        .withP2pPort(0),
                HISTORY,
                clock);
    }

    private VerifyingNode over(RpcEndpoint... endpoints) {
        NetworkRecord record =
                ChainSpec.read(
                        Bytes.of(steady.chainSpec().getBytes(StandardCharsets.UTF_8)), "the spec");
        return new VerifyingNode(
                new NodeOptions(record, List.of(endpoints), Optional.empty(), clock, SLOT));
    }

    private EndpointState state(int endpoint) {
        return node.status().endpoints().get(endpoint).state();
    }

    /**
     * Goes round until that holds. Where a connection is to be tried again later a round is over at
     * once, so that their number says nothing.
     */
    private void roundsUntil(BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!holds.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> node.status().toString());
            node.round();
        }
    }

    /** The line may lose an answer, as it takes longer than it may. */
    private <T> T answered(Supplier<Answer<T>> question) {
        List<T> answers = new ArrayList<>();
        roundsUntil(() -> question.get() instanceof Answer.Given<T>(T value) && answers.add(value));
        return answers.getFirst();
    }

    /** At the steady node's newest block the node reads what the steady node itself proves. */
    private void readsTheTruth() {
        BlockId newest = steady.head();
        roundsUntil(
                () -> node.finalizedHead().map(FinalizedHead::block).equals(Optional.of(newest)));
        SortedMap<Bytes, Bytes> truth;
        try (VerifyingNode direct = over(FollowedDevnet.patient(steady.rpcWebSocket()))) {
            direct.round();
            truth =
                    given(direct.readRange(direct.finalizedHead().orElseThrow(), ACCOUNTS))
                            .entries();
        }
        assertFalse(truth.isEmpty());
        FinalizedHead head = answered(node::readableHead);
        assertEquals(newest, head.block());
        assertEquals(truth, answered(() -> node.readRange(head, ACCOUNTS)).entries());
        roundsUntil(() -> node.status().state() == NodeStatus.State.FOLLOWING);
    }

    private void author(Devnet... devnets) {
        clock.advance(SLOT);
        for (Devnet each : devnets) {
            each.author();
        }
    }

    @Test
    void figures_stay_true_while_one_endpoint_dies_and_comes_back_and_the_other_lies() {
        readsTheTruth();
        int port = mortal.rpcWebSocket().getPort();
        for (int seed = 0; seed < 20; seed++) {
            mortal.close();
            author(steady);
            readsTheTruth();
            assertEquals(EndpointState.SILENT, state(0));
            roundsUntil(() -> state(1) == EndpointState.OK);

            mortal = devnet("mortal", port);
            mortal.author();
            assertEquals(steady.head(), mortal.head());
            roundsUntil(() -> state(0) == EndpointState.OK);

            // Silence is forgiven, which may only be that an answer was lost.
            line.flip(seed, 1);
            author(mortal, steady);
            roundsUntil(() -> state(1) == EndpointState.BANNED);
            readsTheTruth();
            assertEquals(EndpointState.OK, state(0));
            assertEquals(EndpointState.BANNED, state(1));

            // However often it was put aside, the longest wait is six hours.
            line.flip(seed, Integer.MAX_VALUE);
            clock.advance(Duration.ofHours(6));
            roundsUntil(() -> state(1) == EndpointState.OK);
            author(mortal, steady);
            readsTheTruth();
        }
        assertFalse(node.status().disagreements().isEmpty());
        assertTrue(
                node.status().disagreements().stream()
                        .allMatch(each -> each.endpoint().equals(line.address().toString())));
    }
}
