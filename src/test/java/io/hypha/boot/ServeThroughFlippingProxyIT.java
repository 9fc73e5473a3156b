package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.TestDatabase;
import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.EpochReader;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.chain.SubtensorReader;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.index.EpochHistory;
import io.hypha.index.EpochIndexer;
import io.hypha.index.EpochStore;
import io.hypha.index.store.IndexStoreConfiguration;
import io.hypha.node.FinalizedHead;
import io.hypha.node.sync.FlippingProxy;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.Networks;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RunningNode;
import io.hypha.rank.Ranking;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.rank.ScoredRanking;
import io.hypha.yield.Window;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The real application against a devnet of another process, as seen from it, over lines that flip
 * one byte of an answer now and then. Whatever it shows or stores is held against what a light node
 * read from the devnet itself.
 *
 * <p>An endpoint that sent a flipped answer is put aside for minutes. So there are as many lines as
 * a node takes, and the application is killed and started again until as many answers as wanted
 * were flipped and as many figures as wanted were seen.
 */
// a context, and so a database, of its own: one belongs to one network
@DataJpaTest(showSql = false, properties = "database.of=ServeThroughFlippingProxyIT")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, IndexStoreConfiguration.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class ServeThroughFlippingProxyIT {

    private static final int HISTORY = 32;
    private static final int LINES = NodeOptions.MAX_ENDPOINTS;

    /** Answers that pass before one is flipped: none up to so many. */
    private static final int RHYTHMS = 13;

    private static final int MOST_LOOKS = 30;
    private static final int MOST_STARTS = 30;

    /** So many starts with an honest line show as many figures as wanted. */
    private static final int HONEST_STARTS = 10;

    /** Eight minutes and more. */
    private static final int MOST_WAITS = 2_400;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final RankingQuery ALL =
            new RankingQuery(
                    Window.MONTH, "", RankingQuery.Order.RANK, false, RankingQuery.MAX_LIMIT, 0);

    /** Everything that is stored, with names in place of the database's own numbers. */
    private static final Map<String, String> TABLES = tables();

    @TempDir static Path directory;

    @Autowired private EpochStore store;

    @Autowired private EpochHistory history;

    @Autowired private JdbcTemplate jdbc;

    @Autowired private JdbcConnectionDetails details;

    private Devnet devnet;
    private RunningNode node;
    private JdbcTemplate stored;
    private String storedAt;
    private Path spec;

    /** By subnet, then by how many epochs are on record. */
    private final Map<NetUid, Map<Integer, RankingPage>> pages = new TreeMap<>();

    /** No block follows, so what was read once holds. */
    private List<SubnetView> subnets = List.of();

    private final Map<Coldkey, AccountView> accounts = new LinkedHashMap<>();

    private static Map<String, String> tables() {
        Map<String, String> tables = new LinkedHashMap<>();
        tables.put("network", "select t::text from network t");
        tables.put("finalized_block", "select t::text from finalized_block t");
        tables.put("subnet_epoch", "select t::text from subnet_epoch t");
        tables.put(
                "stake_epoch",
                "select (v.hotkey, to_jsonb(t) - 'validator_id')::text"
                        + " from stake_epoch t join validator v on v.id = t.validator_id");
        tables.put(
                "validator_epoch",
                "select (v.hotkey, to_jsonb(t) - 'validator_id')::text"
                        + " from validator_epoch t join validator v on v.id = t.validator_id");
        tables.put("validator", "select (to_jsonb(t) - 'id')::text from validator t");
        tables.put("epoch_gap", "select t::text from epoch_gap t");
        return tables;
    }

    @BeforeAll
    void readTheTruth() throws Exception {
        devnet =
                Devnet.manual(
                        DevnetOptions.defaults(directory)
                                .withDataDir(directory.resolve("devnet"))
                                .withBlockTime(Duration.ofMillis(500))
                                .withRpcPort(0)
                                .withP2pPort(0),
                        HISTORY,
                        InstantSource.system());
        spec = Files.writeString(directory.resolve("devnet.json"), devnet.chainSpec());
        node =
                LightNodes.start(
                        NodeOptions.of(
                                Networks.named(spec.toString()), List.of(devnet.rpcWebSocket())));
        Subtensor truth = new SubtensorReader(node);
        awaitFinal(HISTORY);
        EpochIndexer indexer = new EpochIndexer(new EpochReader(node), store);
        assertThat(answered(indexer::look)).isEqualTo(new EpochIndexer.Step.Idle(HISTORY));
        while (answered(indexer::step) instanceof EpochIndexer.Step.Indexed) {
            // one that was there before would keep its rows over a little more history
            Ranking ranking = new ScoredRanking(history);
            for (NetUid netUid : ranking.subnets()) {
                RankingPage page = known(ranking.page(netUid, ALL));
                pages.computeIfAbsent(netUid, _ -> new HashMap<>())
                        .put(page.coverage().epochs(), page);
            }
        }
        for (int netUid = 0; netUid < 3; netUid++) {
            pages.get(new NetUid(netUid)).get(HISTORY).items().stream()
                    .limit(2)
                    .flatMap(item -> item.owner().toOptional().stream())
                    .forEach(owner ->
                            accounts.computeIfAbsent(owner, each -> known(truth.account(each))));
        }
        subnets = known(truth.subnets());
        assertThat(accounts.values())
                .anySatisfy(account -> assertThat(known(account.positions())).isNotEmpty());
        jdbc.execute("create database served");
        storedAt = details.getJdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/served$1");
        if (details.getUsername() != null) {
            storedAt +=
                    (storedAt.contains("?") ? "&" : "?")
                            + "user="
                            + details.getUsername()
                            + "&password="
                            + details.getPassword();
        }
        stored = new JdbcTemplate(new DriverManagerDataSource(storedAt));
    }

    /** A devnet that was silent for too long is asked again: the truth must be whole. */
    private static EpochIndexer.Step answered(Supplier<EpochIndexer.Step> ask)
            throws InterruptedException {
        EpochIndexer.Step step = ask.get();
        for (int look = 0; step instanceof EpochIndexer.Step.Waiting; look++) {
            assertThat(look).as("%s", step).isLessThan(MOST_WAITS);
            Thread.sleep(BETWEEN_LOOKS);
            step = ask.get();
        }
        return step;
    }

    private void awaitFinal(long number) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Consumer<FinalizedHead> listener =
                head -> {
                    if (head.number() == number) {
                        reached.countDown();
                    }
                };
        try (var _ = node.onFinalized(listener)) {
            node.finalizedHead().ifPresent(listener);
            assertThat(reached.await(4, TimeUnit.MINUTES)).as("%s", node.status()).isTrue();
        }
    }

    @AfterAll
    void stop() {
        node.close();
        devnet.close();
    }

    @Test
    void nothing_wrong_is_shown_or_stored_over_lines_that_flip_a_byte_now_and_then()
            throws Exception {
        nothingWrongIsShownOrStored(40, 1);
    }

    @Test
    @Tag("long")
    void nothing_wrong_is_shown_or_stored_over_lines_that_flip_a_byte_in_two_hundred_answers()
            throws Exception {
        nothingWrongIsShownOrStored(200, 1_000);
    }

    private void nothingWrongIsShownOrStored(int wanted, int seen) throws Exception {
        int flips = 0;
        int figures = 0;
        for (int start = 0; flips < wanted || figures < seen; start++) {
            assertThat(start)
                    .as("starts until %d flips and %d figures", flips, figures)
                    .isLessThan(MOST_STARTS);
            // Every other start has one honest line among the others: reading goes on there, so
            // figures come however soon the others are put aside.
            boolean oneHonest = start % 2 == 0;
            int least = oneHonest ? Math.ceilDiv(seen, HONEST_STARTS) : 0;
            try (Lines lines = new Lines(start, true, oneHonest);
                    ServedApplication application = serve(lines)) {
                awaitUp(application);
                int shown = 0;
                for (int look = 0;
                        shown < least || (look < MOST_LOOKS && lines.flips() < LINES);
                        look++) {
                    assertThat(look)
                            .as("looks until %d figures, of which %d are shown", least, shown)
                            .isLessThan(MOST_WAITS);
                    shown += look(application, new ShownFigures(false));
                    application.rest(BETWEEN_LOOKS);
                }
                figures += shown + look(application, new ShownFigures(false));
                flips += lines.flips();
                System.out.printf("start %d: %d flips, %d figures%n", start, flips, figures);
            }
            onlyTrueRowsAreStored();
        }
        try (Lines lines = new Lines(0, false, true);
                ServedApplication application = serve(lines)) {
            awaitWhole(application);
            assertThat(look(application, new ShownFigures(true))).isGreaterThan(1_000);
            assertThat(application.get("/api/v1/node").orElseThrow().path("state").asString())
                    .isEqualTo("following");
        }
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            assertThat(rows(stored, table.getValue()))
                    .as(table.getKey())
                    .containsExactlyInAnyOrderElementsOf(rows(jdbc, table.getValue()));
        }
    }

    private ServedApplication serve(Lines lines) throws Exception {
        return ServedApplication.start(
                Path.of("target", "flipping-proxy-application.log"),
                "--hypha.network=" + spec,
                "--hypha.rpc=" + lines.addresses(),
                "--hypha.data-dir=" + directory.resolve("served"),
                "--hypha.database-url=" + storedAt);
    }

    /** Asks for everything once; what is answered must be true. Returns how many figures were. */
    private int look(ServedApplication application, ShownFigures shown)
            throws InterruptedException {
        for (Map.Entry<NetUid, Map<Integer, RankingPage>> subnet : pages.entrySet()) {
            application
                    .get("/api/v1/validators?limit=500&subnet=" + subnet.getKey())
                    .filter(page -> !page.path("block").isNull())
                    .ifPresent(page ->
                            shown.ranking(
                                    page,
                                    subnet.getValue()
                                            .get(page.path("coverage").path("epochs").asInt())));
        }
        application.get("/api/v1/subnets").ifPresent(list -> shown.subnets(list, subnets));
        for (AccountView account : accounts.values()) {
            application
                    .get("/api/v1/accounts/" + account.coldkey().address())
                    .ifPresent(answer -> shown.account(answer, account));
        }
        return shown.count();
    }

    /** Its pages are up, and the block that they are read at is that of the truth. */
    private static void awaitUp(ServedApplication application) throws InterruptedException {
        for (int look = 0; look < MOST_WAITS; look++) {
            if (application
                    .get("/api/v1/node")
                    .filter(node -> node.path("block").asLong() == HISTORY)
                    .isPresent()) {
                return;
            }
            application.rest(BETWEEN_LOOKS);
        }
        throw new AssertionError("it does not come up");
    }

    private void awaitWhole(ServedApplication application) throws InterruptedException {
        for (int look = 0; look < MOST_WAITS; look++) {
            boolean whole =
                    application
                                    .get("/api/v1/validators?subnet=0")
                                    .filter(page ->
                                            page.path("coverage").path("complete").asBoolean())
                                    .isPresent()
                            && application.get("/api/v1/subnets").isPresent()
                            && application
                                    .get("/api/v1/node")
                                    .filter(node ->
                                            node.path("state").asString().equals("following"))
                                    .isPresent();
            if (whole) {
                return;
            }
            application.rest(BETWEEN_LOOKS);
        }
        throw new AssertionError("it does not get whole: " + application.get("/api/v1/node"));
    }

    /**
     * Blocks and epochs are never rewritten, so each row must be true while others are still to
     * come.
     */
    private void onlyTrueRowsAreStored() {
        for (String table :
                List.of(
                        "network",
                        "finalized_block",
                        "subnet_epoch",
                        "stake_epoch",
                        "validator_epoch")) {
            assertThat(rows(jdbc, TABLES.get(table)))
                    .as(table)
                    .containsAll(rows(stored, TABLES.get(table)));
        }
        assertThat(rows(stored, TABLES.get("epoch_gap"))).isEmpty();
    }

    private static List<String> rows(JdbcTemplate database, String query) {
        return database.queryForList(query, String.class);
    }

    private static <T> T known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return ((Reading.Known<T>) reading).value();
    }

    /** As many lines to the devnet as a node takes, each with a rhythm of its own. */
    private final class Lines implements AutoCloseable {

        private final List<FlippingProxy> proxies = new ArrayList<>();

        Lines(int seed, boolean flipping, boolean oneHonest) {
            for (int i = 0; i < LINES; i++) {
                FlippingProxy proxy = new FlippingProxy(devnet.rpcHttp());
                boolean flips = flipping && !(oneHonest && i == LINES - 1);
                proxy.flip(1_000L * seed + i, flips ? 1 + (i + seed) % RHYTHMS : Integer.MAX_VALUE);
                proxies.add(proxy);
            }
        }

        String addresses() {
            return proxies.stream()
                    .map(FlippingProxy::address)
                    .map(URI::toString)
                    .collect(Collectors.joining(","));
        }

        int flips() {
            return proxies.stream().mapToInt(proxy -> proxy.flips.get()).sum();
        }

        @Override
        public void close() {
            proxies.forEach(FlippingProxy::close);
        }
    }
}
