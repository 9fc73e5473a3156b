package io.hypha.index.store;

import io.hypha.index.EpochHistory;
import io.hypha.index.EpochStore;
import io.hypha.index.PeerAddressStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts PostgreSQL behind the index's ports. */
@Configuration(proxyBeanMethods = false)
public class IndexStoreConfiguration {

    @Bean
    EpochVersions epochVersions() {
        return new EpochVersions();
    }

    @Bean
    EpochStore epochStore(
            NetworkRepository networks,
            ValidatorRepository validators,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            EpochVersions versions) {
        return new PostgresEpochStore(
                networks, validators, jdbc, new TransactionTemplate(transactions), versions);
    }

    @Bean
    PeerAddressStore peerAddressStore(
            PeerAddressRepository addresses, PlatformTransactionManager transactions) {
        return new PostgresPeerAddressStore(addresses, new TransactionTemplate(transactions));
    }

    @Bean
    EpochHistory epochHistory(
            JdbcTemplate jdbc,
            ValidatorRepository validators,
            EpochVersions versions,
            PlatformTransactionManager transactions) {
        return new PostgresEpochHistory(jdbc, validators, versions, transactions);
    }
}
