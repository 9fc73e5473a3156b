package io.hypha.yield;

import static io.hypha.chain.FakeChain.u64;
import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.Evidence;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.SubtensorReader;
import io.hypha.index.MemoryEpochStore;
import io.hypha.index.SnapshotBuilder;
import io.hypha.node.bytes.Bytes;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 25 epochs of 72 minutes on a chain written by hand, and the same on record. */
class YieldEvidenceTest {

    private static final int EPOCHS = 25;

    private final Hotkey moss = FakeChain.hotkey("moss");
    private final FakeChain chain = new FakeChain();
    private final MemoryEpochStore store = new MemoryEpochStore();
    private final YieldEvidence evidence = new YieldEvidence(store, new SubtensorReader(chain));

    @BeforeEach
    void twenty_five_epochs() {
        Bytes three = FakeChain.u16(3);
        Bytes hot = moss.key().toBytes();
        for (int block = 1; block <= EPOCHS; block++) {
            long dividends = block == 9 ? 0 : 1_000 + block;
            long total = 900_000 + 1_000L * block;
            chain.block(block)
                    .put("LastMechansimStepBlock", u64(block), three)
                    .put("AlphaDividendsPerSubnet", u64(dividends), three, hot)
                    .put("TotalHotkeyAlphaLastEpoch", u64(total), hot, three)
                    .putAt("Timestamp", "Now", u64(block * SnapshotBuilder.STEP_MILLIS));
            store.save(
                    SnapshotBuilder.epoch(block)
                            .subnet(3, block - 1)
                            .stake("moss", 3, total, dividends)
                            .build());
        }
    }

    private ProofId id(long block, String window) {
        return new ProofId(block, "yield", List.of(moss.address(), "3", window));
    }

    private static Reading.Reason reason(Reading<?> reading) {
        assertThat(reading).isInstanceOf(Reading.Missing.class);
        return ((Reading.Missing<?>) reading).reason();
    }

    private Growth recorded() {
        PoolYield returns =
                new PoolYield(
                        store.epochs(new NetUid(3), 0), store.stakes(new NetUid(3), 0).get(moss));
        assertThat(returns.over(Window.DAY)).isInstanceOf(WindowReturn.Earned.class);
        return ((WindowReturn.Earned) returns.over(Window.DAY)).growth();
    }

    @Test
    void proves_what_the_record_says_block_by_block() {
        Reading<Evidence> reading = evidence.of(id(EPOCHS, "24h"));

        assertThat(reading).isInstanceOf(Reading.Known.class);
        Evidence found = ((Reading.Known<Evidence>) reading).value();
        assertThat(found.level()).isEqualTo(Level.DERIVED);
        assertThat(found.value())
                .isEqualTo(recorded().realised().movePointRight(2).toPlainString() + " %");
        assertThat(found.formula()).doesNotContain("installation");
        assertThat(found.parts())
                .extracting(part -> part.block().number())
                .startsWith(5L, 6L)
                .endsWith(25L)
                .hasSize(21);
    }

    @Test
    void says_so_when_the_chain_proves_another_figure_than_the_record() {
        chain.put("AlphaDividendsPerSubnet", u64(7), FakeChain.u16(3), moss.key().toBytes());

        Evidence found = ((Reading.Known<Evidence>) evidence.of(id(EPOCHS, "24h"))).value();

        assertThat(found.formula())
                .contains(
                        "The record in this installation says "
                                + recorded().realised().movePointRight(2).toPlainString());
    }

    @Test
    void has_no_proof_when_one_block_is_pruned_everywhere() {
        chain.pruneBelow(7);

        Reading<Evidence> reading = evidence.of(id(EPOCHS, "24h"));

        assertThat(reason(reading)).isEqualTo(Reading.Reason.STATE_PRUNED);
        assertThat(((Reading.Missing<Evidence>) reading).text())
                .startsWith("one of 21 blocks cannot be read again");
    }

    @Test
    void names_what_is_not_on_record_or_too_short() {
        assertThat(reason(evidence.of(id(26, "24h")))).isEqualTo(Reading.Reason.NOT_READ_YET);
        assertThat(reason(evidence.of(id(EPOCHS, "30d")))).isEqualTo(Reading.Reason.INSUFFICIENT);
        assertThat(reason(evidence.of(id(EPOCHS, "1h")))).isEqualTo(Reading.Reason.UNSUPPORTED);
        assertThat(reason(evidence.of(new ProofId(EPOCHS, "yield", List.of(moss.address(), "3")))))
                .isEqualTo(Reading.Reason.UNSUPPORTED);
        assertThat(
                        reason(
                                evidence.of(
                                        new ProofId(
                                                26, "yield", List.of(moss.address(), "0", "24h")))))
                .isEqualTo(Reading.Reason.NOT_READ_YET);
    }
}
