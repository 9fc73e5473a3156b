package io.hypha.devnet.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.VoterChange;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import io.hypha.node.header.Header;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.PeerNetwork;
import io.hypha.node.network.PeerRecord;
import io.hypha.node.network.message.BlockAttribute;
import io.hypha.node.network.message.BlockData;
import io.hypha.node.network.message.BlockRequest;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each lie is the one that it says, as the judges see it. */
class LiesTest {

    private static final Bytes CODE = Bytes.of(":code".getBytes(StandardCharsets.US_ASCII));

    @TempDir Path dir;

    private final LyingServer liar = new LyingServer();
    private Devnet devnet;
    private BlockId change;

    @BeforeEach
    void start() throws InterruptedException {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0),
                        2,
                        InstantSource.fixed(Instant.parse("2026-11-25T15:00:00Z")),
                        liar::over);
        VoterChange.schedule(devnet, VoterChange.voters("//Eve", "//Ferdie", "//3"), 0);
        change = devnet.author();
        devnet.author();
        devnet.author();
        assertThat(warp()).isInstanceOf(WarpVerdict.Valid.class);
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

    private WarpVerdict warp() {
        Bytes proof = liar.warpProof(devnet.genesisHash()).orElseThrow();
        return new WarpVerifier().verify(proof, 0, first());
    }

    private Header header(BlockId block) {
        return Header.decode(block(block).header().orElseThrow());
    }

    private BlockData block(BlockId block) {
        return liar.blocks(
                        BlockRequest.one(
                                block.hash(),
                                EnumSet.of(BlockAttribute.HEADER, BlockAttribute.JUSTIFICATION)))
                .orElseThrow()
                .getFirst();
    }

    private Verdict finality(BlockId block) {
        Bytes proof = block(block).justifications().grandpa().orElseThrow();
        return new GrandpaVerifier().verify(proof, block, first());
    }

    private ProofCheck read() {
        return ReadProof.check(
                header(devnet.head()).stateRoot(),
                liar.readProof(devnet.head().hash(), List.of(CODE)).orElseThrow());
    }

    @Test
    void proofs_are_wrong_short_or_of_another_block() {
        liar.tell(Lies::wrongProofs);
        assertThat(read()).isInstanceOf(ProofCheck.Invalid.class);
        liar.tell(Lies::staleProofs);
        assertThat(read()).isInstanceOf(ProofCheck.Invalid.class);
        liar.tell(Lies::shortProofs);
        assertThat(((ProofCheck.Valid) read()).proof().read(CODE))
                .isEqualTo(new StorageRead.Incomplete());
        liar.beHonest();
        assertThat(((ProofCheck.Valid) read()).proof().read(CODE))
                .isInstanceOf(StorageRead.Value.class);
    }

    @Test
    void votes_are_for_another_set_forged_or_too_few() {
        liar.tell(Lies::wrongSetId);
        assertThat(finality(change)).isInstanceOf(Verdict.BadSignature.class);
        assertThat(warp()).isInstanceOf(WarpVerdict.Unjustified.class);
        liar.tell(Lies::forgedJustifications);
        assertThat(finality(change)).isInstanceOf(Verdict.BadSignature.class);
        liar.tell(Lies::tooFewVotes);
        assertThat(finality(change)).isInstanceOf(Verdict.NoSupermajority.class);
        assertThat(warp()).isInstanceOf(WarpVerdict.Unjustified.class);
    }

    @Test
    void votes_are_for_the_child_of_the_target() {
        liar.tell(Lies::ghostAboveTarget);
        assertThat(finality(change)).isInstanceOf(Verdict.NotGhost.class);
    }

    @Test
    void warp_proofs_are_cut_or_have_a_gap() {
        liar.tell(Lies::cutWarpProofs);
        assertThat(warp()).isInstanceOf(WarpVerdict.Malformed.class);
        liar.tell(Lies::warpProofsWithAGap);
        assertThat(warp()).isInstanceOf(WarpVerdict.Unjustified.class);
    }

    @Test
    void an_old_head_is_replayed() {
        BlockId old = devnet.head();
        liar.tell(Lies::replayedOldHead);
        devnet.author();
        assertThat(liar.best()).isEqualTo(old);
        assertThat(((WarpVerdict.Valid) warp()).last()).contains(old);
        assertThat(WarpProof.decode(liar.warpProof(old.hash()).orElseThrow()).fragments())
                .isEmpty();
        BlockRequest all = BlockRequest.ascending(0, 128, EnumSet.of(BlockAttribute.HEADER));
        assertThat(liar.blocks(all).orElseThrow()).hasSize((int) old.number() + 1);
    }

    @Test
    void answers_have_no_end_or_no_beginning() throws Exception {
        liar.tell(Lies::endless);
        assertThat(liar.warpProof(devnet.genesisHash()).orElseThrow().size())
                .isGreaterThan(16 << 20);
        liar.tell(Lies::silent);
        assertThat(liar.warpProof(devnet.genesisHash())).isEmpty();
        CountDownLatch until = new CountDownLatch(1);
        liar.tell(Lies.stall(until));
        CountDownLatch answered = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    liar.warpProof(devnet.genesisHash());
                    answered.countDown();
                });
        assertThat(answered.await(50, TimeUnit.MILLISECONDS)).isFalse();
        until.countDown();
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_slow_loris_is_dialled_and_never_joins() throws Exception {
        try (SlowLoris loris = new SlowLoris(50);
                PeerNetwork network =
                        PeerNetwork.start(
                                NetworkOptions.light(
                                        devnet.genesisHash(), List.of(loris.address())),
                                new io.hypha.devnet.p2p.HeardPeers())) {
            assertThat(loris.awaitDialled(60_000)).isTrue();
            assertThat(network.peers()).isEmpty();
            assertThat(network.describe())
                    .extracting(PeerRecord::address)
                    .contains(loris.address());
        }
    }
}
