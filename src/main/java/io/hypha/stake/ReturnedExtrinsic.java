package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SS58;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.extrinsic.Call;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.MetadataDigest;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a whole extrinsic that a wallet returned. Signer, call, nonce, tip and genesis must be
 * those of the page; era, mode and metadata hash may be the wallet's own, and then the payload is
 * made again from the returned bytes: the era's birth hash from our own finalized headers, the
 * metadata digest by our own computation. What cannot be made again is refused with that reason.
 */
final class ReturnedExtrinsic {

    private final LightNode node;

    ReturnedExtrinsic(LightNode node) {
        this.node = node;
    }

    Payloads.Check check(Transaction waiting, Bytes bytes, SigningGround.Firm ground) {
        return switch (DecodedExtrinsic.decode(ground.metadata(), bytes)) {
            case DecodedExtrinsic.Malformed(int offset, String reason) ->
                    faulty("Your wallet returned bytes that are no extrinsic: " + reason + ".");
            case DecodedExtrinsic.Bare _ ->
                    faulty("Your wallet returned an extrinsic without a signature.");
            case DecodedExtrinsic.Unsupported(int version, String reason) ->
                    faulty(
                            "Your wallet returned "
                                    + reason
                                    + ", which this version does not check.");
            case DecodedExtrinsic.Signed signed -> {
                List<String> differences = differences(ground.metadata(), waiting, signed);
                yield differences.isEmpty()
                        ? signature(waiting, signed, ground)
                        : new Payloads.Check.Faulty(differences);
            }
        };
    }

    private static List<String> differences(
            RuntimeMetadata metadata, Transaction waiting, DecodedExtrinsic.Signed signed) {
        List<String> differences = new ArrayList<>();
        if (!signed.signer().equals(waiting.signer().key())) {
            differences.add(
                    "Your wallet signed as "
                            + SS58.encode(signed.signer())
                            + ", not as "
                            + waiting.signer().address()
                            + ".");
        }
        if (!signed.call().encoded().equals(waiting.call())) {
            differences.add(
                    "Your wallet returned another call. "
                            + callDifference(Call.decode(metadata, waiting.call()), signed.call()));
        }
        if (signed.nonce() != waiting.nonce()) {
            differences.add(
                    "Your wallet changed the nonce: "
                            + waiting.nonce()
                            + " → "
                            + signed.nonce()
                            + ".");
        }
        BigInteger tip = BigInteger.valueOf(waiting.tip());
        if (!signed.tip().equals(tip)) {
            differences.add(
                    "Your wallet %s a tip: %s → %s rao."
                            .formatted(tip.signum() == 0 ? "added" : "changed", tip, signed.tip()));
        }
        return differences;
    }

    private static String callDifference(Call prepared, Call returned) {
        if (!prepared.pallet().equals(returned.pallet())
                || !prepared.name().equals(returned.name())) {
            return "%s.%s → %s.%s."
                    .formatted(
                            prepared.pallet(), prepared.name(), returned.pallet(), returned.name());
        }
        List<String> changed = new ArrayList<>();
        CallDifference.find("", prepared.args(), returned.args(), changed);
        // The same values in other bytes: compact numbers have only one good form, so this is odd
        // enough to refuse.
        return changed.isEmpty()
                ? "It says the same in other bytes."
                : String.join("; ", changed) + ".";
    }

    private Payloads.Check signature(
            Transaction waiting, DecodedExtrinsic.Signed signed, SigningGround.Firm ground) {
        if (signed.signature().scheme() == SignatureScheme.ECDSA) {
            return faulty(Payloads.ECDSA);
        }
        return switch (metadataCheck(signed, ground)) {
            case Digest.None(String reason) ->
                    faulty(
                            "Your wallet signed a hash of the metadata, which cannot be made again here: "
                                    + reason
                                    + ".");
            case Digest.Check(MetadataCheck check) -> signature(waiting, signed, ground, check);
        };
    }

