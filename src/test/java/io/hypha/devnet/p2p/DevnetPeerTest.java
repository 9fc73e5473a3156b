package io.hypha.devnet.p2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetException;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.SignedCall;
import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerNetwork;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.Role;
import io.hypha.node.network.wire.Multiaddr;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A light node's network meets a devnet over sockets. */
class DevnetPeerTest {

    private static final Instant START = Instant.parse("2026-11-25T15:00:00Z");

    @TempDir Path dir;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HeardPeers heard = new HeardPeers();
    private Devnet devnet;

    @BeforeEach
    void start() {
        devnet = Devnet.manual(options(), 3, InstantSource.fixed(START));
    }

    private DevnetOptions options() {
        return DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        devnet.close();
    }

    private Peer meet(Multiaddr address) throws InterruptedException {
        open.add(
                PeerNetwork.start(
                        NetworkOptions.light(devnet.genesisHash(), List.of(address)), heard));
        return heard.join();
    }

    private Peer meet() throws InterruptedException {
        return meet(devnet.p2pAddresses().getFirst());
    }

    private VoterSet voters() {
        return new VoterSet(
                0,
                devnet.networkRecord().voters().stream()
                        .map(key -> new Authority(key, 1))
                        .toList());
    }

    private void assertWarps(Peer peer) {
        PeerAnswer<Bytes> answer = peer.warpProof(devnet.genesisHash());
        Bytes proof = answer.toOptional().orElseThrow(() -> new AssertionError(answer));
        WarpVerdict verdict = new WarpVerifier().verify(proof, 0, voters());
        assertThat(((WarpVerdict.Valid) verdict).headers().getLast().id()).isEqualTo(devnet.head());
    }

    @Test
    void it_answers_over_tcp_and_says_who_it_is() throws Exception {
        Peer peer = meet();
        assertThat(peer.role()).isEqualTo(Role.AUTHORITY);
        assertThat(peer.best()).isEqualTo(devnet.head());
        assertWarps(peer);
    }

    @Test
    void it_answers_over_websocket() throws Exception {
        Multiaddr webSocket =
                devnet.p2pAddresses().stream()
                        .filter(Multiaddr::isWebSocket)
                        .findFirst()
                        .orElseThrow();
        assertWarps(meet(webSocket));
    }

    @Test
    void it_announces_each_block_and_gossips_the_votes_that_make_it_final() throws Exception {
        Peer peer = meet();
        GrandpaMessage.Neighbor neighbor = heard.grandpa(GrandpaMessage.Neighbor.class);
        assertThat(neighbor.finalized()).isEqualTo(devnet.head().number());
        BlockId block = devnet.author();
        assertThat(heard.announce(each -> each.header().id().equals(block)).best()).isTrue();
        Commit commit = Commit.decode(heard.grandpa(GrandpaMessage.Commit.class).encoded());
        assertThat(commit.target()).isEqualTo(block);
        assertThat(commit.setId()).isZero();
        Justification proof =
                new Justification(commit.round(), block, commit.precommits(), List.of());
        assertThat(new GrandpaVerifier().verify(proof, block, voters()))
                .isInstanceOf(Verdict.Finalized.class);
        assertThat(peer.best()).isEqualTo(block);
    }

    private Bytes aTransaction(String from) {
        return SignedCall.by(from, devnet.genesisHash())
                .addStake(SignedCall.account("//Alice"), 0, 1_000_000_000L)
                .sign();
    }

    @Test
    void it_takes_transactions_from_peers() throws Exception {
        Peer peer = meet();
        Bytes transaction = aTransaction("//Bob");
        long deadline = System.nanoTime() + 60_000_000_000L;
        // The link for transactions opens a moment after the peer has joined.
        while (!peer.send(transaction).toOptional().orElse(false)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        try (WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket())) {
            while (client.call("author_pendingExtrinsics").isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.onSpinWait();
            }
            assertThat(client.call("author_pendingExtrinsics").path(0).asString())
                    .isEqualTo(transaction.toHex());
        }
    }

    @Test
    void it_passes_transactions_on_to_peers_there_and_to_those_who_come_later() throws Exception {
        meet();
        Bytes transaction = aTransaction("//Charlie");
        try (WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket())) {
            client.call("author_submitExtrinsic", transaction.toHex());
        }
        assertThat(heard.transactions()).containsExactly(transaction);
        meet();
        assertThat(heard.transactions()).containsExactly(transaction);
    }

    @Test
    void its_peer_id_outlives_a_restart_and_stands_in_the_spec() {
        List<Multiaddr> before = devnet.p2pAddresses();
        assertThat(before.getFirst().peerId()).contains(Devnet.identity(options()));
        JsonNode spec = JsonMapper.shared().readTree(devnet.chainSpec());
        assertThat(spec.path("bootNodes")).hasSize(before.size());
        assertThat(spec.path("bootNodes").path(1).asString())
                .isEqualTo(before.get(1).toString())
                .contains("/ws/p2p/12D3KooW");
        devnet.close();
        start();
        assertThat(devnet.p2pAddresses().getFirst().peerId()).isEqualTo(before.getFirst().peerId());
    }

    @Test
    void a_port_that_is_taken_is_named_with_the_option_that_changes_it() {
        int port = devnet.p2pAddresses().getFirst().port();
        DevnetOptions same = options().withDataDir(dir.resolve("b")).withP2pPort(port);
        assertThatThrownBy(() -> Devnet.manual(same, 3, InstantSource.fixed(START)))
                .isInstanceOf(DevnetException.class)
                .hasMessageContaining(String.valueOf(port))
                .hasMessageContaining("--p2p-port");
        Devnet.manual(same.withP2pPort(0), 3, InstantSource.fixed(START)).close();
    }
}
