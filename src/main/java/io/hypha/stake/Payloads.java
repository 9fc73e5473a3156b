package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.MultiSignature;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the payload that a wallet signs, and holds what comes back against it. */
final class Payloads {

    /** What the check of a wallet's answer says. */
    sealed interface Check {

        /** It answers the payload and its signature holds. */
        record Sound(Bytes extrinsic, Hash256 hash, long death) implements Check {}

        /** It is not sent; each sentence names one difference or fault. */
        record Faulty(List<String> sentences) implements Check {}
    }

    static final String ECDSA =
            "Your wallet signed with ECDSA; only sr25519 and ed25519 accounts are taken here.";

    private final LightNode node;
    private final ReturnedExtrinsic returned;

    Payloads(LightNode node) {
        this.node = node;
        this.returned = new ReturnedExtrinsic(node);
    }

    /** Why nothing can be signed under this metadata; empty when every extension is known. */
    Optional<String> obstacle(RuntimeMetadata metadata) {
        Terms any =
                terms(
                        0,
                        0,
                        Era.immortal(),
                        new BlockId(0, Hash256.ZERO),
                        0,
                        0,
                        new MetadataCheck.Off());
        return SigningPayload.prepare(metadata, Bytes.ofInts(0, 0), Hash256.ZERO, any)
                        instanceof io.hypha.node.extrinsic.Preparation.UnknownExtension unknown
                ? Optional.of(unknownExtension(unknown.identifier()))
                : Optional.empty();
    }

    /** What a payload is made for: whose, with which number, in whose place. */
    record Turn(Coldkey signer, long nonce, long tip, @Nullable Hash256 replaces) {}

    Preparation prepare(
            StakingAction action,
            StakingCalls.Build.Built built,
            Turn turn,
            SigningGround.Firm ground,
            Instant now) {
        BlockId birth = ground.birth().block();
        Era.Mortal era = Era.mortal(ground.period(), birth.number());
        Terms terms =
                terms(
                        turn.nonce(),
                        turn.tip(),
                        era,
                        birth,
                        ground.runtime().specVersion(),
                        ground.runtime().transactionVersion(),
                        new MetadataCheck.Off());
        return switch (SigningPayload.prepare(
                ground.metadata(), built.call(), turn.signer().key(), terms)) {
            case io.hypha.node.extrinsic.Preparation.UnknownExtension(String identifier) ->
                    new Preparation.Refused(unknownExtension(identifier));
            case io.hypha.node.extrinsic.Preparation.Ready(SigningPayload payload) ->
                    new Preparation.Prepared(
                            new Transaction(
                                    name(payload, now),
                                    action,
                                    turn.signer(),
                                    built.call(),
                                    built.words(),
                                    payload.forWallet().toJson().toString(),
                                    ground.runtime().specVersion(),
                                    turn.nonce(),
                                    turn.tip(),
                                    turn.replaces(),
                                    birth.number(),
                                    now,
                                    Standing.waiting(birth.number(), era.death(birth.number()))));
        };
    }

    /**
     * Names the payload: its hash, with the signer, whom it does not hold, and the time, so that
     * the same payload asked for twice is two.
     */
    private static Hash256 name(SigningPayload payload, Instant now) {
        return Blake2b.hash256(
                Bytes.concat(
                        payload.signingPayload(),
                        payload.signer().toBytes(),
                        new ScaleCodecWriter()
                                .writeLong(now.getEpochSecond())
                                .writeUint32(now.getNano())
                                .toBytes()));
    }

    Check check(Transaction waiting, WalletAnswer answer, SigningGround.Firm ground) {
        if (ground.runtime().specVersion() != waiting.specVersion()) {
            return new Check.Faulty(
                    List.of(runtimeChanged(waiting.specVersion(), ground.runtime().specVersion())));
        }
        return answer.signedTransaction() == null
                ? bare(waiting, answer, ground)
                : returned.check(waiting, answer.signedTransaction(), ground);
    }

    /** Only a signature came back: it must hold over the payload as it was prepared. */
    private Check bare(Transaction waiting, WalletAnswer answer, SigningGround.Firm ground) {
        if (isOver(waiting.deathBlock(), ground)) {
            return new Check.Faulty(List.of(over(waiting.deathBlock())));
        }
        return switch (node.finalizedAt(waiting.birthBlock())) {
            case Answer.Missing<FinalizedHead>(var _, String text) ->
                    new Check.Faulty(List.of(text));
            case Answer.Given<FinalizedHead>(FinalizedHead birth) ->
                    switch (again(waiting, birth.block(), ground)) {
                        case io.hypha.node.extrinsic.Preparation.UnknownExtension(
                                        String identifier) ->
                                new Check.Faulty(List.of(unknownExtension(identifier)));
                        case io.hypha.node.extrinsic.Preparation.Ready(SigningPayload payload) ->
                                signatureOver(payload, waiting, answer, ground.metadata());
                    };
        };
    }

