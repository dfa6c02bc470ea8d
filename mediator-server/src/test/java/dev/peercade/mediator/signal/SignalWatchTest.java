package dev.peercade.mediator.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.account.TokenOwner;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SignalWatchTest {

    private final RunningMediator mediator = TestMediator.shared();

    /// Each answer to a ping is heard; the second one is to a ping that went out while the sweep hung.
    @Test
    void pingsGoOutWhileTheDatabaseHangs() throws Exception {
        Caller peer = Caller.registered(mediator, "pinged");
        String token = String.valueOf(peer.authorization()).substring("Bearer ".length());
        try (PushListener listener = PushListener.authenticated(mediator, token);
                Connection blocker =
                        TestMediator.bean(mediator, DataSource.class).getConnection()) {
            SignalChannel channel = channelOf(peer);
            blocker.setAutoCommit(false);
            execute(blocker, "LOCK TABLE streaming_session IN ACCESS EXCLUSIVE MODE");
            await().until(() -> somebodyWaits(blocker));

            for (int pong = 0; pong < 2; pong++) {
                long heard = channel.heardNanos();
                await().atMost(Duration.ofSeconds(8)).until(() -> channel.heardNanos() != heard);
            }

            assertThat(somebodyWaits(blocker)).isTrue();
            assertThat(listener.handshakeStatus()).isEqualTo(101);
        }
    }

    private SignalChannel channelOf(Caller peer) {
        return TestMediator.bean(mediator, SignalChannels.class).all().stream()
                .filter(channel -> {
                    TokenOwner owner = channel.owner();
                    return owner != null && owner.userName().equals(peer.name());
                })
                .findFirst()
                .orElseThrow();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean somebodyWaits(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM pg_locks WHERE NOT granted")) {
            return rows.next();
        }
    }
}
