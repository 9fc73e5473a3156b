package io.hypha.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetMembers;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.DevnetUpgrade;
import io.hypha.devnet.Progress;
import io.hypha.devnet.SignedCall;
import io.hypha.devnet.VoterChange;
import io.hypha.devnet.p2p.HeardPeers;
import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import io.hypha.node.network.NetworkOptions;
import io.hypha.node.network.Peer;
import io.hypha.node.network.PeerNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members over real sockets, chains on disk. */
class DevnetMembersTest {

    static final int HISTORY = 3;
    static final Duration BLOCK_TIME = Duration.ofMillis(300);

    @TempDir Path dir;

    private DevnetMembers members;

    private DevnetMembers start(int count) {
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withDataDir(dir.resolve("chain"))
                        .withBlockTime(BLOCK_TIME);
        members = DevnetMembers.start(options, count, HISTORY, Progress.SILENT);
        return members;
    }

    @AfterEach
    void stop() {
        members.close();
    }

    private void awaitHeight(long number) throws InterruptedException {
        for (Devnet node : members.running()) {
            assertThat(node.awaitHead(number, Duration.ofSeconds(60)))
                    .as("#%d is final within a minute, %s is", number, node.head())
                    .isTrue();
        }
    }

    /** The hash of a block as a node answers it. */
    private static String hashOf(Devnet node, long number) throws InterruptedException {
        try (WebSocketClient client = new WebSocketClient(node.rpcWebSocket())) {
            return client.call("chain_getBlockHash", number).asString();
        }
    }

    private void assertOneChain() throws InterruptedException {
        long common =
                members.running().stream().mapToLong(node -> node.head().number()).min().orElse(0);
        for (long number = 0; number <= common; number++) {
            String first = hashOf(members.running().getFirst(), number);
            for (Devnet node : members.running()) {
                assertThat(hashOf(node, number)).isEqualTo(first);
            }
        }
    }

    @Test
    void four_members_make_one_chain_and_go_on_when_one_is_gone_and_back() throws Exception {
        start(4);
        awaitHeight(HISTORY + 5);
        assertOneChain();

        members.stopNode(2);
        long before = members.node(0).head().number();
        awaitHeight(before + 5);

        members.startNode(2, UnaryOperator.identity());
        awaitHeight(members.node(0).head().number() + 4);
        assertOneChain();
    }

    @Test
    void two_nodes_share_the_keys_of_four_and_need_each_other() throws Exception {
        start(2);
        awaitHeight(HISTORY + 3);
        assertOneChain();
    }

    @Test
    void a_transaction_given_to_one_member_is_in_a_block_of_all() throws Exception {
        start(3);
        Bytes transaction =
                SignedCall.by("//Bob", members.node(0).genesisHash())
                        .addStake(SignedCall.account("//Alice"), 0, 1_000_000_000L)
                        .sign();
        try (WebSocketClient client = new WebSocketClient(members.node(1).rpcWebSocket())) {
            client.call("author_submitExtrinsic", transaction.toHex());
        }
        long number = HISTORY;
        do {
            number++;
            awaitHeight(number);
            assertThat(number).as("blocks without the transaction").isLessThan(HISTORY + 40);
        } while (!hasTransaction(members.node(2), number, transaction));
        assertOneChain();
    }

    private static boolean hasTransaction(Devnet node, long number, Bytes transaction)
            throws InterruptedException {
        try (WebSocketClient client = new WebSocketClient(node.rpcWebSocket())) {
            String hash = client.call("chain_getBlockHash", number).asString();
            return client.call("chain_getBlock", hash)
                    .path("block")
                    .path("extrinsics")
                    .valueStream()
                    .anyMatch(each -> each.asString().equals(transaction.toHex()));
        }
    }

    @Test
    void members_change_their_runtime_together_also_one_that_was_away() throws Exception {
        start(4);
        awaitHeight(HISTORY + 1);
        members.stopNode(2);
        DevnetUpgrade.to(members.node(0), 425);
        long number = HISTORY + 1;
        do {
            number++;
            awaitHeight(number);
            assertThat(number).as("blocks without the upgrade").isLessThan(HISTORY + 40);
        } while (specOf(members.node(0)) != 425);
        members.startNode(2, UnaryOperator.identity());
        // The others may be far beyond that number by now, and so the upgrade.
        awaitHeight(members.node(0).head().number() + 3);
        assertOneChain();
        for (Devnet node : members.running()) {
            assertThat(specOf(node)).isEqualTo(425);
        }
    }

    private static long specOf(Devnet node) throws InterruptedException {
        try (WebSocketClient client = new WebSocketClient(node.rpcWebSocket())) {
            return client.call("state_getRuntimeVersion").path("specVersion").asLong();
        }
    }

    @Test
    void members_hand_over_to_voters_that_are_voted_in() throws Exception {
        start(4);
        VoterChange.schedule(
                members.node(1), VoterChange.voters("//Eve", "//Bob", "//3", "//7", "//8"), 1);
        long number = HISTORY;
        try (WebSocketClient client = new WebSocketClient(members.node(2).rpcWebSocket())) {
            while (client.call("grandpa_roundState").path("setId").asLong() == 0) {
                awaitHeight(++number);
                assertThat(number).as("blocks without a change").isLessThan(HISTORY + 40);
            }
            awaitHeight(number + 3);
            assertThat(client.call("grandpa_roundState").path("setId").asLong()).isEqualTo(1);
        }
        assertOneChain();
    }

    @Test
    void a_light_node_warps_to_a_block_that_members_made_final() throws Exception {
        start(4);
        awaitHeight(HISTORY + 2);
        HeardPeers heard = new HeardPeers();
        Hash256 genesis = members.node(0).genesisHash();
        try (PeerNetwork _ =
                PeerNetwork.start(
                        NetworkOptions.light(genesis, members.p2pAddresses().subList(0, 1)),
                        heard)) {
            Peer peer = heard.join();
            Bytes proof = peer.warpProof(genesis).toOptional().orElseThrow();
            List<Authority> voters =
                    members.node(0).networkRecord().voters().stream()
                            .map(key -> new Authority(key, 1))
                            .toList();
            WarpVerdict verdict = new WarpVerifier().verify(proof, 0, new VoterSet(0, voters));
            assertThat(verdict).isInstanceOf(WarpVerdict.Valid.class);
            BlockId last = ((WarpVerdict.Valid) verdict).headers().getLast().id();
            assertThat(last.number()).isGreaterThanOrEqualTo(HISTORY + 2);
            // One that the proof leads to may have been announced before it was asked for.
            heard.announce(each -> each.header().number() > last.number());
        }
    }
}