    /** The payload as it was prepared, made again. */
    private io.hypha.node.extrinsic.Preparation again(
            Transaction waiting, BlockId birth, SigningGround.Firm ground) {
        Era era = Era.mortal(waiting.deathBlock() - waiting.birthBlock(), waiting.birthBlock());
        Terms terms =
                terms(
                        waiting.nonce(),
                        waiting.tip(),
                        era,
                        birth,
                        waiting.specVersion(),
                        ground.runtime().transactionVersion(),
                        new MetadataCheck.Off());
        return SigningPayload.prepare(
                ground.metadata(), waiting.call(), waiting.signer().key(), terms);
    }

    /** BLAKE2b-256 of the bytes that are signed; empty where they cannot be made again. */
    Optional<Hash256> hash(Transaction waiting, SigningGround.Firm ground) {
        return node.finalizedAt(waiting.birthBlock())
                                instanceof Answer.Given<FinalizedHead>(FinalizedHead birth)
                        && again(waiting, birth.block(), ground)
                                instanceof
                                io.hypha.node.extrinsic.Preparation.Ready(SigningPayload payload)
                ? Optional.of(Blake2b.hash256(payload.signingPayload()))
                : Optional.empty();
    }

    /** Whether no block to come can hold it: the next one is the first that could. */
    static boolean isOver(long death, SigningGround.Firm ground) {
        return death <= ground.head() + 1;
    }

    static String over(long death) {
        return "The signature came too late: it was good up to block #%d. Nothing was sent; quote again."
                .formatted(death - 1);
    }

    private static Check signatureOver(
            SigningPayload payload,
            Transaction waiting,
            WalletAnswer answer,
            RuntimeMetadata metadata) {
        if (isEcdsa(answer)) {
            return new Check.Faulty(List.of(ECDSA));
        }
        for (SignatureScheme scheme : schemes(answer)) {
            Optional<MultiSignature> signature =
                    MultiSignature.fromWallet(answer.signature(), scheme);
            if (signature.isPresent() && holds(payload, signature.get())) {
                Bytes extrinsic = payload.assemble(signature.get());
                return new Check.Sound(extrinsic, Blake2b.hash256(extrinsic), waiting.deathBlock());
            }
        }
        return new Check.Faulty(
                List.of(
                        schemes(answer).stream()
                                .map(each -> MultiSignature.fromWallet(answer.signature(), each))
                                .flatMap(Optional::stream)
                                .distinct()
                                .map(each -> new SignatureDoubt(metadata, payload, each).sentence())
                                .flatMap(Optional::stream)
                                .findFirst()
                                .orElse(
                                        "The signature is not that of "
                                                + waiting.signer().address()
                                                + " over the payload of this page.")));
    }

    /**
     * 66 bytes: the type byte 2 and a signature of 65; 65 bytes without a type are told by the
     * account.
     */
    private static boolean isEcdsa(WalletAnswer answer) {
        return answer.signature().size() == 66
                || "ecdsa".equals(answer.keyType())
                || "ethereum".equals(answer.keyType());
    }

    /**
     * A bare signature does not say its scheme: the account's is tried, or both that this chain
     * takes.
     */
    private static List<SignatureScheme> schemes(WalletAnswer answer) {
        return switch (answer.keyType()) {
            case "ed25519" -> List.of(SignatureScheme.ED25519);
            case "sr25519" -> List.of(SignatureScheme.SR25519);
            case null, default -> List.of(SignatureScheme.SR25519, SignatureScheme.ED25519);
        };
    }

    static boolean holds(SigningPayload payload, MultiSignature signature) {
        return signature
                .scheme()
                .verify(
                        payload.signer().toArray(),
                        payload.toSign().toArray(),
                        signature.signature().toArray());
    }

    Terms terms(
            long nonce,
            long tip,
            Era era,
            BlockId block,
            long spec,
            long version,
            MetadataCheck metadataCheck) {
        return new Terms(
                nonce,
                BigInteger.valueOf(tip),
                era,
                block,
                node.network().genesisHash(),
                spec,
                version,
                metadataCheck);
    }

    /** What is said when the runtime in office is not the one a form or a payload is for. */
    static String runtimeChanged(long before, long now) {
        return "The chain's runtime changed from %d to %d while the form was open; nothing was sent. Build it again: calls, fees and limits may differ."
                .formatted(before, now);
    }

    static String unknownExtension(String identifier) {
        return "This runtime's transaction extension "
                + identifier
                + " carries data that this version of Hypha does not know. Signing is switched off.";
    }
}
