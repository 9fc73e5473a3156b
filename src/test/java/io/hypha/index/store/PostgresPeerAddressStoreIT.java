package io.hypha.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.TestDatabase;
import io.hypha.index.PeerAddressStore;
import io.hypha.index.PeerAddressStoreContract;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

// a context, and so a database, of its own: one belongs to one network
@DataJpaTest(showSql = false, properties = "database.of=PostgresPeerAddressStoreIT")
@AutoConfigureTestDatabase(replace = AutoConfigureTestDatabase.Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({TestDatabase.class, IndexStoreConfiguration.class})
class PostgresPeerAddressStoreIT extends PeerAddressStoreContract {

    @Autowired private PeerAddressStore store;

    @Autowired private JdbcTemplate jdbc;

    @BeforeEach
    void empty() {
        jdbc.execute("truncate peer_address");
    }

    @Override
    protected PeerAddressStore store() {
        return store;
    }

    @Test
    void refuses_what_is_no_address() {
        assertThatThrownBy(() -> store.worked("", Instant.EPOCH))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> store.worked("/dns/" + "a".repeat(2_048), Instant.EPOCH))
                .isInstanceOf(DataAccessException.class);
        assertThat(store.known()).isEmpty();
    }
}
