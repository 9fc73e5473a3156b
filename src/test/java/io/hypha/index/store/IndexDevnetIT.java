package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.TestDatabase;
import io.hypha.chain.EpochReader;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubtensorReader;
import io.hypha.index.Coverage;
import io.hypha.index.DevnetNode;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochIndexer;
import io.hypha.index.EpochStore;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ScoredRanking;
import io.hypha.yield.Growth;
import io.hypha.yield.Window;
import java.math.BigDecimal;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The devnet's thirty days, read with proofs by the light node into PostgreSQL and ranked. */
@DataJpaTest(showSql = false)
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, IndexStoreConfiguration.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IndexDevnetIT {

    private static final int HISTORY = 600;

    @TempDir
    static Path directory;

    @Autowired
    private EpochStore store;

    @Autowired
    private EpochHistory history;

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
        return known(ranking.page(
                new NetUid(netUid), new RankingQuery(Window.MONTH, "", RankingQuery.Order.RANK, false, 500, 0)));
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
        System.out.printf("indexed %d epoch blocks in %d ms%n", steps, took.toMillis());

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
        int ranked = 0;
        for (NetUid netUid : history.subnets()) {
            long began = System.nanoTime();
            List<RankedValidator> rows = page(netUid.value()).items();
            System.out.printf("subnet %s: %d rows in %d ms; first %s%n", netUid, rows.size(),
                    (System.nanoTime() - began) / 1_000_000, rows.isEmpty() ? "" : rows.getFirst());
            assertThat(rows).isNotEmpty();
            for (RankedValidator row : rows) {
                Growth month = known(row.month());
                assertThat(month.apr()).isBetween(BigDecimal.ZERO, new BigDecimal("20"));
                assertThat(known(row.rank())).isPositive();
            }
            assertThat(rows).anyMatch(row -> row.name() instanceof Reading.Known<String>);
            ranked = Math.max(ranked, rows.size());
        }
        assertThat(page(0).items()).hasSizeGreaterThanOrEqualTo(50);
    }

    @Test
    @Order(3)
    void picks_up_a_live_epoch_once() throws Exception {
        long head = devnet.author(20);
        assertThat(indexer.look()).isEqualTo(new EpochIndexer.Step.Idle(head));
        assertThat(indexer.step()).isInstanceOfSatisfying(EpochIndexer.Step.Indexed.class, indexed -> {
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
        assertThat(known(subtensor.subnets())).hasSize(9).allSatisfy(subnet -> {
            assertThat(known(subnet.price())).isPositive();
            assertThat(known(subnet.tempo())).isPositive();
        });
        RankedValidator first = page(1).items().getFirst();
        var account = known(subtensor.account(known(first.owner())));
        assertThat(known(account.positions())).isNotEmpty().allSatisfy(position -> {
            assertThat(known(position.stake()).rao()).isPositive();
            assertThat(known(position.valueAtSpot()).value()).isPositive();
        });
        var position = known(account.positions()).getLast();
        var evidence = known(subtensor.evidence(((Reading.Known<?>) position.stake()).proof()));
        assertThat(evidence.parts().getFirst().trieNodes()).isNotEmpty();
        assertThat(known(evidence.parts().getFirst().way()).justification().isEmpty()).isFalse();
    }
}
