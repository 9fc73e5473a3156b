package io.hypha.node.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Commit;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GrandpaMessageTest {

    /** A packet of Polkadot's, from smoldot's tests. */
    private static final Bytes NEIGHBOR =
            Bytes.fromHex("0201570e000000000000a20d00000000000031e74d00");

    private static void refuses(Bytes message, String reason) {
        assertThatThrownBy(() -> GrandpaMessage.decode(message))
                .isInstanceOf(MessageException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void reads_the_neighbor_packet_of_a_real_node() {
        assertThat(NEIGHBOR.size()).isEqualTo(22);
        GrandpaMessage.Neighbor neighbor = new GrandpaMessage.Neighbor(3671, 3490, 5_105_457);
        assertThat(GrandpaMessage.decode(NEIGHBOR)).isEqualTo(neighbor);
        assertThat(neighbor.encode()).isEqualTo(NEIGHBOR);
        refuses(NEIGHBOR.slice(0, 21), "more bytes");
        refuses(Bytes.concat(NEIGHBOR, Bytes.ofInts(0)), "left over");
        refuses(
                Bytes.concat(Bytes.fromHex("0202"), NEIGHBOR.slice(2, 22)),
                "expected a neighbor packet of version 1, found 2");
    }

    @Test
    void reads_the_commit_of_a_real_round() {
        JsonNode fixture = Fixtures.json("grandpa/commit-message-5105457-set3490.json");
        Bytes encoded = Fixtures.hex(fixture.get("commit"));
        Bytes gossip = Bytes.concat(Bytes.ofInts(1), encoded);
        GrandpaMessage message = GrandpaMessage.decode(gossip);
        assertThat(message)
                .isInstanceOfSatisfying(
                        GrandpaMessage.Commit.class,
                        commit -> {
                            assertThat(commit.round()).isEqualTo(3669);
                            assertThat(commit.setId()).isEqualTo(3490);
                            assertThat(commit.target())
                                    .isEqualTo(
                                            new BlockId(
                                                    5_105_457,
                                                    Hash256.fromHex(
                                                            fixture.get("blockHash").asString())));
                            assertThat(Commit.decode(commit.encoded()).precommits()).hasSize(7);
                        });
        assertThat(message.encode()).isEqualTo(gossip);
        refuses(gossip.slice(0, gossip.size() - 1), "GRANDPA message");
        refuses(Bytes.concat(gossip, Bytes.ofInts(0)), "left over");
    }

    @Test
    void a_commit_needs_a_signature_for_each_vote() {
        Bytes commit = MessageDecoders.commit(2);
        byte[] twin = commit.toArray();
        // The count of signatures: 2 becomes 1.
        int at = 52 + 1 + 2 * 36;
        assertThat(twin[at]).isEqualTo((byte) 8);
        twin[at] = 4;
        refuses(
                Bytes.concat(Bytes.ofInts(1), Bytes.of(twin)),
                "expected a signature for each of 2 votes, found 1");
        refuses(
                Bytes.concat(Bytes.ofInts(1), MessageDecoders.commit(MessageLimits.MAX_VOTES + 1)),
                "expected at most 4096 votes, found 4097");
    }

    @Test
    void reads_votes_of_every_phase() {
        Bytes vote =
                Bytes.concat(
                        Bytes.fromHex("00" + "0700000000000000" + "0600000000000000" + "01"),
                        MessageDecoders.HASH.toBytes(),
                        Bytes.fromHex("784e8700"),
                        MessageDecoders.bytes(64),
                        MessageDecoders.OTHER_HASH.toBytes());
        assertThat(GrandpaMessage.decode(vote))
                .isEqualTo(
                        new GrandpaMessage.Vote(
                                7, 6, GrandpaMessage.Phase.PRECOMMIT, MessageDecoders.VOTE));
        byte[] twin = vote.toArray();
        twin[17] = 3;
        refuses(Bytes.of(twin), "a vote has tag 0, 1 or 2, found 3");
    }

    @Test
    void catch_up_names_the_set_before_the_round_and_bounds_its_votes() {
        GrandpaMessage.CatchUp catchUp =
                new GrandpaMessage.CatchUp(
                        6, 7, List.of(), List.of(), new BlockId(0, Hash256.ZERO));
        assertThat(catchUp.encode())
                .isEqualTo(
                        Bytes.fromHex(
                                "04"
                                        + "0600000000000000"
                                        + "0700000000000000"
                                        + "0000"
                                        + "00".repeat(36)));
        List<GrandpaVote> votes =
                Collections.nCopies(MessageLimits.MAX_VOTES + 1, MessageDecoders.VOTE);
        refuses(
                new GrandpaMessage.CatchUp(6, 7, votes, List.of(), new BlockId(0, Hash256.ZERO))
                        .encode(),
                "expected at most 4096 votes, found 4097");
        assertThat(new GrandpaMessage.CatchUpRequest(7, 6).encode())
                .isEqualTo(Bytes.fromHex("03" + "0700000000000000" + "0600000000000000"));
    }

    @Test
    void refuses_what_is_no_message() {
        refuses(Bytes.EMPTY, "more bytes");
        refuses(Bytes.ofInts(5), "a GRANDPA message has tag 0 to 4, found 5");
    }
}
