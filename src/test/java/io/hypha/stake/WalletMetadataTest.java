package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class WalletMetadataTest {

    @Test
    void a_wallet_gets_the_prefix_decimals_and_symbol_that_the_runtime_is_built_with() {
        Scene scene = new Scene();
        ObjectNode definition = given(new WalletMetadata(scene.node).definition());
        assertEquals(42, definition.get("ss58Format").asInt());
        assertEquals(9, definition.get("tokenDecimals").asInt());
        assertEquals("TAO", definition.get("tokenSymbol").asString());
        assertEquals(424, definition.get("specVersion").asInt());
        assertEquals("substrate", definition.get("chainType").asString());
        assertEquals(
                scene.node.network().genesisHash().toHex(),
                definition.get("genesisHash").asString());
        assertEquals(0, definition.get("types").size());
        ObjectNode version = given(new WalletMetadata(scene.node).version());
        assertEquals(2, version.size());
        assertEquals(definition.get("specVersion"), version.get("specVersion"));
    }

    @Test
    void its_metadata_has_the_digest_of_the_chain_and_calls_that_old_wallets_read() {
        ObjectNode definition = given(new WalletMetadata(new Scene().node).definition());
        RuntimeMetadata raw =
                RuntimeMetadata.decode(Bytes.fromHex(definition.get("rawMetadata").asString()));
        assertEquals(15, raw.version());
        assertEquals(
                "0x80de37ca8c53ddbf9835d5123af60e0ef5015b3d039a6ffee0ccbb41966c864f",
                assertInstanceOf(
                                MetadataDigest.Outcome.Digest.class,
                                MetadataDigest.of(raw, MetadataDigest.Token.TAO))
                        .digest()
                        .hash()
                        .toHex());
        RuntimeMetadata calls =
                RuntimeMetadata.decode(
                        Bytes.of(
                                Base64.getDecoder()
                                        .decode(definition.get("metaCalls").asString())));
        assertEquals(14, calls.version());
        assertEquals(raw.extrinsic().extensions(), calls.extrinsic().extensions());
    }

    @Test
    void a_runtime_without_a_digest_offers_only_its_calls() {
        ObjectNode definition =
                given(
                        new WalletMetadata(new Scene(RealMetadata.FINNEY_343_V14.bytes()).node)
                                .definition());
        assertFalse(definition.has("rawMetadata"));
        assertFalse(definition.get("metaCalls").asString().isEmpty());
    }

    private static ObjectNode given(WalletMetadata.Offer offer) {
        return assertInstanceOf(WalletMetadata.Offer.Given.class, offer).json();
    }
}
