package io.hypha.stake;

import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the quote said when the payload was prepared: kept, so that it can stand beside what
 * happened.
 *
 * @param block number of the block on whose state it was made
 * @param chainFee rao; empty where it was not known
 */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
public record Promise(long block, List<Step> steps, OptionalLong chainFee) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Of what was prepared before promises were kept. */
    public static final Promise NONE = new Promise(0, List.of(), OptionalLong.empty());

    /**
     * One leg of the plan.
     *
     * @param givenUnit root for TAO
     * @param atLeast 0 where the call carries no limit
     */
    public record Step(
            Leg.Kind kind,
            NetUid netUid,
            long given,
            NetUid givenUnit,
            long received,
            NetUid receivedUnit,
            long atLeast) {}

    public Promise {
        steps = List.copyOf(steps);
    }

    static Promise of(Plan plan) {
        return new Promise(
                plan.block().number(),
                plan.legs().stream()
                        .map(leg ->
                                new Step(
                                        leg.kind(),
                                        leg.netUid(),
                                        leg.given(),
                                        unit(leg, leg.givenUnit()),
                                        leg.received(),
                                        unit(leg, leg.receivedUnit()),
                                        leg.atLeast()))
                        .toList(),
                plan.chainFee() instanceof Reading.Known<Rao> known
                        ? OptionalLong.of(known.value().value())
                        : OptionalLong.empty());
    }

    private static NetUid unit(Leg leg, Leg.Unit unit) {
        return switch (unit) {
            case TAO -> NetUid.ROOT;
            case ALPHA -> leg.netUid();
        };
    }

    /** For the database. */
    public String write() {
        ObjectNode json = JSON.createObjectNode().put("block", block);
        chainFee.ifPresent(fee -> json.put("fee", Long.toString(fee)));
        ArrayNode list = json.putArray("steps");
        for (Step step : steps) {
            list.addObject()
                    .put("kind", step.kind.name())
                    .put("netuid", step.netUid.value())
                    .put("given", Long.toString(step.given))
                    .put("givenUnit", step.givenUnit.value())
                    .put("received", Long.toString(step.received))
                    .put("receivedUnit", step.receivedUnit.value())
                    .put("atLeast", Long.toString(step.atLeast));
        }
        return json.toString();
    }

    /** What {@link #write} wrote. */
    public static Promise read(String text) {
        JsonNode json = JSON.readTree(text);
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : json.path("steps")) {
            steps.add(
                    new Step(
                            Leg.Kind.valueOf(step.path("kind").asString()),
                            new NetUid(step.path("netuid").asInt()),
                            rao(step, "given"),
                            new NetUid(step.path("givenUnit").asInt()),
                            rao(step, "received"),
                            new NetUid(step.path("receivedUnit").asInt()),
                            rao(step, "atLeast")));
        }
        return new Promise(
                json.path("block").asLong(),
                steps,
                json.has("fee") ? OptionalLong.of(rao(json, "fee")) : OptionalLong.empty());
    }

    private static long rao(JsonNode json, String name) {
        return Long.parseLong(json.path(name).asString());
    }
}
