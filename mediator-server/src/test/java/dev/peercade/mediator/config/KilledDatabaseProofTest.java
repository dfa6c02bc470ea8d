package dev.peercade.mediator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Promises F8 and N1: every process of the database is killed twenty times in mid-write; what writers were told is
/// written must be there. Each write is two rows of one transaction, so that half of one would show.
@Tag("proof")
class KilledDatabaseProofTest {

    private static final Logger LOG = LoggerFactory.getLogger(KilledDatabaseProofTest.class);
    private static final int KILLS = 20;
    private static final int WRITERS = 4;
    private static final int WRITES_BETWEEN = 200;
    private static final Duration BACK_WITHIN = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        Outcome outcome = killRepeatedly(true);

        LOG.info("synchronous_commit=on: {}", outcome);
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.torn()).isZero();
        assertThat(outcome.slowestBackMs()).isLessThan(BACK_WITHIN.toMillis());
    }

    /// Without it the test above could not fail.
    @Test
    void withoutSynchronousCommitTheSameKillsLoseRows() throws Exception {
        Outcome outcome = killRepeatedly(false);

        LOG.info("synchronous_commit=off: {}", outcome);
        assertThat(outcome.lost()).isPositive();
        assertThat(outcome.torn()).isZero();
    }

    /// @param lost acknowledged writes that are not there
    /// @param torn writes of which one row is there and the other is not
    /// @param slowestBackMs from a kill to the next acknowledged write
    record Outcome(int acknowledged, int lost, int torn, long slowestBackMs, long killedProcesses) {}

    private Outcome killRepeatedly(boolean durable) throws Exception {
        try (DataDirectory directory = DataDirectory.open(folder);
                EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, EmbeddedPostgresTest.cache(), durable);
                HikariDataSource pool = new DataSourceConfiguration().dataSource(postgres.address())) {
            try (Connection connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE one (number bigint PRIMARY KEY)");
                statement.execute("CREATE TABLE two (number bigint PRIMARY KEY)");
            }
            ConcurrentLinkedQueue<Long> journal = new ConcurrentLinkedQueue<>();
            AtomicLong acknowledged = new AtomicLong();
            AtomicLong next = new AtomicLong();
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(Thread.ofVirtual().start(() -> {
                    while (writing.get()) {
                        long number = next.incrementAndGet();
                        if (write(pool, number)) {
                            journal.add(number);
                            acknowledged.incrementAndGet();
                        }
                    }
                }));
            }
            long slowest = 0;
            long killed = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                long enough = acknowledged.get() + WRITES_BETWEEN;
                await().atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() >= enough);
                List<ProcessHandle> processes = postgres.processes();
                assertThat(processes).hasSizeGreaterThan(WRITERS);
                processes.forEach(ProcessHandle::destroyForcibly);
                killed += processes.size();
                long from = System.nanoTime();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
                long before = acknowledged.get();
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> acknowledged.get() > before);
                slowest = Math.max(slowest, (System.nanoTime() - from) / 1_000_000);
            }
            writing.set(false);
            for (Thread writer : writers) {
                writer.join();
            }
            Set<Long> one = numbers(pool, "one");
            Set<Long> two = numbers(pool, "two");
            Set<Long> lost = new HashSet<>(journal);
            lost.removeAll(one);
            Set<Long> torn = new HashSet<>(one);
            torn.removeAll(two);
            Set<Long> other = new HashSet<>(two);
            other.removeAll(one);
            torn.addAll(other);
            return new Outcome(journal.size(), lost.size(), torn.size(), slowest, killed);
        }
    }

    /// Whether the database acknowledged it.
    private static boolean write(HikariDataSource pool, long number) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            for (String table : new String[] {"one", "two"}) {
                try (var insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
                    insert.setLong(1, number);
                    insert.executeUpdate();
                }
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static Set<Long> numbers(HikariDataSource pool, String table) throws SQLException {
        Set<Long> numbers = new HashSet<>();
        try (Connection connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT number FROM " + table)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }
}
