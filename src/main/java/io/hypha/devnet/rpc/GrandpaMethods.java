package io.hypha.devnet.rpc;

import io.hypha.devnet.author.Chain;
import io.hypha.devnet.author.NewBlock;
import io.hypha.devnet.store.StoredBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.SS58;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code grandpa_*}: finality. Offered only where every block keeps its justification. */
final class GrandpaMethods {

    private static final String JUSTIFICATIONS = "grandpa_justifications";
    private static final int NOT_FINALIZED = 2;

    private GrandpaMethods() {}

    static void register(Methods methods, Chain chain) {
        methods.add(
                        (_, session) -> {
                            Subscription subscription =
                                    session.subscribe(JUSTIFICATIONS, JUSTIFICATIONS);
                            Consumer<NewBlock> listener = news -> tell(subscription, news.block());
                            chain.follow(_ -> {}, listener);
                            subscription.onEnd(() -> chain.unfollow(listener));
                            return Json.text(subscription.id());
                        },
                        "grandpa_subscribeJustifications")
                .add(
                        (params, session) ->
                                Json.flag(session.unsubscribe(JUSTIFICATIONS, params.text(0))),
                        "grandpa_unsubscribeJustifications")
                .add((params, _) -> proveFinality(chain, params), "grandpa_proveFinality")
                .add((_, _) -> roundState(chain), "grandpa_roundState");
    }

    private static void tell(Subscription subscription, StoredBlock block) {
        block.justifications().forEach(justification -> subscription.send(Json.hex(justification)));
    }

    /**
     * SCALE of block hash, {@code Vec<u8>} justification, and no unknown headers: each block has
     * its own.
     */
    private static JsonNode proveFinality(Chain chain, Params params) {
        long number = params.number(0, 0xffff_ffffL);
        StoredBlock block =
                chain.block(number)
                        .orElseThrow(() ->
                                new RpcFailure(
                                        NOT_FINALIZED,
                                        "GRANDPA prove finality rpc failed: Block not yet finalized"));
        List<Bytes> justifications = block.justifications();
        if (justifications.isEmpty()) {
            return Json.nothing();
        }
        return Json.hex(
                new ScaleCodecWriter()
                        .writeHash(block.hash())
                        .writeByteVector(justifications.getFirst())
                        .writeCompact(0)
                        .toBytes());
    }

    /** The round to come: nobody has voted in it yet. */
    private static JsonNode roundState(Chain chain) {
        VoterSet voters = chain.voters().voters();
        ObjectNode json = Json.object().put("setId", voters.setId());
        ObjectNode best =
                json.putObject("best")
                        .put("round", chain.head().number() + 1)
                        .put("totalWeight", voters.total())
                        .put("thresholdWeight", voters.threshold());
        for (String stage : List.of("prevotes", "precommits")) {
            ObjectNode votes = best.putObject(stage).put("currentWeight", 0);
            ArrayNode missing = votes.putArray("missing");
            voters.authorities().forEach(each -> missing.add(SS58.encode(each.key())));
        }
        json.putArray("background");
        return json;
    }
}
