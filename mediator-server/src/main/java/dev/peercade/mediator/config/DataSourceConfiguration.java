package dev.peercade.mediator.config;

import com.zaxxer.hikari.HikariDataSource;
import dev.peercade.mediator.web.StorageFaults;
import java.sql.SQLException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The connections to whichever PostgreSQL the mediator was started on.
@Configuration(proxyBeanMethods = false)
class DataSourceConfiguration {

    /// Below the 40 that the embedded server allows, and enough to keep two cores busy.
    private static final int CONNECTIONS = 16;

    /// A request that cannot have a connection for so long is answered 503; clients try again.
    private static final Duration CONNECTION_WITHIN = Duration.ofSeconds(5);

    /// PostgreSQL has a state for a full disk (53100, disk_full). A disk that cannot be written at all shares one
    /// with missing grants (42501), so there the kernel's own words decide.
    @Bean
    StorageFaults storageFaults() {
        return failure -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException e && ("53100".equals(e.getSQLState()) || readOnly(e))) {
                    return true;
                }
            }
            return false;
        };
    }

    private static boolean readOnly(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Read-only file system");
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(DatabaseAddress address) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("database");
        source.setJdbcUrl(address.url());
        source.setUsername(address.user());
        source.setPassword(address.password());
        source.setMaximumPoolSize(CONNECTIONS);
        source.setMinimumIdle(2);
        source.setConnectionTimeout(CONNECTION_WITHIN.toMillis());
        source.setValidationTimeout(Duration.ofSeconds(2).toMillis());
        // A server that is gone without a word (a killed host) is noticed, and statements do not hang on it.
        source.addDataSourceProperty("tcpKeepAlive", "true");
        source.addDataSourceProperty("socketTimeout", "30");
        source.addDataSourceProperty("connectTimeout", "5");
        source.addDataSourceProperty("ApplicationName", "peercade-mediator");
        // The details of errors are rows, with names and hashes, and would end up in the log beside a stack.
        source.addDataSourceProperty("logServerErrorDetail", "false");
        return source;
    }
}
