package io.hypha.stake;

import io.hypha.node.bytes.Hash256;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out what a signature was made for that is not for the payload. Genesis, runtime and
 * metadata hash are signed and not sent, so what a wallet put there can only be tried.
 */
final class SignatureDoubt {

    /** Runtimes so many versions before ours are tried, and the next: a wallet's copy is old. */
    private static final int VERSIONS_TRIED = 4;

    /** Chains that wallets know and sign for by mistake. */
    private static final Map<Hash256, String> CHAINS = new LinkedHashMap<>();

    static {
        chain(
                "Bittensor (finney)",
                "0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03");
        chain(
                "Bittensor's test network",
                "0x8f9cf856bf558a14440e75569c9e58594757048d7b3a84b5d25f6bd978263105");
        chain("Polkadot", "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3");
        chain("Kusama", "0xb0a8d493285c2df73290dfb7e61f870f17b41801197a149ca93654499ea3dafe");
    }

    private final RuntimeMetadata metadata;
    private final SigningPayload payload;
    private final MultiSignature signature;

    SignatureDoubt(RuntimeMetadata metadata, SigningPayload payload, MultiSignature signature) {
        this.metadata = metadata;
        this.payload = payload;
        this.signature = signature;
    }

    private static void chain(String name, String genesis) {
        CHAINS.put(Hash256.fromHex(genesis), name);
    }

    /** What it was made for, in a sentence; empty when none of what was tried is it. */
    Optional<String> sentence() {
        return otherChain().or(this::otherRuntime).or(this::otherDigest);
    }

    private Optional<String> otherChain() {
        Terms terms = payload.terms();
        for (Map.Entry<Hash256, String> each : CHAINS.entrySet()) {
            if (!each.getKey().equals(terms.genesisHash())
                    && holds(with(each.getKey(), terms.specVersion()))) {
                return Optional.of(
                        "Your wallet signed for another chain: %s with genesis %s, not this one with genesis %s. Choose the network in your wallet and sign again."
                                .formatted(
                                        each.getValue(),
                                        each.getKey().toHex(),
                                        terms.genesisHash().toHex()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> otherRuntime() {
        Terms terms = payload.terms();
        long spec = terms.specVersion();
        for (long other = Math.max(0, spec - VERSIONS_TRIED); other <= spec + 1; other++) {
            if (other != spec && holds(with(terms.genesisHash(), other))) {
                return Optional.of(
                        "Your wallet signed for runtime %d, in office is runtime %d. Update the chain's metadata in your wallet and sign again."
                                .formatted(other, spec));
            }
        }
        return Optional.empty();
    }

    private Optional<String> otherDigest() {
        return switch (payload.terms().metadataCheck()) {
            case io.hypha.node.extrinsic.MetadataCheck.Off _ -> Optional.empty();
            case io.hypha.node.extrinsic.MetadataCheck.On(Hash256 digest) ->
                    Optional.of(
                            "The signature does not cover the hash of this runtime's metadata, %s: your wallet signed another hash, so it may have shown you another call, or it signed for a chain with another genesis than %s. Update the chain's metadata in your wallet and sign again."
                                    .formatted(
                                            digest.toHex(), payload.terms().genesisHash().toHex()));
        };
    }

    private Terms with(Hash256 genesis, long spec) {
        Terms terms = payload.terms();
        return new Terms(
                terms.nonce(),
                terms.tip(),
                terms.era(),
                terms.block(),
                genesis,
                spec,
                terms.transactionVersion(),
                terms.metadataCheck());
    }

    private boolean holds(Terms terms) {
        return SigningPayload.prepare(metadata, payload.call(), payload.signer(), terms)
                        instanceof Preparation.Ready(SigningPayload other)
                && Payloads.holds(other, signature);
    }
}
