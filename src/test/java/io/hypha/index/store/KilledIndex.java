package io.hypha.index.store;

import io.hypha.boot.EmbeddedDatabase;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.EpochSource;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.index.EpochIndexer;
import io.hypha.index.EpochStore;
import io.hypha.index.SnapshotBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * Indexes a made-up chain into the embedded database in a process of its own, a line per block,
 * until it is killed or everything is on record. Beyond as many blocks as it may keep it waits.
 */
final class KilledIndex {

    static final int BLOCKS = 240;
    static final int SUBNETS = 3;
    static final int VALIDATORS = 40;

    private KilledIndex() {}

    // no @Configuration: on the tests' class path the real application would find it
    @AutoConfigurationPackage(basePackageClasses = IndexStoreConfiguration.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        FlywayAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class
    })
    @Import(IndexStoreConfiguration.class)
    static class Application {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
                ConfigurableApplicationContext context =
                        new SpringApplicationBuilder(Application.class)
                                .web(WebApplicationType.NONE)
                                .properties(
                                        Map.of(
                                                "spring.datasource.url",
                                                database.jdbcUrl(),
                                                "spring.datasource.username",
                                                database.user(),
                                                "spring.datasource.password",
                                                database.password(),
                                                "spring.jpa.hibernate.ddl-auto",
                                                "none",
                                                "spring.main.banner-mode",
                                                "off",
                                                "logging.level.root",
                                                "warn"))
                                .run()) {
            EpochIndexer indexer =
                    new EpochIndexer(new MadeUpChain(), context.getBean(EpochStore.class));
            int most = Integer.parseInt(arguments[1]);
            System.out.println("ready");
            indexer.look();
            int kept = 0;
            while (indexer.step() instanceof EpochIndexer.Step.Indexed indexed) {
                System.out.println(indexed.block());
                if (++kept == most) {
                    System.in.read();
                }
            }
            System.out.println("done");
        }
    }

    /** Every subnet steps in every block; each figure follows from block, subnet and validator. */
    private static final class MadeUpChain implements EpochSource {

        @Override
        public ChainStatus.NetworkName network() {
            return new ChainStatus.NetworkName("made up", FakeChain.key("genesis"), 42, "TAO", 9);
        }

        @Override
        public Reading<Map<NetUid, Long>> lastSteps() {
            return Reading.known(
                    Map.of(
                            new NetUid(1),
                            (long) BLOCKS,
                            new NetUid(2),
                            (long) BLOCKS,
                            new NetUid(3),
                            (long) BLOCKS),
                    SnapshotBuilder.block(BLOCKS),
                    Level.PROVEN,
                    ProofId.of(SnapshotBuilder.block(BLOCKS), "steps"));
        }

        @Override
        public Reading<EpochSnapshot> snapshot(
                long block,
                Set<NetUid> stepped,
                Map<NetUid, Set<Hotkey>> candidates,
                boolean discover) {
            SnapshotBuilder builder = SnapshotBuilder.epoch(block);
            for (NetUid netUid : stepped) {
                builder.subnet(netUid.value(), block - 1);
                for (int validator = 0; validator < VALIDATORS; validator++) {
                    builder.stake(
                            "validator " + validator,
                            netUid.value(),
                            total(block, netUid.value(), validator),
                            1);
                }
            }
            return Reading.known(
                    builder.build(),
                    SnapshotBuilder.block(block),
                    Level.PROVEN,
                    ProofId.of(SnapshotBuilder.block(block), "epoch"));
        }

        @Override
        public Subscription onFinalized(Runnable listener) {
            return () -> {};
        }
    }

    static long total(long block, int netUid, int validator) {
        return block * 1_000_000 + netUid * 1_000L + validator;
    }
}
