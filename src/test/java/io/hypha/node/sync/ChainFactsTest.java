package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainFactsTest {

    private static final int AUTHORS = 3;

    private final FakeChain chain = new FakeChain(4);
    private final FakePeer peer = new FakePeer(chain, 0);
    private int asked;

    private ChainFacts facts() {
        Sources sources = new Sources();
        Source source =
                new Source(
                        new PeerFullNode(peer, chain.genesisHash(), (_, _) -> {}),
                        Clock.systemUTC(),
                        new Disagreements(Clock.systemUTC()));
        source.greet(new FullNode.Introduction("fake", true, false));
        sources.add(source);
        TrustKeeper trust = new TrustKeeper();
        trust.begin(
                assertInstanceOf(TrustPath.Extended.class, TrustPath.from(chain.checkpoint()))
                        .path());
        HeaderLine line =
                new HeaderLine(
                        sources,
                        trust,
                        new JustifiedHistory(new GrandpaVerifier()),
                        Duration.ofSeconds(12));
        return new ChainFacts(
                trust,
                line,
                new ProvenReader(sources, new Hedge(NodeOptions.DEFAULT_PATIENCE), _ -> "pruned"));
    }

    @Test
    void authors_that_were_not_answered_are_not_none_and_are_asked_for_again() {
        peer.proofFault =
                answer ->
                        ++asked == 2
                                ? PeerAnswer.failed(new PeerFault.Refused("closed the stream"))
                                : answer;
        ChainFacts facts = facts();
        facts.refresh();
        assertEquals(2, asked, "the code was answered, the authors were not");
        assertTrue(facts.tried());
        assertEquals(Optional.empty(), facts.known());

        facts.refresh();
        assertEquals(AUTHORS, facts.known().orElseThrow().auraAuthorities());
        int before = asked;
        facts.refresh();
        assertEquals(before, asked, "nothing is due");
    }
}
