package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.Answer;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The way down from a final block, over headers that one source has. */
class HeaderLineTest {

    private static final int BELOW = 7;
    private static final int TOP = (int) HeaderLine.MOST_WALKED + BELOW;

    private final List<Header> headers = chain();
    private final Sources sources = new Sources();
    private final TrustKeeper trust = new TrustKeeper();
    private final HeaderLine line =
            new HeaderLine(
                    sources,
                    trust,
                    new JustifiedHistory(new GrandpaVerifier()),
                    Duration.ofSeconds(12));
    private int asked;

    HeaderLineTest() {
        sources.add(source());
        trust.begin(path());
    }

    private static List<Header> chain() {
        List<Header> headers = new ArrayList<>(TOP + 1);
        Hash256 parent = Hash256.ZERO;
        for (int number = 0; number <= TOP; number++) {
            Header header = new Header(parent, number, Hash256.ZERO, Hash256.ZERO, List.of());
            headers.add(header);
            parent = header.hash();
        }
        return headers;
    }

    private TrustPath path() {
        VoterSet voters = new VoterSet(0, FakeChain.authorities(FakeChain.seeds(0, 4)));
        return assertInstanceOf(
                        TrustPath.Extended.class,
                        TrustPath.from(new Checkpoint(headers.getLast(), voters)))
                .path();
    }

    private Source source() {
        FullNode node =
                (FullNode)
                        Proxy.newProxyInstance(
                                FullNode.class.getClassLoader(),
                                new Class<?>[] {FullNode.class},
                                (_, method, arguments) ->
                                        switch (method.getName()) {
                                            case "address" -> "a source";
                                            case "latency" -> Optional.empty();
                                            case "wire" -> FullNode.Wire.RPC;
                                            case "header" -> header((Hash256) arguments[0]);
                                            case "ancestors" ->
                                                    ancestors(
                                                            (Header) arguments[0],
                                                            (int) arguments[1]);
                                            default ->
                                                    throw new AssertionError(
                                                            method.getName() + " is not asked");
                                        });
        Source source = new Source(node, Clock.systemUTC(), new Disagreements(Clock.systemUTC()));
        source.greet(new FullNode.Introduction("fake", true, false));
        return source;
    }

    private Reply<Optional<Header>> header(Hash256 hash) {
        return new Reply.Got<>(
                headers.stream().filter(each -> each.hash().equals(hash)).findFirst());
    }

    private Reply<List<Header>> ancestors(Header child, int count) {
        asked++;
        return new Reply.Got<>(
                LongStream.rangeClosed(1, count)
                        .mapToObj(each -> headers.get((int) (child.number() - each)))
                        .toList());
    }

    @Test
    void walks_down_as_far_as_it_may_and_remembers_the_way() {
        assertEquals(headers.get(BELOW).id(), VerifyingNodeTest.given(line.at(BELOW)).block());
        int walked = asked;
        assertEquals(256, walked, "a batch each");
        assertEquals(
                headers.get(BELOW + 20_000).id(),
                VerifyingNodeTest.given(line.at(BELOW + 20_000)).block());
        assertEquals(walked + 1, asked, "from the closest remembered one");
    }

    @Test
    void goes_no_further_and_asks_nobody() {
        Answer.Missing<?> missing = assertInstanceOf(Answer.Missing.class, line.at(BELOW - 1));
        assertEquals(Answer.Reason.NO_PEER, missing.reason());
        assertTrue(missing.text().contains("within 65536 blocks above it"), missing.text());
        assertEquals(0, asked);
    }
}
