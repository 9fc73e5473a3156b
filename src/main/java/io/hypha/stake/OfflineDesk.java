package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.stake.vault.VaultAnswer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The desk for keys on devices without a network: makes again what was prepared, in the forms such
 * devices take, and puts what comes back through the same checks as a wallet's answer.
 */
public final class OfflineDesk {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Says nothing; stands beside a whole extrinsic that has its own signature or none. */
    private static final Bytes NO_SIGNATURE = Bytes.of(new byte[64]);

    private final LightNode node;
    private final StakeDesk desk;
    private final MetadataCache metadata = new MetadataCache();

    public OfflineDesk(LightNode node, StakeDesk desk) {
        this.node = node;
        this.desk = desk;
    }

    /** A payload that can be carried away, or why not. */
    public sealed interface Opened {

        record Ready(OfflinePayload payload) implements Opened {}

        /** Prepared once, but no answer is taken any more, or none can be checked now. */
        record Closed(Transaction transaction, String sentence) implements Opened {}

        /** Nothing of that name was prepared here. */
        record Unknown() implements Opened {}
    }

    public Opened open(Hash256 id) {
        Optional<Transaction> found =
                desk.transaction(id).filter(transaction -> transaction.id().equals(id));
        if (found.isEmpty()) {
            return new Opened.Unknown();
        }
        Transaction transaction = found.get();
        if (transaction.state() != TransactionState.WAITING) {
            return new Opened.Closed(transaction, "It was answered already.");
        }
        if (desk.isLapsed(transaction)) {
            return new Opened.Closed(
                    transaction, "An answer would come too late by now. Nothing was sent.");
        }
        return node.finalizedHead()
                .map(head -> open(transaction, head))
                .orElseGet(() -> new Opened.Closed(transaction, "No block is proven final yet."));
    }

    private Opened open(Transaction transaction, FinalizedHead head) {
        if (transaction.deathBlock() <= head.number() + 1) {
            return new Opened.Closed(
                    transaction,
                    "It was good up to block #%d, which is final now. Nothing was sent."
                            .formatted(transaction.deathBlock() - 1));
        }
        return switch (node.nextRuntime(head)) {
            case Answer.Missing<RuntimeInfo>(var _, String text) ->
                    new Opened.Closed(transaction, text);
            case Answer.Given<RuntimeInfo>(RuntimeInfo runtime) ->
                    runtime.specVersion() == transaction.specVersion()
                            ? open(transaction, metadata.of(runtime))
                            : new Opened.Closed(
                                    transaction,
                                    "The runtime changed from %d to %d since it was prepared. Nothing was sent."
                                            .formatted(
                                                    transaction.specVersion(),
                                                    runtime.specVersion()));
        };
    }

    private static Opened open(Transaction transaction, RuntimeMetadata metadata) {
        Terms terms = terms(transaction, JSON.readTree(transaction.payloadJson()));
        return switch (SigningPayload.prepare(
                metadata, transaction.call(), transaction.signer().key(), terms)) {
            case Preparation.UnknownExtension(String identifier) ->
                    new Opened.Closed(transaction, Payloads.unknownExtension(identifier));
            case Preparation.Ready(SigningPayload plain) -> {
                OfflinePayload payload = OfflinePayload.of(transaction, plain);
                if (!payload.isAsPrepared()) {
                    throw new IllegalStateException(
                            "the payload " + transaction.id() + " was made again otherwise");
                }
                yield new Opened.Ready(payload);
            }
        };
    }

    private static Terms terms(Transaction transaction, JsonNode payload) {
        return new Terms(
                transaction.nonce(),
                BigInteger.valueOf(transaction.tip()),
                Era.read(new ScaleCodecReader(hex(payload, "era"))),
                new BlockId(transaction.birthBlock(), Hash256.of(hex(payload, "blockHash"))),
                Hash256.of(hex(payload, "genesisHash")),
                transaction.specVersion(),
                Long.parseLong(payload.get("transactionVersion").asString().substring(2), 16),
                new MetadataCheck.Off());
    }

    private static Bytes hex(JsonNode payload, String field) {
        return Bytes.fromHex(payload.get(field).asString());
    }

    /** Checks what came back and sends it, as {@link StakeDesk#signed} does. */
    public Acceptance signed(Hash256 id, VaultAnswer answer) {
        return switch (answer) {
            case VaultAnswer.Unusable(String sentence) ->
                    new Acceptance.Rejected(List.of(sentence));
            case VaultAnswer.Signature(Bytes bytes) -> desk.signed(id, signed(open(id), bytes));
            case VaultAnswer.SignedExtrinsic(Bytes bytes) ->
                    desk.signed(id, whole(open(id), bytes));
        };
    }

    /**
     * A signature over the payload with the metadata hash is no signature over the one that was
     * prepared: then the extrinsic goes to the desk whole, as a wallet gives it that chose mode 1.
     */
    private static WalletAnswer signed(Opened opened, Bytes signature) {
        if (opened instanceof Opened.Ready(OfflinePayload payload)
                && payload.proven()
                        instanceof OfflinePayload.Proven.With(SigningPayload proven, var _)) {
            for (MultiSignature each : readings(signature)) {
                if (Payloads.holds(proven, each)) {
                    return new WalletAnswer(each.signature(), proven.assemble(each), null);
                }
            }
        }
        return new WalletAnswer(signature, null, null);
    }

    private static List<MultiSignature> readings(Bytes signature) {
        List<MultiSignature> readings = new ArrayList<>();
        for (SignatureScheme scheme : List.of(SignatureScheme.SR25519, SignatureScheme.ED25519)) {
            MultiSignature.fromWallet(signature, scheme)
                    .filter(each -> each.scheme() == scheme)
                    .ifPresent(readings::add);
        }
        return readings;
    }

    /** The desk reads the signature from the extrinsic itself. */
    private static WalletAnswer whole(Opened opened, Bytes extrinsic) {
        if (opened instanceof Opened.Ready(OfflinePayload payload)
                && DecodedExtrinsic.decode(payload.plain().metadata(), extrinsic)
                        instanceof DecodedExtrinsic.Signed signed) {
            return new WalletAnswer(signed.signature().signature(), extrinsic, null);
        }
        return new WalletAnswer(NO_SIGNATURE, extrinsic, null);
    }
}
