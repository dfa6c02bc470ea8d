package dev.peercade.mediator.config;

import com.zaxxer.hikari.HikariDataSource;
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
        return source;
    }
}
