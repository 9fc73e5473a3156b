package io.hypha.node.sync;

import static io.hypha.node.sync.VerifyingNodeTest.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.consensus.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {

    @TempDir private Path dir;

    private VerifyingNode start(FakeChain chain, FakeNode... nodes) {
        return new VerifyingNode(
                VerifyingNodeTest.options(
                                chain, new Anchor.Trusted(chain.checkpoint(), "test"), nodes)
                        .keptIn(dir));
    }

    private Path file() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            return all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private static FakeChain withChanges() {
        FakeChain chain = new FakeChain(4);
        chain.grow(3);
        chain.changeVoters(3, 5, 0);
        chain.grow(3);
        chain.changeVoters(4, 3, 2);
        chain.grow(6);
        return chain;
    }

    @Test
    void goes_on_from_the_last_finalized_block_without_asking_anybody() throws IOException {
        FakeChain chain = withChanges();
        try (VerifyingNode node = start(chain, new FakeNode(chain))) {
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
        }
        assertTrue(file().startsWith(dir.resolve(chain.genesisHash().toHex().substring(2))));
        try (VerifyingNode node = start(chain)) {
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
            assertEquals(2, node.status().voters().orElseThrow().setId());
        }
        chain.grow(2);
        try (VerifyingNode node = start(chain, new FakeNode(chain))) {
            node.round();
            assertEquals(chain.head().id(), given(node.readableHead()).block());
        }
    }

    @Test
    void starts_from_the_checkpoint_when_the_file_is_damaged_anywhere() throws IOException {
        FakeChain chain = withChanges();
        try (VerifyingNode node = start(chain, new FakeNode(chain))) {
            node.round();
        }
        byte[] good = Files.readAllBytes(file());
        for (int i = 0; i < 40; i++) {
            byte[] bad = good.clone();
            int at = (int) ((long) i * good.length / 40);
            bad[at] ^= 1;
            Files.write(file(), bad);
            try (VerifyingNode node = start(chain)) {
                long number = node.finalizedHead().orElseThrow().number();
                assertEquals(chain.at(number).id(), node.finalizedHead().orElseThrow().block());
            }
        }
        Files.write(file(), java.util.Arrays.copyOf(good, good.length / 2));
        try (VerifyingNode node = start(chain, new FakeNode(chain))) {
            assertEquals(0, node.finalizedHead().orElseThrow().number());
            node.round();
            assertEquals(chain.head().id(), node.finalizedHead().orElseThrow().block());
        }
    }

    @Test
    void a_file_of_another_checkpoint_is_not_used() {
        FakeChain chain = new FakeChain(4);
        chain.grow(9);
        try (VerifyingNode node = start(chain, new FakeNode(chain))) {
            node.round();
        }
        Checkpoint later = new Checkpoint(chain.at(5).header(), chain.at(5).signers());
        NodeOptions options =
                VerifyingNodeTest.options(chain, new Anchor.Trusted(later, "test")).keptIn(dir);
        try (VerifyingNode node = new VerifyingNode(options)) {
            assertEquals(5, node.finalizedHead().orElseThrow().number());
        }
    }
}
