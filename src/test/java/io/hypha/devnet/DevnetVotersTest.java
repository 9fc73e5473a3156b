package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A devnet changes its voters, and the path of trust goes along or asks for a checkpoint. */
class DevnetVotersTest {

    private static final Instant NOW = Instant.parse("2026-11-25T15:00:00Z");
    private static final List<Authority> NEXT =
            VoterChange.voters("//Eve", "//Ferdie", "//0", "//1", "//2");

    @TempDir Path dir;

    private final GrandpaVerifier grandpa = new GrandpaVerifier();
    private Devnet devnet;
    private WebSocketClient client;

    @BeforeEach
    void start() {
        start(1);
    }

    private void start(int justificationPeriod) {
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withJustificationPeriod(justificationPeriod);
        devnet = Devnet.manual(options, 3, InstantSource.fixed(NOW));
        client = new WebSocketClient(devnet.rpcWebSocket());
    }

    @AfterEach
    void stop() {
        client.close();
        devnet.close();
    }

    /** A block with the justification that is kept for it. */
    private record Justified(Header header, Optional<Bytes> justification) {
        BlockId id() {
            return header.id();
        }
    }

    private Justified author() throws InterruptedException {
        return block(devnet.author());
    }

    private Justified block(BlockId id) throws InterruptedException {
        JsonNode block = client.call("chain_getBlock", id.hash().toHex());
        JsonNode header = block.path("block").path("header");
        List<DigestItem> digest = new ArrayList<>();
        header.path("digest")
                .path("logs")
                .forEach(log ->
                        digest.add(
                                DigestItem.read(
                                        new ScaleCodecReader(Bytes.fromHex(log.asString())))));
        Header decoded =
                new Header(
                        hash(header, "parentHash"),
                        Long.decode(header.path("number").asString()),
                        hash(header, "stateRoot"),
                        hash(header, "extrinsicsRoot"),
                        digest);
        assertEquals(id, decoded.id());
        JsonNode justification = block.path("justifications").path(0).path(1);
        if (justification.isMissingNode()) {
            return new Justified(decoded, Optional.empty());
        }
        byte[] bytes = new byte[justification.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) justification.path(i).asInt();
        }
        return new Justified(decoded, Optional.of(Bytes.of(bytes)));
    }

    private static Hash256 hash(JsonNode header, String name) {
        return Hash256.fromHex(header.path(name).asString());
    }

    private VoterSet first() {
        return new VoterSet(
                0,
                devnet.networkRecord().voters().stream()
                        .map(key -> new Authority(key, 1))
                        .toList());
    }

    private TrustPath genesis() {
        Checkpoint checkpoint = new Checkpoint(devnet.networkRecord().genesis(), first());
        return assertInstanceOf(TrustPath.Extended.class, TrustPath.from(checkpoint)).path();
    }

    private TrustPath extended(TrustPath path, Justified block) {
        return assertInstanceOf(TrustPath.Extended.class, extend(path, block)).path();
    }

    private TrustPath.Step extend(TrustPath path, Justified block) {
        return path.extend(block.header(), block.justification().orElseThrow(), grandpa);
    }

    private void assertFinalized(Justified block, VoterSet set) {
        assertInstanceOf(
                Verdict.Finalized.class,
                grandpa.verify(block.justification().orElseThrow(), block.id(), set),
                () -> block.id() + " by " + set);
    }

    @Test
    void the_block_that_announces_a_change_without_delay_is_the_last_of_its_set() throws Exception {
        VoterChange.schedule(devnet, NEXT, 0);
        Justified last = author();
        Justified next = author();

        assertFinalized(last, first());
        assertFinalized(next, new VoterSet(1, NEXT));
        TrustPath path = extended(extended(genesis(), last), next);
        assertEquals(new VoterSet(1, NEXT), path.voters());
        assertEquals(1, path.fragments().size());
        assertInstanceOf(TrustPath.Refused.class, extend(genesis(), next));
    }

    @Test
    void a_change_with_delay_two_ends_its_set_two_blocks_later() throws Exception {
        VoterChange.schedule(devnet, NEXT, 2);
        Justified announcing = author();
        Justified between = author();
        Justified last = author();
        Justified next = author();

        assertEquals(
                new AuthorityChange.Scheduled(NEXT, 2), AuthorityChange.in(announcing.header()));
        for (Justified each : List.of(announcing, between, last)) {
            assertFinalized(each, first());
        }
        assertFinalized(next, new VoterSet(1, NEXT));
        TrustPath path = extended(genesis(), last);
        TrustPath.Step enacted = path.enact(List.of(announcing.header(), between.header()));
        path = assertInstanceOf(TrustPath.Extended.class, enacted).path();
        path = extended(path, next);
        assertEquals(new VoterSet(1, NEXT), path.voters());
    }

    @Test
    void a_forced_change_asks_for_a_checkpoint() throws Exception {
        VoterChange.force(devnet, NEXT, 1, devnet.head().number());
        Justified announcing = author();
        Justified enacting = author();
        Justified next = author();

        assertInstanceOf(AuthorityChange.Forced.class, AuthorityChange.in(announcing.header()));
        assertInstanceOf(TrustPath.NeedsCheckpoint.class, extend(genesis(), announcing));
        assertFinalized(announcing, first());
        assertFinalized(enacting, first());
        assertFinalized(next, new VoterSet(1, NEXT));
    }

    @Test
    void the_voters_come_back_after_a_restart_and_change_again() throws Exception {
        VoterChange.schedule(devnet, NEXT, 0);
        author();
        stop();
        start();
        List<Authority> third = VoterChange.voters("//Alice", "//31");
        assertEquals(1, client.call("grandpa_roundState").path("setId").asInt());
        VoterChange.schedule(devnet, third, 0);
        assertFinalized(author(), new VoterSet(1, NEXT));
        assertFinalized(author(), new VoterSet(2, third));
    }

    @Test
    void the_last_block_of_a_set_keeps_its_justification_where_others_do_not() throws Exception {
        stop();
        start(100);
        VoterChange.schedule(devnet, NEXT, 2);
        Justified announcing = author();
        Justified between = author();
        Justified last = author();
        Justified next = author();
        assertTrue(between.justification().isEmpty());
        assertTrue(next.justification().isEmpty());
        assertFinalized(announcing, first());
        assertFinalized(last, first());
    }
}
