package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.devnet.runtime.FeeInfo;
import io.hypha.node.scale.ScaleException;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code payment_*}: what an extrinsic costs. */
final class PaymentMethods {

    private static final int UNDECODABLE = 2;

    private PaymentMethods() {}

    static void register(Methods methods, Chain chain) {
        methods.add((params, _) -> info(ask(chain, params)), "payment_queryInfo")
                .add((params, _) -> details(ask(chain, params)), "payment_queryFeeDetails");
    }

    private static FeeInfo ask(Chain chain, Params params) {
        BlockState.Kept state = States.keptForCall(chain, params.optionalHash(1));
        try {
            return chain.runtime().queryInfo(state, params.hex(0));
        } catch (ScaleException e) {
            throw new RpcFailure(
                    UNDECODABLE, "Unable to query dispatch info.", String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode info(FeeInfo fee) {
        ObjectNode json = Json.object();
        json.putObject("weight").put("ref_time", fee.refTime()).put("proof_size", fee.proofSize());
        return json.put("class", fee.dispatchClass().name().toLowerCase(Locale.ROOT))
                .put("partialFee", Long.toString(fee.partialFeeRao()));
    }

    private static JsonNode details(FeeInfo fee) {
        ObjectNode json = Json.object();
        ObjectNode parts = json.putObject("inclusionFee");
        parts.set("baseFee", Json.quantity(fee.baseFeeRao()));
        parts.set("lenFee", Json.quantity(fee.lengthFeeRao()));
        parts.set("adjustedWeightFee", Json.quantity(fee.weightFeeRao()));
        return json;
    }
}
