package dev.peercade.mediator.config;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Brings the database to the schema of this version before anything else uses it.
@Configuration(proxyBeanMethods = false)
class DatabaseMigrationConfig {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMigrationConfig.class);
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
        warnOfAsciiOnly(flyway);
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

    /// A database of a C locale takes `Ä` and `ä` for two letters. Its operator has made it, so it is used as it is.
    private static void warnOfAsciiOnly(Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet folded = statement.executeQuery("SELECT lower(U&'\\00C4') = U&'\\00E4'")) {
            if (folded.next() && !folded.getBoolean(1)) {
                LOG.warn("The database's locale folds the case of ASCII letters only: names of games that differ in the"
                        + " case of another letter count as two, and a search finds one of them");
            }
        } catch (SQLException e) {
            LOG.debug("The database did not say how it folds case", e);
        }
    }

    /// A bean method cannot throw it as it is; [StartException] is dug out of the cause by whoever starts the server.
    private static IllegalStateException refusal(
            String message, String remedy, @org.jspecify.annotations.Nullable Exception cause) {
        return new IllegalStateException(new StartException(message, remedy, cause));
    }
}
