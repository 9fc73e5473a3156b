package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.TestDatabase;
import io.hypha.chain.EpochReader;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.ShareValue;
import io.hypha.chain.SubtensorReader;
import io.hypha.index.Coverage;
import io.hypha.index.DevnetNode;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochIndexer;
import io.hypha.index.EpochStore;
import io.hypha.index.StakeEpoch;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.ProvenRead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ScoredRanking;
import io.hypha.yield.Growth;
import io.hypha.yield.Window;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The devnet's thirty days, read with proofs by the light node into PostgreSQL and ranked. */
// a context, and so a database, of its own: one belongs to one network
@DataJpaTest(showSql = false, properties = "database.of=IndexDevnetIT")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, IndexStoreConfiguration.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(1)
class IndexDevnetIT {

    private static final Logger LOG = LoggerFactory.getLogger(IndexDevnetIT.class);
    private static final int HISTORY = 600;

    @TempDir static Path directory;

    @Autowired private EpochStore store;

    @Autowired private EpochHistory history;

    private DevnetNode devnet;
    private EpochIndexer indexer;
    private Ranking ranking;

    @BeforeAll
    void start() throws Exception {
        devnet = DevnetNode.start(directory, HISTORY);
        indexer = new EpochIndexer(new EpochReader(devnet.node()), store);
        ranking = new ScoredRanking(history);
    }

    @AfterAll
    void stop() throws Exception {
        devnet.close();
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }

    private RankingPage page(int netUid) {
        return known(
                ranking.page(
                        new NetUid(netUid),
                        new RankingQuery(
                                Window.MONTH, "", RankingQuery.Order.RANK, false, 500, 0)));
    }

