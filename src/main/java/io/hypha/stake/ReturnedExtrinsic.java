package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;
import io.hypha.node.extrinsic.Call;
import io.hypha.node.extrinsic.DecodedExtrinsic;
import io.hypha.node.extrinsic.Era;
import io.hypha.node.extrinsic.MetadataCheck;
import io.hypha.node.extrinsic.Preparation;
import io.hypha.node.extrinsic.SigningPayload;
import io.hypha.node.extrinsic.Terms;
import io.hypha.node.metadata.MetadataDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a whole extrinsic that a wallet returned. Signer, call, nonce, tip and genesis must be those of the
 * page; era, mode and metadata hash may be the wallet's own, and then the payload is made again from the
 * returned bytes: the era's birth hash from our own finalized headers, the metadata digest by our own
 * computation. What cannot be made again is refused with that reason.
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
            case DecodedExtrinsic.Bare _ -> faulty("Your wallet returned an extrinsic without a signature.");
            case DecodedExtrinsic.Unsupported(int version, String reason) ->
                    faulty("Your wallet returned " + reason + ", which this version does not check.");
            case DecodedExtrinsic.Signed signed -> {
                List<String> differences = differences(waiting, signed);
                yield differences.isEmpty()
                        ? signature(waiting, signed, ground)
                        : new Payloads.Check.Faulty(differences);
            }
        };
    }

    private static List<String> differences(Transaction waiting, DecodedExtrinsic.Signed signed) {
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
            differences.add("Your wallet returned another call. " + callDifference(waiting, signed.call()));
        }
        if (signed.nonce() != waiting.nonce()) {
            differences.add(
                    "Your wallet changed the nonce from "
                            + waiting.nonce()
                            + " to "
                            + signed.nonce()
                            + ".");
        }
        if (signed.tip().signum() != 0) {
            differences.add("Your wallet added a tip of " + signed.tip() + " rao; none was shown.");
        }
        return differences;
    }

    private static String callDifference(Transaction waiting, Call returned) {
        return "Expected: " + waiting.words() + ". Found: " + returned.words() + ".";
    }

    private Payloads.Check signature(
            Transaction waiting, DecodedExtrinsic.Signed signed, SigningGround.Firm ground) {
        Era prepared = Era.mortal(waiting.deathBlock() - waiting.birthBlock(), waiting.birthBlock());
        long current = signed.era().equals(prepared) ? waiting.birthBlock() : ground.birth().number();
        long birthNumber = signed.era().birth(current);
        Optional<MetadataCheck> metadataCheck = metadataCheck(signed, ground);
        if (metadataCheck.isEmpty()) {
            return faulty(
                    "Your wallet signed a hash of the metadata, which cannot be made again from this runtime's"
                            + " metadata version.");
        }
        return switch (birth(signed.era(), birthNumber)) {
            case Answer.Missing<BlockId>(var _, String text) ->
                    faulty(
                            "Your wallet chose another era, and the block in which it begins cannot be proven: "
                                    + text);
            case Answer.Given<BlockId>(BlockId birth) ->
                    signature(waiting, signed, ground, birth, metadataCheck.get(), signed.era().death(current));
        };
    }

    private Payloads.Check signature(
            Transaction waiting,
            DecodedExtrinsic.Signed signed,
            SigningGround.Firm ground,
            BlockId birth,
            MetadataCheck metadataCheck,
            long death) {
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
        return switch (SigningPayload.prepare(
                ground.metadata(), waiting.call(), signed.signer(), terms)) {
            case Preparation.UnknownExtension(String identifier) ->
                    faulty(Payloads.unknownExtension(identifier));
            case Preparation.Ready(SigningPayload payload) -> {
                if (!payload.assemble(signed.signature()).equals(signed.encoded())) {
                    yield faulty(
                            "Your wallet returned extension data that this page does not know how to make again.");
                }
                if (!Payloads.holds(payload, signed.signature())) {
                    yield faulty(
                            "The signature in what your wallet returned does not hold over its own call, era and"
                                    + " genesis.");
                }
                if (death <= ground.birth().number() + 1) {
                    yield faulty("Its era ends at block " + (death - 1) + ", which is past or next. Sign again.");
                }
                yield new Payloads.Check.Sound(signed.encoded(), signed.hash(), death);
            }
        };
    }

    private Answer<BlockId> birth(Era era, long number) {
        return switch (era) {
            case Era.Immortal() ->
                    Answer.given(new BlockId(0, node.network().genesisHash()));
            case Era.Mortal _ -> node.finalizedAt(number).map(FinalizedHead::block);
        };
    }

    /** Mode 1 needs our own digest; empty when this metadata version gives none. */
    private Optional<MetadataCheck> metadataCheck(
            DecodedExtrinsic.Signed signed, SigningGround.Firm ground) {
        if (signed.mode() == 0) {
            return Optional.of(new MetadataCheck.Off());
        }
        return digest(ground).map(MetadataCheck.On::new);
    }

    /** The runtime is built with TAO and 9 decimals on every network, whatever a chain spec calls its token. */
    private static Optional<Hash256> digest(SigningGround.Firm ground) {
        return switch (MetadataDigest.of(ground.metadata(), MetadataDigest.Token.TAO)) {
            case MetadataDigest.Outcome.Digest(MetadataDigest digest) -> Optional.of(digest.hash());
            case MetadataDigest.Outcome.None _ -> Optional.empty();
        };
    }

    private static Payloads.Check faulty(String sentence) {
        return new Payloads.Check.Faulty(List.of(sentence));
    }
}
