package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.Base64;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a browser wallet is offered so that it can show calls of this chain in words, and make a
 * Ledger's proof: {@code MetadataDef} as {@code injected.metadata.provide} takes it. It is written
 * from the metadata that the node stands on.
 *
 * <p>Prefix, decimals and symbol are those the runtime is built with on every network. The public
 * registry of prefixes has another one for Bittensor, with which addresses and digest would be
 * wrong.
 */
public final class WalletMetadata {

    /** Wallets of any age read this version. */
    private static final int CALLS_VERSION = 14;

    /** The oldest version that has an RFC-78 digest, which all libraries for it read. */
    private static final int DIGEST_VERSION = 15;

    private final LightNode node;
    private final MetadataCache metadata = new MetadataCache();

    public WalletMetadata(LightNode node) {
        this.node = node;
    }

    /** The definition, or why there is none now. */
    public sealed interface Offer {

        /**
         * One of the two.
         *
         * @param json the whole definition, or its {@code genesisHash} and {@code specVersion}
         */
        record Given(ObjectNode json) implements Offer {}

        record Missing(String sentence) implements Offer {}
    }

    /** Which chain and runtime it is for: what a wallet is asked whether it knows it. */
    public Offer version() {
        return offer(false);
    }

    /** All of it. */
    public Offer definition() {
        return offer(true);
    }

    private Offer offer(boolean whole) {
        return node.finalizedHead()
                .<Offer>map(head ->
                        switch (node.runtime(head)) {
                            case Answer.Missing<RuntimeInfo>(var _, String text) ->
                                    new Offer.Missing(text);
                            case Answer.Given<RuntimeInfo>(RuntimeInfo runtime) ->
                                    new Offer.Given(whole ? definition(runtime) : version(runtime));
                        })
                .orElseGet(() -> new Offer.Missing("No block is proven final yet."));
    }

    private ObjectNode version(RuntimeInfo runtime) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("genesisHash", node.network().genesisHash().toHex())
                .put("specVersion", runtime.specVersion());
    }

    private ObjectNode definition(RuntimeInfo runtime) {
        RuntimeMetadata decoded = metadata.of(runtime);
        MetadataDigest.Token token = MetadataDigest.Token.TAO;
        ObjectNode json =
                version(runtime)
                        .put("chain", node.network().name())
                        .put("chainType", "substrate")
                        .put("icon", "substrate")
                        .put("ss58Format", token.addressPrefix())
                        .put("tokenDecimals", token.decimals())
                        .put("tokenSymbol", token.symbol())
                        .put(
                                "metaCalls",
                                Base64.getEncoder()
                                        .encodeToString(
                                                MetadataWriter.encode(decoded, CALLS_VERSION)
                                                        .toArray()));
        json.putObject("types");
        return decoded.version() < DIGEST_VERSION
                ? json
                : json.put("rawMetadata", MetadataWriter.encode(decoded, DIGEST_VERSION).toHex());
    }
}