    private Payloads.Check signature(
            Transaction waiting,
            DecodedExtrinsic.Signed signed,
            SigningGround.Firm ground,
            MetadataCheck metadataCheck) {
        Era prepared =
                Era.mortal(waiting.deathBlock() - waiting.birthBlock(), waiting.birthBlock());
        boolean other = !signed.era().equals(prepared);
        long current = other ? ground.birth().number() : waiting.birthBlock();
        long death = signed.era().death(current);
        if (Payloads.isOver(death, ground)) {
            long newest = signed.era().birth(ground.head());
            return newest > ground.birth().number()
                    ? faulty(
                            "Your wallet chose an era that begins in block #%d, which is not final yet. Sign again in a moment."
                                    .formatted(newest))
                    : faulty(Payloads.over(death));
        }
        return switch (birth(signed.era(), signed.era().birth(current))) {
            case Answer.Missing<BlockId>(var _, String text) ->
                    faulty(
                            "Your wallet chose another era, and the block in which it begins cannot be proven: "
                                    + text);
            case Answer.Given<BlockId>(BlockId birth) -> {
                Terms terms =
                        new Terms(
                                signed.nonce(),
                                signed.tip(),
                                signed.era(),
                                birth,
                                node.network().genesisHash(),
                                ground.runtime().specVersion(),
                                ground.runtime().transactionVersion(),
                                metadataCheck);
                yield signature(waiting, signed, ground, terms, other, death);
            }
        };
    }

    private static Payloads.Check signature(
            Transaction waiting,
            DecodedExtrinsic.Signed signed,
            SigningGround.Firm ground,
            Terms terms,
            boolean otherEra,
            long death) {
        return switch (SigningPayload.prepare(
                ground.metadata(), waiting.call(), signed.signer(), terms)) {
            case Preparation.UnknownExtension(String identifier) ->
                    faulty(Payloads.unknownExtension(identifier));
            case Preparation.Ready(SigningPayload payload) -> {
                if (!payload.assemble(signed.signature()).equals(signed.encoded())) {
                    yield faulty(
                            "Your wallet returned extension data that this page does not know how to make again.");
                }
                yield Payloads.holds(payload, signed.signature())
                        ? new Payloads.Check.Sound(signed.encoded(), signed.hash(), death)
                        : faulty(
                                new SignatureDoubt(ground.metadata(), payload, signed.signature())
                                        .sentence()
                                        .orElseGet(() -> unsound(waiting, terms, otherEra)));
            }
        };
    }

    /**
     * What was signed is not in the bytes whole: these are the parts that only the signature
     * covers.
     */
    private static String unsound(Transaction waiting, Terms terms, boolean otherEra) {
        return "The signature is not that of %s over what your wallet returned with genesis %s, runtime %d%s and block #%d %s. Check the network in your wallet."
                .formatted(
                        waiting.signer().address(),
                        terms.genesisHash().toHex(),
                        terms.specVersion(),
                        terms.metadataCheck().mode() == 1 ? ", our hash of its metadata" : "",
                        terms.block().number(),
                        otherEra
                                ? "(your wallet chose another era; it must begin in a final block)"
                                : "as the block where its era begins");
    }

    private Answer<BlockId> birth(Era era, long number) {
        return switch (era) {
            case Era.Immortal() -> Answer.given(new BlockId(0, node.network().genesisHash()));
            case Era.Mortal _ -> node.finalizedAt(number).map(FinalizedHead::block);
        };
    }

    /** Mode 1 needs our own digest, which not every metadata version gives. */
    private sealed interface Digest {
        record Check(MetadataCheck check) implements Digest {}

        record None(String reason) implements Digest {}
    }

    /**
     * The runtime is built with TAO and 9 decimals on every network, whatever a chain spec calls
     * its token.
     */
    private static Digest metadataCheck(DecodedExtrinsic.Signed signed, SigningGround.Firm ground) {
        if (signed.mode() == 0) {
            return new Digest.Check(new MetadataCheck.Off());
        }
        return switch (MetadataDigest.of(ground.metadata(), MetadataDigest.Token.TAO)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) ->
                    new Digest.Check(new MetadataCheck.On(digest.hash()));
            case MetadataDigest.Outcome.None(String reason) -> new Digest.None(reason);
        };
    }

    private static Payloads.Check faulty(String sentence) {
        return new Payloads.Check.Faulty(List.of(sentence));
    }
}
