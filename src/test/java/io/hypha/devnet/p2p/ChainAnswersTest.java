package io.hypha.devnet.p2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.VoterChange;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import io.hypha.node.crypto.Twox;
import io.hypha.node.header.Header;
import io.hypha.node.network.ChainServer;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.network.message.MessageLimits;
import io.hypha.node.runtime.CallOutcome;
import io.hypha.node.runtime.CodeLoading;
import io.hypha.node.runtime.NextAnswer;
import io.hypha.node.runtime.PatientCalls;
import io.hypha.node.runtime.RuntimeCode;
import io.hypha.node.runtime.RuntimeSession;
import io.hypha.node.runtime.RuntimeState;
import io.hypha.node.runtime.StateAnswer;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.trie.CompactProof;
import io.hypha.node.trie.OrderedRoot;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.RangeRead;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainAnswersTest {

    private static final int HISTORY = 3;
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-25T15:00:00Z"));
    private static final List<Authority> NEXT = VoterChange.voters("//Eve", "//Ferdie", "//3");
    private static final Set<BlockAttribute> EVERYTHING =
            EnumSet.of(BlockAttribute.HEADER, BlockAttribute.BODY, BlockAttribute.JUSTIFICATION);

    @TempDir Path dir;

    private Devnet devnet;
    private ChainServer server;

    @BeforeEach
    void start() {
        start(DevnetOptions.defaults(dir));
    }

    private void start(DevnetOptions options) {
        devnet =
                Devnet.manual(
                        options.withRpcPort(0).withP2pPort(0),
                        HISTORY,
                        CLOCK,
                        honest -> {
                            server = honest;
                            return honest;
                        });
    }

    @AfterEach
    void stop() {
        devnet.close();
    }

    private VoterSet first() {
        return new VoterSet(
                0,
                devnet.networkRecord().voters().stream()
                        .map(key -> new Authority(key, 1))
                        .toList());
    }

    private WarpVerdict.Valid warp(Hash256 begin, long number, VoterSet voters) {
        Bytes proof = server.warpProof(begin).orElseThrow();
        WarpVerdict verdict = new WarpVerifier().verify(proof, number, voters);
        assertThat(verdict).isInstanceOf(WarpVerdict.Valid.class);
        return (WarpVerdict.Valid) verdict;
    }

    private static BlockId last(WarpVerdict.Valid valid) {
        return valid.headers().getLast().id();
    }

    @Test
    void a_warp_proof_from_genesis_ends_at_the_newest_block() {
        BlockId head = devnet.author();
        WarpVerdict.Valid valid = warp(devnet.genesisHash(), 0, first());
        assertThat(valid.finished()).isTrue();
        assertThat(last(valid)).isEqualTo(head);
        assertThat(valid.headers()).hasSize(1);
    }

    @Test
    void a_warp_proof_from_the_newest_block_is_empty_and_from_an_unknown_one_refused() {
        WarpProof proof = WarpProof.decode(server.warpProof(devnet.head().hash()).orElseThrow());
        assertThat(proof).isEqualTo(new WarpProof(List.of(), true));
        assertThat(server.warpProof(Hash256.ZERO)).isEmpty();
    }

    @Test
    void a_warp_proof_has_the_block_of_each_change_of_voters() throws Exception {
        VoterChange.schedule(devnet, NEXT, 0);
        BlockId change = devnet.author();
        assertThat(last(warp(devnet.genesisHash(), 0, first()))).isEqualTo(change);
        BlockId head = devnet.author();
        WarpVerdict.Valid valid = warp(devnet.genesisHash(), 0, first());
        assertThat(valid.headers()).extracting(Header::id).containsExactly(change, head);
        assertThat(valid.voters()).isEqualTo(new VoterSet(1, NEXT));
        WarpVerdict.Valid after = warp(change.hash(), change.number(), new VoterSet(1, NEXT));
        assertThat(after.headers()).extracting(Header::id).containsExactly(head);
    }

    @Test
    void a_run_downwards_carries_the_justifications_of_its_lowest_set_alone() throws Exception {
        VoterChange.schedule(devnet, NEXT, 0);
        BlockId change = devnet.author();
        devnet.author();
        BlockId head = devnet.author();
        BlockRequest down =
                new BlockRequest(
                        EVERYTHING,
                        new BlockRequest.From.AtHash(head.hash()),
                        BlockRequest.Direction.DESCENDING,
                        4,
                        false);
        List<BlockData> over = server.blocks(down).orElseThrow();
        assertThat(over)
                .extracting(each -> each.justifications().grandpa().isPresent())
                .containsExactly(false, false, true, true);
        BlockRequest above = BlockRequest.ascending(change.number(), 3, EVERYTHING);
        assertThat(server.blocks(above).orElseThrow())
                .allMatch(each -> each.justifications().grandpa().isPresent());
    }

    @Test
    void a_delayed_change_is_told_when_its_set_has_ended() throws Exception {
        BlockId before = devnet.author();
        VoterChange.schedule(devnet, NEXT, 2);
        BlockId announcing = devnet.author();
        assertThat(last(warp(devnet.genesisHash(), 0, first()))).isEqualTo(before);
        assertThat(WarpProof.decode(server.warpProof(before.hash()).orElseThrow()))
                .isEqualTo(new WarpProof(List.of(), true));
        devnet.author();
        BlockId end = devnet.author();
        assertThat(last(warp(announcing.hash(), announcing.number(), first()))).isEqualTo(end);
        BlockId head = devnet.author();
        WarpVerdict.Valid valid = warp(devnet.genesisHash(), 0, first());
        assertThat(valid.headers()).extracting(Header::id).containsExactly(announcing, head);
        assertThat(valid.voters()).isEqualTo(new VoterSet(1, NEXT));
        // Who saw the announcement gets the end of the set first, then what follows.
        assertThat(last(warp(announcing.hash(), announcing.number(), first()))).isEqualTo(end);
        assertThat(last(warp(end.hash(), end.number(), new VoterSet(1, NEXT)))).isEqualTo(head);
    }

    @Test
    void a_warp_proof_ends_at_a_forced_change() throws Exception {
        VoterChange.force(devnet, NEXT, 1, devnet.head().number());
        BlockId announcing = devnet.author();
        devnet.author();
        devnet.author();
        Bytes proof = server.warpProof(devnet.genesisHash()).orElseThrow();
        assertThat(new WarpVerifier().verify(proof, 0, first()))
                .isEqualTo(new WarpVerdict.ForcedChange(0, announcing));
    }

    @Test
    void with_a_period_a_warp_proof_still_ends_at_the_newest_block() {
        stop();
        start(
                DevnetOptions.defaults(dir)
                        .withDataDir(dir.resolve("b"))
                        .withJustificationPeriod(512));
        BlockId head = devnet.author();
        assertThat(last(warp(devnet.genesisHash(), 0, first()))).isEqualTo(head);
    }

    private List<BlockData> blocks(BlockRequest request) {
        return server.blocks(request).orElseThrow();
    }

    @Test
    void blocks_come_upwards_with_all_their_parts() {
        devnet.author();
        List<BlockData> run = blocks(BlockRequest.ascending(1, 128, EVERYTHING));
        assertThat(run).hasSize(HISTORY + 1);
        Hash256 parent = devnet.genesisHash();
        for (BlockData block : run) {
            Header header = Header.decode(block.header().orElseThrow());
            assertThat(header.hash()).isEqualTo(block.hash());
            assertThat(header.parentHash()).isEqualTo(parent);
            assertThat(OrderedRoot.of(block.body())).isEqualTo(header.extrinsicsRoot());
            assertThat(
                            new GrandpaVerifier()
                                    .verify(
                                            block.justifications().grandpa().orElseThrow(),
                                            header.id(),
                                            first()))
                    .isInstanceOf(Verdict.Finalized.class);
            parent = header.hash();
        }
    }

    @Test
    void blocks_come_downwards_to_genesis() {
        List<BlockData> run = blocks(BlockRequest.ancestors(devnet.head().hash(), 128));
        assertThat(run).hasSize(HISTORY + 1);
        assertThat(run.getFirst().hash()).isEqualTo(devnet.head().hash());
        assertThat(run.getLast().hash()).isEqualTo(devnet.genesisHash());
        assertThat(run.getFirst().body()).isEmpty();
        assertThat(run.getFirst().justifications().grandpa()).isEmpty();
    }

    @Test
    void a_run_has_no_more_blocks_than_asked_nor_than_the_limit() {
        for (int i = 0; i < MessageLimits.MAX_BLOCKS + 2; i++) {
            devnet.author();
        }
        assertThat(blocks(BlockRequest.ascending(1, 2, EVERYTHING))).hasSize(2);
        assertThat(blocks(BlockRequest.ascending(1, 0, EVERYTHING)))
                .hasSize(MessageLimits.MAX_BLOCKS);
        assertThat(blocks(BlockRequest.ascending(1, 100_000, EVERYTHING)))
                .hasSize(MessageLimits.MAX_BLOCKS);
        assertThat(blocks(BlockRequest.ascending(99_999, 1, EVERYTHING))).isEmpty();
        assertThat(blocks(BlockRequest.one(Hash256.ZERO, EVERYTHING))).isEmpty();
    }

    private Header headHeader() {
        BlockData block =
                blocks(BlockRequest.one(devnet.head().hash(), EnumSet.of(BlockAttribute.HEADER)))
                        .getFirst();
        return Header.decode(block.header().orElseThrow());
    }

    private ReadProof checked(Header header, List<Bytes> nodes) {
        ProofCheck check = ReadProof.check(header.stateRoot(), nodes);
        assertThat(check).isInstanceOf(ProofCheck.Valid.class);
        return ((ProofCheck.Valid) check).proof();
    }

    @Test
    void a_read_proof_gives_values_and_proves_absence() {
        Header head = headHeader();
        Bytes code = ascii(":code");
        Bytes absent = ascii(":nothing");
        List<Bytes> nodes = server.readProof(head.hash(), List.of(code, absent)).orElseThrow();
        ReadProof proof = checked(head, nodes);
        assertThat(proof.read(code)).isInstanceOf(StorageRead.Value.class);
        assertThat(proof.read(absent)).isEqualTo(new StorageRead.Absent());
        assertThat(server.readProof(Hash256.ZERO, List.of(code))).isEmpty();
    }

    @Test
    void a_child_read_proof_proves_that_there_is_no_such_child() {
        Header head = headHeader();
        Bytes child = ascii(":child_storage:default:none");
        List<Bytes> nodes =
                server.readChildProof(head.hash(), child, List.of(ascii("a"))).orElseThrow();
        assertThat(checked(head, nodes).readChild(child, ascii("a")))
                .isEqualTo(new StorageRead.Absent());
    }

    @Test
    void a_call_proof_holds_the_code_and_what_the_call_reads() {
        Header head = headHeader();
        List<Bytes> nodes =
                server.callProof(head.hash(), "AuraApi_authorities", Bytes.EMPTY).orElseThrow();
        ReadProof proof = checked(head, nodes);
        assertThat(proof.read(ascii(":code"))).isInstanceOf(StorageRead.Value.class);
        assertThat(proof.read(ascii(":heappages"))).isNotInstanceOf(StorageRead.Incomplete.class);
        Bytes authorities =
                Bytes.concat(
                        Bytes.of(Twox.hash128(bytes("Aura"))),
                        Bytes.of(Twox.hash128(bytes("Authorities"))));
        assertThat(proof.read(authorities)).isInstanceOf(StorageRead.Value.class);
        assertThat(server.callProof(head.hash(), "NoSuch_method", Bytes.EMPTY)).isEmpty();
        assertThat(server.callProof(head.hash(), "AccountNonceApi_account_nonce", Bytes.EMPTY))
                .isEmpty();
    }

    @Test
    void a_call_proof_is_all_that_the_call_needs() {
        Bytes account = Bytes.fromHex("0d".repeat(32));
        Bytes swap = new ScaleCodecWriter().writeUint16(3).writeLong(5_000_000_000L).toBytes();
        Bytes place = Bytes.concat(Bytes.ofInts(1), account, Bytes.ofInts(3, 0));
        Map<String, Bytes> calls =
                Map.of(
                        "Metadata_metadata_at_version",
                        Bytes.ofInts(16, 0, 0, 0),
                        "AccountNonceApi_account_nonce",
                        account,
                        "SwapRuntimeApi_current_alpha_price_all",
                        Bytes.EMPTY,
                        "SwapRuntimeApi_sim_swap_tao_for_alpha",
                        swap,
                        "SwapRuntimeApi_sim_swap_alpha_for_tao",
                        swap,
                        "StakeInfoRuntimeApi_get_stake_fee",
                        Bytes.concat(place, account, Bytes.ofInts(0), account, swap.slice(2, 10)),
                        "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys",
                        Bytes.concat(Bytes.ofInts(4), account, Bytes.ofInts(0)),
                        "StakeInfoRuntimeApi_get_stake_info_for_coldkey",
                        account);
        Header head = headHeader();
        calls.forEach((method, parameters) -> {
            ReadProof proof =
                    checked(head, server.callProof(head.hash(), method, parameters).orElseThrow());
            Bytes code = ((StorageRead.Value) proof.read(ascii(":code"))).value();
            RuntimeCode loaded = ((CodeLoading.Loaded) RuntimeCode.of(code)).code();
            assertThat(
                            RuntimeSession.callOnce(
                                    loaded,
                                    new ProvenState(proof),
                                    PatientCalls.LIMITS,
                                    method,
                                    parameters))
                    .as(method)
                    .isInstanceOf(CallOutcome.Returned.class);
        });
    }

    private record ProvenState(ReadProof proof) implements RuntimeState {
        @Override
        public StateAnswer get(Bytes key) {
            return switch (proof.read(key)) {
                case StorageRead.Value(Bytes value) -> new StateAnswer.Value(value);
                case StorageRead.Absent _ -> new StateAnswer.Absent();
                case StorageRead.Incomplete _ ->
                        new StateAnswer.Unavailable("not proven: " + key.toHex());
            };
        }

        @Override
        public NextAnswer next(Bytes key) {
            return new NextAnswer.Unavailable("no walk");
        }

        @Override
        public StateAnswer child(Bytes childName, Bytes key) {
            return new StateAnswer.Unavailable("no child");
        }

        @Override
        public NextAnswer childNext(Bytes childName, Bytes key) {
            return new NextAnswer.Unavailable("no child");
        }
    }

    @Test
    void ranges_of_the_state_come_one_after_the_other_until_all_is_there() {
        Header head = headHeader();
        Map<Bytes, Bytes> state = new TreeMap<>();
        Optional<Bytes> after = Optional.of(Bytes.EMPTY);
        List<Bytes> start = List.of();
        while (after.isPresent()) {
            Bytes proof = server.stateProof(head.hash(), start).orElseThrow();
            assertThat(proof.size()).isLessThan(3 << 20);
            CompactProof compact = CompactProof.decode(proof, head.stateRoot());
            assertThat(compact).isInstanceOf(CompactProof.Nodes.class);
            ReadProof read = checked(head, ((CompactProof.Nodes) compact).plain());
            RangeRead range =
                    start.isEmpty()
                            ? read.range(Bytes.EMPTY)
                            : read.range(start.getFirst(), Bytes.EMPTY);
            switch (range) {
                case RangeRead.Complete complete -> {
                    state.putAll(complete.entries());
                    after = Optional.empty();
                }
                case RangeRead.Partial partial -> {
                    state.putAll(partial.entries());
                    after = Optional.of(partial.entries().lastKey());
                    start = List.of(after.get());
                }
            }
        }
        assertThat(state).containsKey(ascii(":code"));
        assertThat(state.size()).isGreaterThan(1000);
        Bytes some = ((TreeMap<Bytes, Bytes>) state).lastKey();
        List<Bytes> nodes = server.readProof(head.hash(), List.of(some)).orElseThrow();
        assertThat(checked(head, nodes).read(some))
                .isEqualTo(new StorageRead.Value(state.get(some)));
        assertThat(server.stateProof(Hash256.ZERO, List.of())).isEmpty();
    }

    @Test
    void a_pruned_state_is_not_answered() {
        stop();
        start(DevnetOptions.defaults(dir).withDataDir(dir.resolve("b")).withStateBlocks(2));
        assertThat(server.readProof(devnet.genesisHash(), List.of(ascii(":code")))).isEmpty();
        assertThat(server.stateProof(devnet.genesisHash(), List.of())).isEmpty();
        assertThat(server.callProof(devnet.genesisHash(), "Core_version", Bytes.EMPTY)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Bytes ascii(String text) {
        return Bytes.of(bytes(text));
    }
}
