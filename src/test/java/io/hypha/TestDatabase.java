package io.hypha;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * PostgreSQL for tests: a container where a Docker engine answers, the embedded binaries elsewhere.
 * Same schema, same tests. Each Spring context gets a database of its own. {@code
 * HYPHA_TEST_DATABASE_URL} names a server instead, as to run them once on PostgreSQL 15: an address
 * that carries its user and password.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {

    private static final String GIVEN = System.getenv("HYPHA_TEST_DATABASE_URL");

    private static final class Docker {
        /** Asked once: it takes half a second where there is none. */
        static final boolean ANSWERS =
                GIVEN == null && DockerClientFactory.instance().isDockerAvailable();
    }

    static final class DockerAnswers implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Docker.ANSWERS;
        }
    }

    static final class NoDocker implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !Docker.ANSWERS;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(DockerAnswers.class)
    static class Container {
        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer("postgres:18");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDocker.class)
    static class Embedded {
        @Bean
        JdbcConnectionDetails database() {
            return GIVEN != null ? details(GIVEN, null, null) : Server.newDatabase();
        }
    }

    /** One server per test process; it ends with the process. */
    private static final class Server {
        private static final AtomicInteger DATABASES = new AtomicInteger();
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPort(FreePorts.next())
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL for tests", e);
            }
        }

        static JdbcConnectionDetails newDatabase() {
            String name = "test_" + DATABASES.incrementAndGet();
            try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException("creating " + name, e);
            }
            String url = SERVER.getJdbcUrl("postgres", name);
            return details(url, "postgres", "");
        }
    }

    private static JdbcConnectionDetails details(
            String url, @Nullable String user, @Nullable String password) {
        return new JdbcConnectionDetails() {
            @Override
            public @Nullable String getUsername() {
                return user;
            }

            @Override
            public @Nullable String getPassword() {
                return password;
            }

            @Override
            public String getJdbcUrl() {
                return url;
            }
        };
    }
}
