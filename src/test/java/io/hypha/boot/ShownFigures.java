package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.AccountView;
import io.hypha.chain.BlockRef;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.SubnetView;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.RankingPage;
import io.hypha.yield.Growth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Holds what the API shows against what was read without it. Counts the figures that it found
 * equal.
 */
final class ShownFigures {

    private final boolean whole;
    private int figures;

    /**
     * @param whole whether a figure may not be missing either, unless the truth misses it for the
     *     same reason
     */
    ShownFigures(boolean whole) {
        this.whole = whole;
    }

    int count() {
        return figures;
    }

    void account(JsonNode shown, AccountView truth) {
        assertThat(shown.path("address").asString()).isEqualTo(truth.coldkey().address());
        block(shown, truth.block());
        figure(shown, "freeRao", truth.free(), rao -> Long.toString(rao.value()));
        figure(shown, "nonce", truth.nonce(), nonce -> Long.toString(nonce));
        if (!(truth.positions() instanceof Reading.Known<List<PositionView>> positions)
                || open(shown, "positions")) {
            return;
        }
        JsonNode items = shown.path("positions");
        assertThat(items.size()).isEqualTo(positions.value().size());
        for (int i = 0; i < items.size(); i++) {
            PositionView position = positions.value().get(i);
            assertThat(items.get(i).path("hotkey").asString())
                    .isEqualTo(position.hotkey().address());
            assertThat(items.get(i).path("netuid").asInt()).isEqualTo(position.netUid().value());
            figure(items.get(i), "stakeRao", position.stake(), stake -> Long.toString(stake.rao()));
            figure(
                    items.get(i),
                    "valueAtSpotRao",
                    position.valueAtSpot(),
                    rao -> Long.toString(rao.value()));
        }
    }

    void subnets(JsonNode shown, List<SubnetView> truth) {
        assertThat(shown.path("total").asInt()).isEqualTo(truth.size());
        for (int i = 0; i < truth.size(); i++) {
            SubnetView subnet = truth.get(i);
            JsonNode item = shown.path("items").get(i);
            assertThat(item.path("netuid").asInt()).isEqualTo(subnet.netUid().value());
            figure(item, "name", subnet.name(), name -> name);
            figure(item, "symbol", subnet.symbol(), symbol -> symbol);
            figure(item, "price", subnet.price(), BigDecimal::toPlainString);
            figure(item, "taoInRao", subnet.pool(), pool -> Long.toString(pool.tao()));
            figure(item, "alphaInRao", subnet.pool(), pool -> Long.toString(pool.alphaIn()));
            figure(
                    item,
                    "feeRate",
                    subnet.pool().map(SubnetPool::feeRate),
                    rate -> Integer.toString(rate));
            figure(item, "alphaOutRao", subnet.alphaOut(), alpha -> Long.toString(alpha.rao()));
            figure(item, "tempo", subnet.tempo(), tempo -> Integer.toString(tempo));
            figure(item, "mechanism", subnet.mechanism(), mechanism -> Integer.toString(mechanism));
        }
    }

    void ranking(JsonNode shown, RankingPage truth) {
        block(shown, truth.block());
        assertThat(shown.path("level").asString()).isEqualTo(truth.level().code());
        assertThat(shown.path("total").asInt()).isEqualTo(truth.total());
        JsonNode coverage = shown.path("coverage");
        assertThat(coverage.path("epochs").asInt()).isEqualTo(truth.coverage().epochs());
        assertThat(coverage.path("newestBlock").asLong()).isEqualTo(truth.coverage().newestBlock());
        assertThat(coverage.path("oldestBlock").asLong()).isEqualTo(truth.coverage().oldestBlock());
        assertThat(coverage.path("seconds").asLong())
                .isEqualTo(truth.coverage().span().toSeconds());
        assertThat(coverage.path("complete").asBoolean()).isEqualTo(truth.coverage().complete());
        JsonNode items = shown.path("items");
        assertThat(items.size()).isEqualTo(truth.items().size());
        for (int i = 0; i < items.size(); i++) {
            validator(items.get(i), truth.items().get(i));
        }
    }

    private void validator(JsonNode item, RankedValidator truth) {
        assertThat(item.path("hotkey").asString()).isEqualTo(truth.hotkey().address());
        assertThat(item.path("netuid").asInt()).isEqualTo(truth.netUid().value());
        block(item, truth.block());
        assertThat(item.path("level").asString()).isEqualTo(truth.level().code());
        assertThat(item.path("coverage").asString()).isEqualTo(ratio(truth.coverage()));
        figure(item, "rank", truth.rank(), rank -> Integer.toString(rank));
        figure(item, "name", truth.name(), name -> name);
        figure(item, "take", truth.take(), take -> ratio(take.ratio()));
        figure(item, "stakeRao", truth.stake(), stake -> Long.toString(stake.rao()));
        figure(item, "score", truth.score(), score -> score.points().toPlainString());
        figure(item, "apr30d", truth.month().map(Growth::apr), ShownFigures::ratio);
        figure(item, "apy30d", truth.month().map(Growth::apy), ShownFigures::ratio);
    }

    private static String ratio(BigDecimal value) {
        return value.setScale(12, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static void block(JsonNode shown, BlockRef truth) {
        assertThat(shown.path("block").asLong()).isEqualTo(truth.number());
        assertThat(shown.path("blockHash").asString()).isEqualTo(truth.hash().toHex());
    }

    private <T> void figure(
            JsonNode shown, String name, Reading<T> truth, Function<T, String> form) {
        switch (truth) {
            case Reading.Missing<T>(Reading.Reason reason, String text) -> {
                assertThat(shown.path(name).isNull())
                        .as("%s, which has none: %s", name, text)
                        .isTrue();
                if (!open(shown, name)) {
                    assertThat(shown.path(name + "Missing").asString()).isEqualTo(reason.code());
                }
            }
            case Reading.Known<T> known -> {
                if (open(shown, name)) {
                    return;
                }
                assertThat(shown.path(name).asString())
                        .as(name)
                        .isEqualTo(form.apply(known.value()));
                JsonNode ground = shown.path(name + "Ground");
                if (!ground.isMissingNode()) {
                    block(ground, known.block());
                    assertThat(ground.path("level").asString()).isEqualTo(known.level().code());
                    assertThat(ground.path("proof").asString()).isEqualTo(known.proof().toString());
                }
                figures++;
            }
        }
    }

    /** While endpoints lie, "nobody answered" is an honest word; a wrong figure never is. */
    private boolean open(JsonNode shown, String name) {
        return !whole
                && shown.path(name).isNull()
                && List.of("no-peer", "unread").contains(shown.path(name + "Missing").asString());
    }
}
