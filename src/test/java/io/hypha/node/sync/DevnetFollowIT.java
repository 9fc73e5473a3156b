package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.Devnet;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProvenRange;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.rpc.RpcEndpoint;
import io.hypha.node.rpc.RpcLimits;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The light node against a real devnet over loopback, from its chain spec alone. */
class DevnetFollowIT {

    private static final int HISTORY = 60;
    private static final int MOST_TIMES_AS_MANY = 10;
    private static final Clock CLOCK = FollowedDevnet.CLOCK;

    @TempDir private static Path dir;

    private static Devnet devnet;
    private static NetworkRecord record;

    @BeforeAll
    static void start() {
        devnet = FollowedDevnet.devnet(dir, HISTORY);
        record = FollowedDevnet.record(devnet);
    }

    @AfterAll
    static void stop() {
        devnet.close();
    }

    private static RunningNode node(URI address) {
        return LightNodes.start(FollowedDevnet.options(record, address, CLOCK));
    }

    /** Waits for a head at that height; heads come as they are verified. */
    private static FinalizedHead await(RunningNode node, long number) throws InterruptedException {
        BlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
        try (var _ = node.onFinalized(heads::add)) {
            FinalizedHead head = node.finalizedHead().orElseThrow();
            while (head.number() < number) {
                FinalizedHead next = heads.poll(60, TimeUnit.SECONDS);
                assertTrue(next != null, () -> "no head: " + node.status());
                head = next;
            }
            return head;
        }
    }

    @Test
    void the_spec_gives_genesis_and_voters() {
        assertEquals(devnet.genesisHash(), record.network().genesisHash());
        assertEquals(devnet.networkRecord().slotDurationMillis(), record.slotDuration().toMillis());
        TrustPath path =
                assertInstanceOf(
                                TrustPath.Extended.class,
                                TrustPath.from(
                                        assertInstanceOf(Anchor.Trusted.class, record.anchor())
                                                .checkpoint()))
                        .path();
        assertEquals(0, path.voters().setId());
        assertEquals(devnet.networkRecord().voters().size(), path.voters().size());
    }

    @Test
    void follows_over_web_socket_and_http_and_reads_history_with_proofs()
            throws InterruptedException {
        for (URI address : List.of(devnet.rpcWebSocket(), devnet.rpcHttp())) {
            try (RunningNode node = node(address)) {
                FinalizedHead head = await(node, devnet.head().number());
                assertEquals(devnet.head(), head.block());
                RuntimeInfo runtime = given(node.runtime(head));
                assertInstanceOf(RuntimeInfo.MetadataTrust.Executed.class, runtime.trust());
                RuntimeMetadata metadata = RuntimeMetadata.decode(runtime.metadata());
                Bytes prefix = metadata.storageKey("System", "Account");
                List<Integer> sizes = new ArrayList<>();
                for (long number = HISTORY; number >= 0; number -= 15) {
                    FinalizedHead at = given(node.finalizedAt(number));
                    assertEquals(0, at.setId());
                    ProvenRange range = given(node.readRange(at, prefix));
                    sizes.add(range.entries().size());
                    given(node.body(at));
                    assertInstanceOf(
                            TrustPath.Extended.class,
                            TrustPath.walk(
                                    assertInstanceOf(Anchor.Trusted.class, record.anchor())
                                            .checkpoint(),
                                    given(node.link(at)),
                                    new io.hypha.node.consensus.GrandpaVerifier()));
                }
                assertTrue(sizes.stream().allMatch(size -> size > 0), sizes.toString());
                // A head is told in the middle of the round that found it.
                FollowedDevnet.awaitFollowing(node);
                NodeStatus status = node.status();
                assertTrue(status.disagreements().isEmpty(), status.disagreements().toString());
            }
        }
    }

