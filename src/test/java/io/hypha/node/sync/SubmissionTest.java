package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.NodeStatus;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.header.Header;
import io.hypha.node.rpc.RpcFault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What endpoints and peers may make of an extrinsic, and what is told of it. */
class SubmissionTest {

    private static final Bytes EXTRINSIC = Bytes.ofInts(4, 1);
    private static final Hash256 HASH = Blake2b.hash256(EXTRINSIC);

    private final FakeChain chain = new FakeChain(4);
    private final Sources sources = new Sources();
    private final Disagreements disagreements = new Disagreements(Clock.systemUTC());
    private final List<Bytes> gossiped = new ArrayList<>();
    private int peers;
    private int asked;

    /** What the chain's own code says. */
    private boolean takes = true;

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private void endpoint(String name, OptionalInt code) {
        FakeNode node = new FakeNode(chain);
        code.ifPresent(number ->
                node.fault =
                        Faults.always(
                                new RpcFault.RpcError(number, "No", "reason " + number),
                                "author_submitExtrinsic"));
        add(new RpcFullNode(node.endpoint(name)));
    }

    private void refusing(int code) {
        endpoint("e" + code, OptionalInt.of(code));
    }

    private void accepting() {
        endpoint("good", OptionalInt.empty());
    }

    private void peer() {
        add(
                new PeerFullNode(
                        new FakePeer(chain, peers++), chain.at(0).header().hash(), (_, _) -> {}));
    }

    private void add(FullNode node) {
        Source source = new Source(node, Clock.systemUTC(), disagreements);
        source.greet(new FullNode.Introduction("", true, false));
        sources.add(source);
    }

    private SubmitResult submit() {
        return new Submission(
                        sources,
                        extrinsic -> {
                            gossiped.add(extrinsic);
                            return peers;
                        },
                        new Regossip(
                                _ -> peers,
                                _ -> Answer.given(List.of()),
                                _ -> Answer.given(List.of())),
                        _ -> {
                            asked++;
                            return Optional.of(head()).filter(_ -> takes);
                        })
                .submit(EXTRINSIC);
    }

    private FinalizedHead head() {
        Header genesis = chain.at(0).header();
        return new FinalizedHead(
                genesis.id(),
                genesis.encode(),
                genesis.parentHash(),
                genesis.stateRoot(),
                genesis.extrinsicsRoot(),
                0,
                0,
                0);
    }

    @Test
    void a_refusal_that_the_chains_own_code_shares_ends_it() {
        refusing(1010);
        peer();
        takes = false;
        assertEquals(new SubmitResult.Refused(1010, "No: reason 1010"), submit());
        assertTrue(gossiped.isEmpty());
        assertTrue(disagreements.all().isEmpty());
    }

    @Test
    void a_refusal_that_the_chains_own_code_does_not_share_keeps_it_from_no_peer() {
        refusing(1010);
        peer();
        peer();
        assertEquals(new SubmitResult.Sent(HASH, 0, 2), submit());
        assertEquals(List.of(EXTRINSIC), gossiped);
        NodeStatus.Disagreement told = disagreements.all().getFirst();
        assertTrue(told.text().startsWith("refused with 1010 (No: reason 1010)"), told.text());
        assertTrue(told.endpoint().contains("e1010"), told.endpoint());
    }

    @Test
    void what_an_endpoint_says_about_itself_is_nothing_to_peers() {
        refusing(-32601);
        refusing(1016);
        peer();
        assertEquals(new SubmitResult.Sent(HASH, 0, 1), submit());
        assertEquals(0, asked);
    }

    @Test
    void a_verdict_counts_more_than_what_another_endpoint_says_about_itself() {
        refusing(1010);
        refusing(-32601);
        peer();
        takes = false;
        assertEquals(new SubmitResult.Refused(1010, "No: reason 1010"), submit());
    }

    @Test
    void another_of_the_same_number_that_pays_more_ends_it() {
        refusing(1014);
        peer();
        assertEquals(new SubmitResult.Refused(1014, "No: reason 1014"), submit());
        assertEquals(0, asked);
    }

    @Test
    void without_peers_a_refusal_keeps_its_code_and_costs_no_second_opinion() {
        refusing(-32601);
        assertEquals(new SubmitResult.Refused(-32601, "No: reason -32601"), submit());
        refusing(1010);
        assertEquals(new SubmitResult.Refused(1010, "No: reason 1010"), submit());
        assertEquals(0, asked);
    }

    @Test
    void one_endpoint_that_takes_it_is_enough() {
        refusing(1010);
        accepting();
        refusing(1013);
        peer();
        takes = false;
        assertEquals(new SubmitResult.Sent(HASH, 2, 1), submit());
        assertEquals(0, asked);
    }
}
