package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.chain.FakeChain;
import io.hypha.node.StorageValue;
import io.hypha.node.bundle.Figure;
import io.hypha.node.bundle.FigureInput;
import io.hypha.node.bundle.FigureLevel;
import io.hypha.node.bundle.ProvenInput;
import io.hypha.node.bundle.Recompute;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class FigureFormulasTest {

    private static final String HOTKEY = FakeChain.hotkey("moss").address();
    private static final String WHAT = "600-SubtensorModule.Delegates-" + HOTKEY;
    private static final StorageValue TAKE = new StorageValue.Present(Bytes.ofInts(0x14, 0x2e));
    private static final Bytes KEY =
            RuntimeMetadata.decode(Fixtures.bytes("metadata/finney-424-v16.scale.gz"))
                    .keys("SubtensorModule", "Delegates")
                    .of(FakeChain.hotkey("moss").key().toBytes());

    private static Recompute.Outcome recompute(
            String what,
            FigureLevel level,
            String unit,
            String formula,
            String name,
            long block,
            StorageValue value) {
        Figure claim =
                new Figure(
                        what,
                        level,
                        unit,
                        JsonNodeFactory.instance.stringNode("not looked at"),
                        formula,
                        List.of(new FigureInput(name, Hash256.ZERO, KEY, value)));
        Header header = new Header(Hash256.ZERO, block, Hash256.ZERO, Hash256.ZERO, List.of());
        return FigureFormulas.all()
                .get(formula)
                .of(claim, List.of(new ProvenInput(name, header, KEY, value)));
    }

    private static void refuses(Recompute.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Recompute.Outcome.Refused.class);
    }

    @Test
    void makes_a_storage_value_of_its_proven_bytes_or_null() {
        assertThat(recompute(WHAT, FigureLevel.PROVEN, "SCALE", "storage-value/1", WHAT, 600, TAKE))
                .isEqualTo(
                        new Recompute.Outcome.Value(JsonNodeFactory.instance.stringNode("0x142e")));
        assertThat(
                        recompute(
                                WHAT,
                                FigureLevel.PROVEN,
                                "SCALE",
                                "storage-value/1",
                                WHAT,
                                600,
                                new StorageValue.Absent()))
                .isEqualTo(new Recompute.Outcome.Value(JsonNodeFactory.instance.nullNode()));
    }

    @Test
    void refuses_a_figure_whose_words_do_not_fit_its_inputs() {
        String other = "600-SubtensorModule.Delegates-" + FakeChain.hotkey("other").address();
        refuses(recompute(other, FigureLevel.PROVEN, "SCALE", "storage-value/1", WHAT, 600, TAKE));
        refuses(recompute(other, FigureLevel.PROVEN, "SCALE", "storage-value/1", other, 600, TAKE));
        refuses(
                recompute(
                        "Take of Mossgate",
                        FigureLevel.PROVEN,
                        "SCALE",
                        "storage-value/1",
                        WHAT,
                        600,
                        TAKE));
        refuses(recompute(WHAT, FigureLevel.DERIVED, "SCALE", "storage-value/1", WHAT, 600, TAKE));
        refuses(recompute(WHAT, FigureLevel.PROVEN, "rao", "storage-value/1", WHAT, 600, TAKE));
        refuses(recompute(WHAT, FigureLevel.PROVEN, "SCALE", "position/1", WHAT, 600, TAKE));
        refuses(recompute(WHAT, FigureLevel.PROVEN, "SCALE", "storage-value/1", WHAT, 601, TAKE));
        refuses(
                recompute(
                        "600-position-" + HOTKEY,
                        FigureLevel.DERIVED,
                        "rao",
                        "position/1",
                        WHAT,
                        600,
                        TAKE));
        refuses(
                recompute(
                        "600-yield-x-3-30d",
                        FigureLevel.DERIVED,
                        "ratio",
                        "growth_v1",
                        WHAT,
                        600,
                        TAKE));
    }
}