    @Test
    void hears_of_new_blocks_as_they_become_final() throws InterruptedException {
        try (RunningNode node = node(devnet.rpcWebSocket())) {
            await(node, devnet.head().number());
            for (int i = 0; i < 5; i++) {
                var block = devnet.author();
                assertEquals(block, await(node, block.number()).block());
            }
        }
    }

    /** What a node says that asks the devnet itself. */
    private record Truth(List<BlockId> blocks, Map<Long, SortedMap<Bytes, Bytes>> accounts) {}

    private static Truth truth(Bytes prefix) throws InterruptedException {
        List<BlockId> blocks = new ArrayList<>();
        Map<Long, SortedMap<Bytes, Bytes>> accounts = new HashMap<>();
        try (RunningNode node = node(devnet.rpcWebSocket())) {
            long newest = await(node, devnet.head().number()).number();
            for (long number = 0; number <= newest; number++) {
                FinalizedHead at = given(node.finalizedAt(number));
                blocks.add(at.block());
                accounts.put(number, given(node.readRange(at, prefix)).entries());
            }
        }
        return new Truth(blocks, accounts);
    }

    @Test
    void nothing_wrong_comes_through_a_proxy_that_flips_a_byte_now_and_then()
            throws InterruptedException {
        nothingWrongComesThrough(40, 32, 5);
    }

    @Test
    @Tag("long")
    void nothing_wrong_comes_through_a_proxy_that_flips_a_byte_in_two_hundred_answers()
            throws InterruptedException {
        nothingWrongComesThrough(200, 80, 21);
    }

    private void nothingWrongComesThrough(int flips, int starts, int least)
            throws InterruptedException {
        Bytes prefix = StorageKeys.plain("System", "Account");
        Truth truth = truth(prefix);
        RpcLimits limits =
                new RpcLimits(
                        1 << 24,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(1_500),
                        Duration.ofMillis(1),
                        Duration.ofMillis(2));
        int reads = 0;
        try (FlippingProxy proxy = new FlippingProxy(devnet.rpcHttp())) {
            for (int seed = 0;
                    seed < starts || proxy.flips.get() < flips || reads < least;
                    seed++) {
                // How much comes through of a start is a matter of who is in time.
                assertTrue(
                        seed < MOST_TIMES_AS_MANY * starts,
                        seed + " starts: " + proxy.flips + " flips, " + reads + " reads");
                proxy.flip(seed, 2 + seed % 37);
                NodeOptions options =
                        new NodeOptions(
                                record,
                                List.of(RpcEndpoint.at(proxy.address(), limits)),
                                Optional.of(dir.resolve("flips")),
                                CLOCK,
                                Duration.ofSeconds(1));
                try (VerifyingNode node = new VerifyingNode(options)) {
                    node.round();
                    FinalizedHead head = node.finalizedHead().orElseThrow();
                    assertEquals(truth.blocks().get((int) head.number()), head.block());
                    node.status()
                            .sealed()
                            .ifPresent(sealed ->
                                    assertEquals(
                                            truth.blocks().get((int) sealed.number()), sealed));
                    reads +=
                            node.readRange(head, prefix)
                                            instanceof Answer.Given<ProvenRange>(ProvenRange range)
                                    ? same(truth.accounts().get(head.number()), range.entries())
                                    : 0;
                    // History comes in batches of which hardly any arrives whole.
                    if (seed % 8 == 0
                            && node.finalizedAt(seed % HISTORY)
                                    instanceof Answer.Given<FinalizedHead>(FinalizedHead at)) {
                        assertEquals(truth.blocks().get(seed % HISTORY), at.block());
                        reads +=
                                node.readRange(at, prefix)
                                                instanceof
                                                Answer.Given<ProvenRange>(ProvenRange range)
                                        ? same(truth.accounts().get(at.number()), range.entries())
                                        : 0;
                    }
                }
            }
        }
    }

    private static int same(SortedMap<Bytes, Bytes> expected, SortedMap<Bytes, Bytes> found) {
        assertEquals(expected, found);
        return 1;
    }
}