    @Test
    @Order(1)
    void reads_thirty_days_newest_first_and_says_how_far_it_came() {
        long began = System.nanoTime();
        assertThat(indexer.look()).isEqualTo(new EpochIndexer.Step.Idle(HISTORY));
        long before = Long.MAX_VALUE;
        int steps = 0;
        EpochIndexer.Step step = indexer.step();
        while (step instanceof EpochIndexer.Step.Indexed indexed) {
            assertThat(indexed.block()).isLessThan(before);
            before = indexed.block();
            steps++;
            if (steps == 30) {
                assertThat(page(1).coverage().complete()).isFalse();
                assertThat(page(1).items().getFirst().month()).isInstanceOf(Reading.Missing.class);
            }
            step = indexer.step();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LOG.info("indexed {} epoch blocks in {} ms", steps, took.toMillis());

        assertThat(step)
                .as("%s", devnet.node().status().disagreements())
                .isEqualTo(new EpochIndexer.Step.Idle(HISTORY));
        assertThat(steps).isEqualTo(HISTORY);
        Coverage coverage = history.coverage(new NetUid(1)).orElseThrow();
        assertThat(coverage.complete()).isTrue();
        assertThat(coverage.epochs()).isEqualTo(HISTORY);
        assertThat(history.coverage(NetUid.ROOT).orElseThrow().epochs()).isEqualTo(HISTORY);
        assertThat(history.subnets()).hasSize(9);
    }

    @Test
    @Order(2)
    void ranks_every_subnet_and_root() {
        for (NetUid netUid : history.subnets()) {
            List<RankedValidator> rows = page(netUid.value()).items();
            assertThat(rows).isNotEmpty();
            for (RankedValidator row : rows) {
                Growth month = known(row.month());
                assertThat(month.apr()).isBetween(BigDecimal.ZERO, new BigDecimal("20"));
                assertThat(known(row.rank())).isPositive();
            }
            assertThat(rows).anyMatch(row -> row.name() instanceof Reading.Known<String>);
        }
        assertThat(page(0).items()).hasSizeGreaterThanOrEqualTo(50);
    }

    @Test
    @Order(3)
    void picks_up_a_live_epoch_once() throws Exception {
        long head = devnet.author(20);
        assertThat(indexer.look()).isEqualTo(new EpochIndexer.Step.Idle(head));
        assertThat(indexer.step())
                .isInstanceOfSatisfying(
                        EpochIndexer.Step.Indexed.class,
                        indexed -> {
                            assertThat(indexed.block()).isEqualTo(head);
                            assertThat(indexed.isNew()).isTrue();
                        });
        assertThat(indexer.step()).isEqualTo(new EpochIndexer.Step.Idle(head));
        assertThat(indexer.look()).isEqualTo(new EpochIndexer.Step.Idle(head));
        assertThat(indexer.step()).isEqualTo(new EpochIndexer.Step.Idle(head));

        EpochIndexer restarted = new EpochIndexer(new EpochReader(devnet.node()), store);
        restarted.look();
        assertThat(restarted.left()).isZero();
        assertThat(history.coverage(new NetUid(3)).orElseThrow().epochs()).isEqualTo(HISTORY + 1);
    }

    @Test
    @Order(4)
    void reads_accounts_and_subnets_of_the_same_chain() {
        var subtensor = new SubtensorReader(devnet.node());
        assertThat(known(subtensor.subnets()))
                .hasSize(9)
                .allSatisfy(subnet -> {
                    assertThat(known(subnet.price())).isPositive();
                    assertThat(known(subnet.tempo())).isPositive();
                });
        RankedValidator first = page(1).items().getFirst();
        var account = known(subtensor.account(known(first.owner())));
        assertThat(known(account.positions()))
                .isNotEmpty()
                .allSatisfy(position -> {
                    assertThat(known(position.stake()).rao()).isPositive();
                    assertThat(known(position.valueAtSpot()).value()).isPositive();
                });
        var position = known(account.positions()).getLast();
        var evidence = known(subtensor.evidence(((Reading.Known<?>) position.stake()).proof()));
        assertThat(evidence.parts().getFirst().trieNodes()).isNotEmpty();
        assertThat(known(evidence.parts().getFirst().way()).justification().isEmpty()).isFalse();
    }

    /**
     * The acceptance test of all returns: D / (T − D) is the growth of V / S over the epoch block.
     */
    @Test
    @Order(5)
    void pays_exactly_what_the_share_price_of_the_pool_grew() {
        NetUid netUid = new NetUid(1);
        int checked = 0;
        for (RankedValidator row : page(1).items()) {
            for (StakeEpoch epoch : history.stakes(netUid, row.hotkey(), 0)) {
                if (epoch.block() % 100 == 50 && epoch.isPaid()) {
                    BigDecimal growth =
                            sharePrice(row, epoch.block())
                                    .divide(
                                            sharePrice(row, epoch.block() - 1),
                                            MathContext.DECIMAL128)
                                    .subtract(BigDecimal.ONE);
                    BigDecimal dividends =
                            BigDecimal.valueOf(epoch.dividendsRao())
                                    .divide(
                                            BigDecimal.valueOf(
                                                    epoch.totalRao() - epoch.dividendsRao()),
                                            MathContext.DECIMAL128);
                    assertThat(growth.subtract(dividends).abs())
                            .as("%s at block %d", row.hotkey(), epoch.block())
                            .isLessThan(new BigDecimal("1e-15"));
                    checked++;
                }
            }
        }
        assertThat(checked).isGreaterThan(100);
    }

    private BigDecimal sharePrice(RankedValidator row, long block) {
        FinalizedHead head = given(devnet.node().finalizedAt(block));
        RuntimeMetadata metadata =
                RuntimeMetadata.decode(given(devnet.node().runtime(head)).metadata());
        Bytes hotkey = row.hotkey().key().toBytes();
        Bytes subnet = Bytes.ofInts(row.netUid().value(), 0);
        Bytes total = metadata.keys("SubtensorModule", "TotalHotkeyAlpha").of(hotkey, subnet);
        Bytes shares = metadata.keys("SubtensorModule", "TotalHotkeySharesV2").of(hotkey, subnet);
        ProvenRead read = given(devnet.node().read(head, List.of(total, shares)));
        ShareValue.SafeFloat all =
                ShareValue.readSafeFloat(
                        new ScaleCodecReader(read.value(shares).toOptional().orElseThrow()));
        return new BigDecimal(
                        new ScaleCodecReader(read.value(total).toOptional().orElseThrow())
                                .readUint64())
                .multiply(new BigDecimal(all.denominator()))
                .divide(new BigDecimal(all.numerator()), new MathContext(60));
    }

    private static <T> T given(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Given.class);
        return ((Answer.Given<T>) answer).value();
    }
}
