package io.hypha.stake;

import io.hypha.node.metadata.RuntimeMetadata;
import tools.jackson.databind.JsonNode;

/** What a runtime says against a transaction, in words. */
final class ChainRefusal {

    private ChainRefusal() {}

    /** {@code TransactionValidityError}: refused before any block. */
    static String validity(JsonNode error) {
        JsonNode invalid = error.path("Invalid");
        if (invalid.isMissingNode()) {
            return "The chain cannot judge it: " + error.path("Unknown") + ".";
        }
        if (invalid.has("Custom")) {
            return PoolError.custom(invalid.path("Custom").asInt());
        }
        return switch (invalid.asString("")) {
            case "Payment" -> "The account cannot pay the chain fee.";
            case "Stale" -> "Another transaction of this account came first; its number is taken.";
            case "Future" -> "Another transaction of this account has to come first.";
            case "BadProof" -> "The chain would not accept the signature.";
            case "AncientBirthBlock" ->
                    "Its time has run out, or the chain knows another block where it begins.";
            case "ExhaustsResources" -> "It is too large for a block.";
            case "BadSigner" -> "This account may not sign it.";
            case "Call" -> "The chain does not expect this call.";
            default -> "The chain refuses it: " + invalid + ".";
        };
    }

    /** {@code DispatchError}: it would be in a block, and fail there. */
    static String dispatch(RuntimeMetadata metadata, JsonNode error) {
        return ChainError.words(metadata, error);
    }
}
