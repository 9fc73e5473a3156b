package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.FigureStore;
import io.hypha.chain.Hotkey;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingStateReader;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.chain.SubtensorReader;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.runtime.DevAccounts;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.ProvenRead;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.StorageValue;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RunningNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Plans on a devnet's proven state: its own WebAssembly, run here, beside our formula. Its pools
 * have weights that are one half, nearly one half and far from it.
 */
class DevnetPlansIT {

    private static final long TAO = 1_000_000_000L;
    private static final int HISTORY = 30;
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
    private static final Coldkey ALICE = new Coldkey(DevAccounts.ALL.getFirst().sr25519());
    private static final Coldkey BOB = new Coldkey(DevAccounts.ALL.get(1).sr25519());
    private static final Tolerance WIDE = Tolerance.of("50");

    @TempDir private static Path dir;

    private static Devnet devnet;
    private static RunningNode node;
    private static Subtensor chain;
    private static ExecutedFigures figures;
    private static Planner planner;

    /** Alice's stake: on root, and on a subnet. */
    private static PositionView onRoot;

    private static PositionView onSubnet;

    @BeforeAll
    static void start() throws InterruptedException {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir)
                                .withRpcPort(0)
                                .withP2pPort(0)
                                .withDataDir(dir.resolve("devnet")),
                        HISTORY,
                        CLOCK);
        Bytes spec = Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8));
        node =
                LightNodes.start(
                        NodeOptions.of(
                                        ChainSpec.read(spec, "the devnet's spec"),
                                        List.of(devnet.rpcWebSocket()))
                                .withClock(CLOCK));
        awaitHead();
        chain = new SubtensorReader(node);
        figures = new ExecutedFigures(node, FigureStore.NONE);
        planner = new RuntimePlanner(node, new StakingStateReader(node), figures);
        AccountView alice = chain.account(ALICE).toOptional().orElseThrow();
        List<PositionView> positions = alice.positions().toOptional().orElseThrow();
        onRoot = positions.getFirst();
        onSubnet = positions.getLast();
    }

    private static void awaitHead() throws InterruptedException {
        BlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
        try (var _ = node.onFinalized(heads::add)) {
            FinalizedHead head = node.finalizedHead().orElseThrow();
            while (head.number() < devnet.head().number()) {
                FinalizedHead next = heads.poll(60, TimeUnit.SECONDS);
                assertNotNull(next, "no head");
                head = next;
            }
        }
    }

    @AfterAll
    static void stop() {
        node.close();
        devnet.close();
    }

    private static Plan plan(StakingAction action) {
        return PlanScene.planned(planner.plan(action, Optional.of(ALICE)));
    }

    @Test
    void the_runtime_and_our_formula_agree_to_two_rao_on_every_pool() {
        List<NetUid> subnets =
                chain.subnets().toOptional().orElseThrow().stream()
                        .map(SubnetView::netUid)
                        .filter(each -> !each.isRoot())
                        .toList();
        assertTrue(subnets.size() >= 8, "" + subnets);
        int swapped = 0;
        for (NetUid netUid : subnets) {
            for (long tao : new long[] {3_000_001, TAO + 7, 1_234_567_890_123L}) {
                Plan plan = plan(new StakingAction.Stake(onSubnet.hotkey(), netUid, tao, WIDE));
                assertEquals(List.of(), plan.alarms());
                assertEquals(
                        List.of(),
                        plan.warnings().stream().filter(each -> each.contains("formula")).toList());
                assertEquals(Level.EXECUTED, plan.legs().getFirst().level());
            }
            if (!netUid.equals(onSubnet.netUid())) {
                Plan plan =
                        plan(
                                new StakingAction.Swap(
                                        onSubnet.hotkey(),
                                        onSubnet.netUid(),
                                        netUid,
                                        100 * TAO,
                                        WIDE));
                assertEquals(List.of(), plan.alarms());
                assertEquals(Level.EXECUTED, plan.legs().getLast().level());
                assertEquals(0, plan.legs().getLast().poolFee());
                swapped++;
            }
        }
        assertTrue(swapped >= 7);
    }

    static Stream<StakingAction> actions() {
        Hotkey root = onRoot.hotkey();
        Hotkey hotkey = onSubnet.hotkey();
        NetUid netUid = onSubnet.netUid();
        NetUid other = new NetUid(netUid.value() + 1);
        return Stream.of(
                new StakingAction.Stake(root, NetUid.ROOT, TAO, WIDE),
                new StakingAction.Unstake(hotkey, netUid, TAO, WIDE),
                new StakingAction.Unstake(root, NetUid.ROOT, TAO, WIDE),
                new StakingAction.UnstakeFully(hotkey, netUid, WIDE),
                new StakingAction.UnstakeAll(hotkey),
                new StakingAction.UnstakeAllAlpha(hotkey),
                new StakingAction.Move(hotkey, root, netUid, netUid, TAO),
                new StakingAction.Move(hotkey, root, netUid, other, TAO),
                new StakingAction.Swap(hotkey, netUid, NetUid.ROOT, TAO, WIDE),
                new StakingAction.Swap(root, NetUid.ROOT, netUid, TAO, WIDE),
                new StakingAction.Transfer(BOB, hotkey, netUid, netUid, TAO),
                new StakingAction.ClaimRoot(List.of(netUid)),
                new StakingAction.SetRootClaimType("Keep", List.of()),
                new StakingAction.AutoStake(netUid, hotkey),
                new StakingAction.AddStakingProxy(BOB),
                new StakingAction.Batch(
                        List.of(
                                new StakingAction.Stake(hotkey, netUid, TAO, WIDE),
                                new StakingAction.Stake(hotkey, netUid, 2 * TAO, WIDE),
                                new StakingAction.Stake(hotkey, other, TAO, WIDE))));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void plans_it_with_the_runtimes_own_fee_and_its_pools_check(StakingAction action) {
        Plan plan = plan(action);

        assertEquals(List.of(), plan.alarms());
        Reading.Known<?> fee = assertInstanceOf(Reading.Known.class, plan.chainFee());
        assertEquals(Level.EXECUTED, fee.level());
        KeptFigure proof = figures.find(fee.proof()).orElseThrow();
        assertEquals(
                Optional.of(Long.toString(((Rao) fee.value()).value())),
                proof.form().of(proof.result()));
        assertEquals(
                Rehearser.VALIDATE,
                assertInstanceOf(Rehearsal.Passed.class, plan.rehearsal()).api());
        assertTrue(plan.block().number() >= HISTORY);
        assertTrue(plan.stateCode().isPresent());
    }

    @Test
    void knows_who_is_no_proxy_and_what_is_too_much() {
        assertInstanceOf(
                PlanAnswer.Refused.class,
                planner.plan(
                        new StakingAction.AsProxy(
                                ALICE,
                                new StakingAction.Unstake(
                                        onSubnet.hotkey(), onSubnet.netUid(), TAO, WIDE)),
                        Optional.of(BOB)));
        assertInstanceOf(
                PlanAnswer.Refused.class,
                planner.plan(
                        new StakingAction.Unstake(
                                onSubnet.hotkey(), onSubnet.netUid(), 10_000_000 * TAO, WIDE),
                        Optional.of(ALICE)));
    }

    @Test
    void the_block_does_to_the_rao_what_was_planned() throws Exception {
        Hotkey hotkey = onSubnet.hotkey();
        NetUid netUid = onSubnet.netUid();
        NetUid other = new NetUid(netUid.value() + 2); // its weights are far from one half
        StakingAction action =
                new StakingAction.Batch(
                        List.of(
                                new StakingAction.Stake(hotkey, netUid, 10 * TAO, WIDE),
                                new StakingAction.Stake(hotkey, netUid, 20 * TAO, WIDE),
                                new StakingAction.Swap(hotkey, netUid, other, 7 * TAO, WIDE),
                                new StakingAction.Stake(hotkey, other, 3 * TAO, WIDE),
                                new StakingAction.Unstake(hotkey, netUid, 5 * TAO, WIDE)));
        Plan plan = plan(action);
        assertEquals(List.of(), plan.alarms());

        FinalizedHead birth = node.finalizedHead().orElseThrow();
        RuntimeInfo runtime =
                switch (node.nextRuntime(birth)) {
                    case Answer.Given<RuntimeInfo>(RuntimeInfo info) -> info;
                    case Answer.Missing<RuntimeInfo> missing -> throw new AssertionError(missing);
                };
        RuntimeMetadata metadata = RuntimeMetadata.decode(runtime.metadata());
        Bytes call =
                assertInstanceOf(
                                StakingCalls.Build.Built.class,
                                StakingCalls.build(
                                        metadata, action, plan.limits(), StakingCalls.Names.none()))
                        .call();
        SigningPayload payload =
                assertInstanceOf(
                                io.hypha.node.extrinsic.Preparation.Ready.class,
                                SigningPayload.prepare(
                                        metadata,
                                        call,
                                        ALICE.key(),
                                        new Terms(
                                                0,
                                                BigInteger.ZERO,
                                                Era.mortal(64, birth.number()),
                                                birth.block(),
                                                node.network().genesisHash(),
                                                runtime.specVersion(),
                                                runtime.transactionVersion(),
                                                new MetadataCheck.Off())))
                        .payload();
        byte[] signature = SecretUri.parse("//Alice").sr25519().sign(payload.toSign().toArray());
        assertInstanceOf(
                SubmitResult.Sent.class,
                node.submit(
                        payload.assemble(
                                new MultiSignature(SignatureScheme.SR25519, Bytes.of(signature)))));
        devnet.author();
        awaitHead();

        List<Long> moved = moved(metadata, node.finalizedHead().orElseThrow());
        assertEquals(plan.legs().size(), moved.size());
        for (int i = 0; i < moved.size(); i++) {
            Leg leg = plan.legs().get(i);
            long off = Math.abs(leg.received() - moved.get(i));
            assertTrue(off <= (leg.level() == Level.EXECUTED ? 0 : 2), off + " rao off: " + leg);
        }
    }

    /** What each stake and unstake of a block moved, in their order. */
    private static List<Long> moved(RuntimeMetadata metadata, FinalizedHead head) {
        Bytes key = metadata.storageKey("System", "Events");
        Answer<ProvenRead> read = node.read(head, List.of(key));
        StorageValue value =
                read instanceof Answer.Given<ProvenRead>(ProvenRead proven)
                        ? proven.values().get(key)
                        : null;
        Bytes events = assertInstanceOf(StorageValue.Present.class, value).value();
        List<Long> moved = new ArrayList<>();
        int type =
                metadata.pallet("System").orElseThrow().entry("Events").orElseThrow().valueType();
        for (JsonNode record : metadata.codec().decode(type, events)) {
            JsonNode event = record.path("event").path("SubtensorModule");
            if (event.has("StakeAdded")) {
                moved.add(Long.parseLong(event.path("StakeAdded").path(3).asString()));
            } else if (event.has("StakeRemoved")) {
                moved.add(Long.parseLong(event.path("StakeRemoved").path(2).asString()));
            }
        }
        return moved;
    }
}
