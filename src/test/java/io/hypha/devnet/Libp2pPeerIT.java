package io.hypha.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.consensus.WarpVerdict;
import io.hypha.node.consensus.WarpVerifier;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.LightResponse;
import io.hypha.node.network.wire.Multiaddr;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Meets a devnet with js-libp2p, which knows nothing of Substrate, on TCP and on WebSocket. */
class Libp2pPeerIT {

    @TempDir Path dir;

    @Test
    void libp2p_dials_identifies_pings_and_gets_its_questions_answered() throws Exception {
        NodeScript script = NodeScript.of("libp2p.mjs", "libp2p", dir);
        DevnetOptions options =
                DevnetOptions.defaults(dir.resolve("chain")).withRpcPort(0).withP2pPort(0);
        try (Devnet devnet = Devnet.manual(options, 5, InstantSource.system())) {
            VoterChange.schedule(devnet, VoterChange.voters("//Eve"), 0);
            devnet.author();
            devnet.author();
            Bytes key = Bytes.of(":code".getBytes(StandardCharsets.US_ASCII));
            List<String> arguments =
                    new ArrayList<>(
                            List.of(
                                    devnet.genesisHash().toHex(),
                                    devnet.head().hash().toHex(),
                                    key.toHex()));
            List<Multiaddr> addresses = devnet.p2pAddresses();
            addresses.forEach(address -> arguments.add(address.toString()));

            JsonNode seen = script.run(arguments);

            assertEquals(2, addresses.size());
            assertEquals(2, seen.path("met").size());
            for (int i = 0; i < 2; i++) {
                JsonNode met = seen.path("met").path(i);
                assertEquals(addresses.get(i).toString(), met.path("address").asString());
                assertEquals("/noise", met.path("encryption").asString());
                assertEquals("/yamux/1.0.0", met.path("multiplexer").asString());
                assertTrue(met.path("agent").asString().startsWith("hypha"), met.toString());
                assertTrue(met.path("protocols").size() >= 9, met.toString());
                Header head = headByWarpProof(devnet, Bytes.fromHex(met.path("warp").asString()));
                assertEquals(devnet.head(), head.id());
                assertReads(head, key, Bytes.fromHex(met.path("read").asString()));
            }
        }
    }

    /** The last header of a proof from genesis, which leads over a change of voters. */
    private static Header headByWarpProof(Devnet devnet, Bytes proof) {
        List<Authority> first =
                devnet.networkRecord().voters().stream().map(key -> new Authority(key, 1)).toList();
        WarpVerdict.Valid valid =
                assertInstanceOf(
                        WarpVerdict.Valid.class,
                        new WarpVerifier().verify(proof, 0, new VoterSet(0, first)));
        assertTrue(valid.finished());
        assertEquals(new VoterSet(1, VoterChange.voters("//Eve")), valid.voters());
        return valid.headers().getLast();
    }

    private static void assertReads(Header at, Bytes key, Bytes response) {
        Bytes proof = LightResponse.decode(response, LightResponse.Kind.READ).proof().orElseThrow();
        ProofCheck.Valid valid =
                assertInstanceOf(
                        ProofCheck.Valid.class, ReadProof.checkEncoded(at.stateRoot(), proof));
        StorageRead.Value value =
                assertInstanceOf(StorageRead.Value.class, valid.proof().read(key));
        assertEquals(Bytes.ofInts(0, 'a', 's', 'm'), value.value().slice(0, 4));
    }
}
