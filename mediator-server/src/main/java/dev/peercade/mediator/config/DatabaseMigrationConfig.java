package dev.peercade.mediator.config;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Brings the database to the schema of this version before anything else uses it.
@Configuration(proxyBeanMethods = false)
class DatabaseMigrationConfig {

    private static final int OLDEST = 15;

    @Bean
    FlywayMigrationStrategy migrationStrategy() {
        return DatabaseMigrationConfig::migrate;
    }

    private static void migrate(Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST) {
                throw refusal(
                        "The database is PostgreSQL " + major + "; the mediator needs " + OLDEST + " or newer.",
                        "Upgrade it, or unset " + Setting.DB_URL.variable() + " to use the one that comes along.",
                        null);
            }
        } catch (SQLException e) {
            throw refusal(
                    "The database of " + Setting.DB_URL.variable() + " cannot be reached: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Check that it runs, and " + Setting.DB_URL.variable() + ", " + Setting.DB_USER.variable() + " and "
                            + Setting.DB_PASSWORD.variable() + ".",
                    e);
        }
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw refusal(
                    "The database cannot be brought to this version's schema: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    "Start the version that made it, or restore a backup.",
                    e);
        }
    }

    /// A bean method cannot throw it as it is; [StartException] is dug out of the cause by whoever starts the server.
    private static IllegalStateException refusal(
            String message, String remedy, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalStateException(new StartException(message, remedy, cause));
    }
}
