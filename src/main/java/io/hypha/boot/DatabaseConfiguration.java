package io.hypha.boot;

import io.hypha.node.sync.NetworkRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The database: the one whose address is given, else an embedded one in a folder of this network's
 * own.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** Closes the embedded server, where there is one, after everything that uses it. */
    record Database(JdbcConnectionDetails connection, Closeable server) implements Closeable {
        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Bean
    Database database(HyphaSettings settings, NetworkRecord network) throws IOException {
        if (settings.databaseUrl() != null) {
            return new Database(new Connection(settings.databaseUrl(), null, null), () -> {});
        }
        Path folder = settings.home().resolve(network.network().genesisHash().toHex().substring(2));
        EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("postgres"));
        return new Database(
                new Connection(server.jdbcUrl(), server.user(), server.password()), server::close);
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(Database database) {
        return database.connection();
    }

    private record Connection(
            String url,
            @org.jspecify.annotations.Nullable String user,
            @org.jspecify.annotations.Nullable String secret)
            implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public @org.jspecify.annotations.Nullable String getUsername() {
            return user;
        }

        @Override
        public @org.jspecify.annotations.Nullable String getPassword() {
            return secret;
        }
    }
}
